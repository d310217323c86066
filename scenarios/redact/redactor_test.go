package redact

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/internal/secrets"
	"github.com/authassay/authassay/scenarios/transcript"
)

func redactor(t testing.TB) *Redactor {
	t.Helper()
	r, err := New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// disguises writes a secret in every form in which it may come.
func disguises(s string) map[string]string {
	j, _ := json.Marshal(s)
	inside := base64.StdEncoding.EncodeToString
	return map[string]string{
		"raw": s, "query": url.QueryEscape(s), "path": url.PathEscape(s), "lower": regexp.MustCompile(`%[0-9A-F]{2}`).ReplaceAllStringFunc(url.QueryEscape(s), strings.ToLower),
		"json": string(j), "html": html.EscapeString(s), "base64": inside([]byte(s)), "base64url": base64.RawURLEncoding.EncodeToString([]byte(s)),
		"pair": inside([]byte("key:" + s)), "pair 2": inside([]byte("a-key:" + s)), "hex": hex.EncodeToString([]byte(s)), "HEX": strings.ToUpper(hex.EncodeToString([]byte("a" + s))), "pair 3": inside([]byte("keys:" + s + ":more")),
		"escaped pair": inside([]byte("key:" + url.QueryEscape(s))),
		"slashes":      strings.ReplaceAll(string(j), "/", `\/`), "template": strings.ReplaceAll(html.EscapeString(s), "+", "&#43;"),
	}
}

// bare lists the texts in which a secret must not be found.
func bare(s string) []string {
	b := base64.RawStdEncoding.EncodeToString([]byte(s))
	j, _ := json.Marshal(s)
	return []string{s, url.QueryEscape(s), b, base64.RawURLEncoding.EncodeToString([]byte(s)), string(j[1 : len(j)-1]), html.EscapeString(s), hex.EncodeToString([]byte(s))}
}

func TestScrubFindsEveryForm(t *testing.T) {
	for _, secret := range []string{"s3cret-of-acme", `q"uo\te<&>'+/=% ü€😀`, "aaaaaaaa/bbb+ccc=", "line\nbreak tab\t", "sixsix"} {
		r := redactor(t)
		r.Learn(secret)
		for name, text := range disguises(secret) {
			got := r.Scrub("before " + text + " after")
			for _, form := range bare(secret) {
				if strings.Contains(got, form) {
					t.Errorf("%q as %s: %q is left in %q", secret, name, form, got)
				}
			}
			if !strings.Contains(got, r.Fingerprint(secret)) && len(secret) > secrets.Shortest {
				t.Errorf("%q as %s: no fingerprint in %q", secret, name, got)
			}
			if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
				t.Errorf("%q as %s: the text around it changed: %q", secret, name, got)
			}
		}
	}
}

func TestFingerprintsTellEqualFromDifferent(t *testing.T) {
	r, other := redactor(t), redactor(t)
	if again := r.Fingerprint("abcdef"); again != r.Fingerprint("abcdef") || again == r.Fingerprint("abcdeg") {
		t.Error("fingerprints do not tell equal secrets from different ones")
	}
	if r.Fingerprint("abcdef") == other.Fingerprint("abcdef") {
		t.Error("two runs share fingerprints")
	}
	if _, err := New(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("too little randomness: %v", err)
	}
}

func TestScrubPrefersTheLongest(t *testing.T) {
	r := redactor(t)
	r.Learn("secret", "secret-and-more", "tiny")
	want := fmt.Sprintf("%s %s tiny", r.Fingerprint("secret-and-more"), r.Fingerprint("secret"))
	if got := r.Scrub("secret-and-more secret tiny"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	r.Learn("later-secret")
	if got := r.Scrub("later-secret"); got != r.Fingerprint("later-secret") {
		t.Errorf("what is learned after a scrub is missed: %q", got)
	}
}

// spread is an exchange that holds a different secret in every place.
func spread() (transcript.Entry, []string) {
	secrets := make([]string, 24)
	for i := range secrets {
		secrets[i] = fmt.Sprintf("v%02d-Zx/9+%c", i, 'a'+i)
	}
	q := url.QueryEscape
	s := secrets
	return transcript.Entry{
		Verb: scenarios.Exchange, Role: transcript.Judged, Method: "POST",
		URL: "https://auth.example/token?code=" + q(s[0]) + "&client_id=acme&state=" + q(s[1]) + "#access_token=" + q(s[2]),
		Header: http.Header{
			"Authorization": {"Bearer " + s[3], "Basic " + base64.StdEncoding.EncodeToString([]byte("id:"+s[4]))},
			"Cookie":        {"sid=" + s[5] + "; theme=" + s[6]}, "Referer": {"https://x/?code=" + q(s[7])},
			"X-Csrf-Token": {s[8]}, "Content-Type": {"application/json"},
		},
		Body:   []byte(`{"client_id":"acme","client_secret":"` + s[9] + `","code" : ["` + s[10] + `"],"refresh_token":"` + s[11] + `"}`),
		Status: 200,
		Answer: http.Header{
			"Set-Cookie": {"sid=" + s[12] + "; Path=/; HttpOnly"},
			"Location":   {"http://127.0.0.1/cb?a=1&code=" + q(s[13]) + "&state=" + q(s[14])},
		},
		Reply: []byte(`<form method=post><input type="hidden" name="csrf" value="` + s[15] + `"><input name='authenticity_token' type=hidden value='` + s[16] +
			`'><input type=hidden name=flow value=` + strings.Repeat("4f", 12) + `><a href="/cb?code=` + q(s[17]) + `&amp;state=` + q(s[18]) + `">next</a>
			<input type="hidden" name="client_id" value="acme"></form>{"access_token":"` + s[19] + `","id_token":"` + s[20] + `","token_type":"bearer","state":"active"}
			grant_type=password&password=` + q(s[21]) + `&code_verifier=` + q(s[22]) + `&auth=Bearer+` + q(s[23])),
		Err: errors.New("after " + s[9]),
	}, secrets
}

func TestRenderHidesWhatStructureShows(t *testing.T) {
	x, secrets := spread()
	r := redactor(t)
	out := r.Render(x)
	text := fmt.Sprintf("%+v", out)
	for i, s := range append(secrets, strings.Repeat("4f", 12)) {
		for _, form := range bare(s) {
			if strings.Contains(text, form) {
				t.Errorf("secret %d is left as %q in\n%s", i, form, text)
			}
		}
	}
	for _, kept := range []string{"client_id=acme", `"client_id":"acme"`, "HttpOnly", "bearer", "a=1", "Bearer «fp:", "Basic «fp:", "theme=«fp:", "Content-Type: application/json", "grant_type=password"} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q is gone from\n%s", kept, text)
		}
	}
	if !strings.Contains(out.Body, r.Fingerprint(secrets[9])) || strings.Contains(out.Err, secrets[9]) {
		t.Errorf("body %q, error %q", out.Body, out.Err)
	}
	if r.Scrub("an active bearer") != "an active bearer" {
		t.Error("ordinary words are scrubbed")
	}
	if scrubbed := r.Scrub("id:" + secrets[4]); strings.Contains(scrubbed, secrets[4]) {
		t.Error("the halves of HTTP Basic are not learned")
	}
}

func TestRenderHidesShortValuesInTheirPlaces(t *testing.T) {
	r := redactor(t)
	r.Observe(transcript.Entry{Answer: http.Header{"Location": {"http://x/?code=a1"}}, Reply: []byte(`{"token":"b-2"}`)})
	out := r.Render(transcript.Entry{Method: "GET", URL: "http://x/?code=a1&state=ok&page=a1", Header: http.Header{"Cookie": {"s=1"}, "Authorization": {"Bearer", "b c", "Bearer b-2"}}, Reply: []byte(`{"code":400,"code":"x","code":"invalid_grant","secret":""}`)})
	want := "http://x/?code=" + r.Fingerprint("a1") + "&state=ok&page=a1"
	if out.URL != want {
		t.Errorf("got %s, want %s", out.URL, want)
	}
	lines := "Authorization: Bearer|Authorization: Bearer " + r.Fingerprint("b-2") + "|Authorization: b c|Cookie: s=" + r.Fingerprint("1")
	if got := strings.Join(out.Header, "|"); got != lines {
		t.Errorf("got  %s\nwant %s", got, lines)
	}
	if out.Reply != `{"code":400,"code":"`+r.Fingerprint("x")+`","code":"invalid_grant","secret":""}` {
		t.Errorf("got %s", out.Reply)
	}
}

// What the tester has made up, names and plain words stay readable, and nothing
// learns them.
func TestRenderShowsWhatIsNoSecret(t *testing.T) {
	r := redactor(t)
	made, held := "NQ4K7ZJ2M5X8T3VBRC6WDYHPLE", "Qm7xV2tKp9RzLw4YcD8n"
	r.Invent(made)
	r.Hold("CLIENT_SECRET", held)
	basic := func(user, secret string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
	}
	for _, x := range []transcript.Entry{
		{Header: http.Header{"Authorization": {basic("acme-integration", made)}}},
		{Header: http.Header{"Authorization": {"Bearer " + made}}},
		{Body: []byte("client_id=acme-integration&client_secret=" + made + "&code=" + made + made + "&password=wrong-password&token=%00garbage")},
		{URL: "http://x/?state=" + made + "+%2B%25", Answer: http.Header{"Location": {"http://y/?state=" + made}}},
		{Header: http.Header{"Authorization": {"Basic ====", "Bearer a b", "Basic secret:password"}}},
	} {
		if out := fmt.Sprint(r.Render(x)); strings.Contains(out, "«fp") {
			t.Errorf("something is hidden in %s", out)
		}
	}
	r.Render(transcript.Entry{Header: http.Header{"Authorization": {basic("acme-integration", held)}}})
	for _, word := range []string{"acme-integration", "wrong-password", "password", "secret", made, "garbage"} {
		if got := r.Scrub(word); got != word {
			t.Errorf("%s has become %s", word, got)
		}
	}
	for i, near := range []string{held[1:], held[:19], held + "A", held[:9] + "#" + held[10:], strings.ToUpper(held)} {
		if out := fmt.Sprint(r.Render(transcript.Entry{Body: []byte(`{"client_secret":"` + near + `"}`)})); strings.Contains(out, near) {
			t.Errorf("%d: what was made of a secret is shown: %s", i, out)
		}
	}
}

// A target that answers with thousands of secrets, or with words instead of
// one, must not make the redactor remember them.
func TestObserveLearnsLittleAndOnlySecrets(t *testing.T) {
	r := redactor(t).Fork()
	for i := range 50 {
		var body strings.Builder
		for j := range 3000 {
			fmt.Fprintf(&body, `"secret":"s%04d-%04d-ABCDEFGH",`, i, j)
		}
		x := transcript.Entry{Reply: []byte(body.String()), Answer: http.Header{"Set-Cookie": {"view=summary", "last=profile", "token=<failure ",
			"kind=application/json", "long=" + strings.Repeat("aB3-x", 4000), `quoted=ID12345678"/><a b="cdefgh`}}}
		r.Observe(x)
	}
	if own, all := len(r.known), len(r.parent.heard); own > learnedACheck || all > learnedARun || r.bytes > learnedBytes {
		t.Errorf("learned %d, the run %d, of %d bytes", own, all, r.bytes)
	}
	text := `<failure  "summary" last profile application/json ID12345678"/><a b="cdefgh`
	if got := r.Scrub(text); got != text {
		t.Errorf("words are scrubbed: %s", got)
	}
	r.Observe(transcript.Entry{Header: http.Header{"Authorization": {"Bearer 8sKd0fGh2JkLmN4pQrS6tUv"}}})
	if got := r.Scrub("8sKd0fGh2JkLmN4pQrS6tUv"); !strings.HasPrefix(got, "«fp") {
		t.Error("what the tester itself sends is not learned after a flood")
	}
}

func TestRenderClips(t *testing.T) {
	secret := "cut-me-not-" + strings.Repeat("z", 200)
	r := redactor(t)
	r.Learn(secret)
	for _, lead := range []int{maxShown - 150, maxShown - 20, maxShown - 3, maxShown - 1} {
		out := r.Render(transcript.Entry{Body: []byte(strings.Repeat("é", lead/2) + secret + strings.Repeat(".", 200))})
		if strings.Contains(out.Body, "cut-me") || strings.Contains(out.Body, "zzzz") {
			t.Errorf("lead %d: half a secret is shown", lead)
		}
		if lead > maxShown-30 && (!out.Clipped || strings.HasSuffix(strings.Split(out.Body, "…")[0], "«fp")) {
			t.Errorf("lead %d: clipped %v, ends %q", lead, out.Clipped, out.Body[len(out.Body)-60:])
		}
	}
	if out := r.Render(transcript.Entry{Reply: bytes.Repeat([]byte{0xff, 0xfe, 'a'}, 9)}); out.Reply != "[27 bytes that are no text]" {
		t.Errorf("got %q", out.Reply)
	}
	if out := r.Render(transcript.Entry{Reply: []byte(`{"access_token":"half-a-tok`), Clipped: true}); strings.Contains(out.Reply, "half-a") {
		t.Errorf("the clipped token is shown: %q", out.Reply)
	}
}

func FuzzRender(f *testing.F) {
	f.Add("s3cret-value", `{"code":"s3cret-value"}`, "https://x/?a=s3cret-value", "Bearer s3cret-value")
	f.Add("aé\"b<c>d", "<input type=hidden value=aé>", "?state=%zz", "Basic !!!")
	f.Fuzz(func(t *testing.T, secret, body, address, auth string) {
		r := redactor(t)
		if len(secret) < 8 || strings.Contains(secret, "«") || strings.Contains(secret, "»") {
			return
		}
		r.Learn(secret)
		x := transcript.Entry{Method: "POST", URL: address, Body: []byte(body), Header: http.Header{"Authorization": {auth}}}
		out := r.Render(x)
		_ = r.Script(func([]byte) string { return "f" }).Lines([]transcript.Entry{x})
		if strings.Contains(out.URL, secret) || strings.Contains(strings.Join(out.Header, "\n"), secret) {
			t.Errorf("%q is left in %+v", secret, out)
		}
	})
}
