package redact

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
)

// lines writes one exchange that was judged.
func lines(t *testing.T, r *Redactor, all ...transcript.Entry) (string, map[string]string) {
	t.Helper()
	files := map[string]string{}
	got := r.Script(func(part []byte) string {
		name := fmt.Sprintf("bodies/%d.bin", len(files)+1)
		files[name] = string(part)
		return name
	}).Lines(all)
	return strings.Join(got, "\n"), files
}

func judgedOne(x transcript.Entry) transcript.Entry {
	x.Role, x.Number, x.Status = transcript.Judged, 1, 400
	return x
}

func TestLinesNameTheirCredentials(t *testing.T) {
	const secret, token, code = "Qm7xV2tKp9+zLw4YcD8n", "tK3nV8xQm2LzWp4cRd7T", "cD9eF2gH5jK8mN1pQ4sT"
	r := redactor(t)
	r.Hold("CLIENT_SECRET", secret)
	granted := transcript.Entry{Verb: scenarios.Exchange, Method: "POST", URL: "http://x/token", Number: 2, Status: 200, Role: transcript.Control,
		Header: http.Header{"Content-Type": {"application/json"}, "Accept": {"*/*"}, "User-Agent": {"a"}},
		Body:   []byte(`{"code":"` + code + `","client_secret":"` + secret + `"}`), Reply: []byte(`{"access_token":"` + token + `"}`)}
	page := transcript.Entry{Verb: scenarios.Authorize, Method: "GET", URL: "http://x/authorize?response_type=code&client_id=acme", Number: 1, Status: 302,
		Answer: http.Header{"Location": {"http://cb/?code=" + code}}}
	used := func(x transcript.Entry) transcript.Entry {
		x.Verb, x.Role, x.Number, x.Status = scenarios.Call, transcript.Judged, 3, 401
		return x
	}
	basic := base64.StdEncoding.EncodeToString([]byte("acme:" + secret))
	for name, c := range map[string]struct {
		x    transcript.Entry
		want string
	}{
		"a token": {transcript.Entry{Method: "GET", URL: "http://x/me", Header: http.Header{"Authorization": {"Bearer " + token}, "Accept": {"*/*"}, "User-Agent": {"a"}}},
			"# $FRESH_TOKEN: access_token of the answer to 2\n# 3, judged: answered 401\ncurl -i http://x/me -H 'Authorization: Bearer '\"$FRESH_TOKEN\""},
		"a token cut short": {transcript.Entry{Method: "GET", URL: "http://x/me", Header: http.Header{"Authorization": {"Bearer " + token[:19]}, "Accept": {"*/*"}, "User-Agent": {"a"}}},
			"curl -i http://x/me -H 'Authorization: Bearer '\"${FRESH_TOKEN%?}\""},
		"a token and more": {transcript.Entry{Method: "GET", URL: "http://x/me?token=" + token + "A", Header: nil}, `'http://x/me?token='"$FRESH_TOKEN"A`},
		"a token changed": {transcript.Entry{Method: "GET", URL: "http://x/me?token=" + token[:9] + "B" + token[10:], Header: nil},
			"# $ALTERED_FRESH_TOKEN: $FRESH_TOKEN with one character changed\n# 3, judged: answered 401\ncurl -i 'http://x/me?token='\"$ALTERED_FRESH_TOKEN\""},
		"a pair":            {transcript.Entry{Method: "GET", URL: "http://x/me", Header: http.Header{"Authorization": {"Basic " + basic}}}, `-u acme:"$CLIENT_SECRET"`},
		"another scheme":    {transcript.Entry{Method: "GET", URL: "http://x/me", Header: http.Header{"Authorization": {"BASIC " + basic}}}, `-H 'Authorization: BASIC '"$(printf %s acme:"$CLIENT_SECRET" | base64 | tr -d '\n')"`},
		"a form":            {transcript.Entry{Method: "POST", URL: "http://x/t", Header: http.Header{"Content-Type": {"x"}}, Body: []byte("client_secret=Qm7xV2tKp9%2BzLw4YcD8n")}, `--data-raw 'client_secret='"$CLIENT_SECRET_URLENCODED"`},
		"an empty field":    {transcript.Entry{Method: "GET", URL: "http://x/", Header: http.Header{"X-V": {""}}}, `-H 'X-V;' -H Accept: -H User-Agent:`},
		"NUL beside secret": {transcript.Entry{Method: "POST", URL: "http://x/", Body: []byte("a\x00b=" + secret + "&c=d")}, `{ cat bodies/1.bin; printf %s "$CLIENT_SECRET"; printf %s '&c=d'; } | curl -i -X POST http://x/ -H Content-Type: --data-binary @-`},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := lines(t, r.Fork(), page, granted, used(c.x))
			if !strings.Contains(got, c.want) {
				t.Errorf("%s\nis not in\n%s", c.want, got)
			}
			for _, s := range []string{secret, token, code} {
				if strings.Contains(got, s) {
					t.Errorf("%s is in\n%s", s, got)
				}
			}
			first := "# $FRESH_CODE: log in at 'http://x/authorize?response_type=code&client_id=acme' and take code from where the browser is sent\n# 2, control: answered 200\n" +
				`curl -i -X POST http://x/token -H 'Content-Type: application/json' --data-raw '{"code":"'"$FRESH_CODE"'","client_secret":"'"$CLIENT_SECRET"'"}'`
			if !strings.HasPrefix(got, first) {
				t.Errorf("got\n%s\nwant\n%s", got, first)
			}
		})
	}
}

// Who does a request again reads a product's answers, not the RFCs.
func TestLinesSpeakTheProductsWords(t *testing.T) {
	const token, code = "tK3nV8xQm2LzWp4cRd7T", "cD9eF2gH5jK8mN1pQ4sT"
	page := transcript.Entry{Verb: scenarios.Authorize, Method: "GET", URL: "http://x/login?kind=code", Number: 1, Status: 302}
	granted := transcript.Entry{Verb: scenarios.Exchange, Method: "POST", URL: "http://x/token", Number: 2, Status: 200, Role: transcript.Control,
		Body: []byte(`{"ticket":"` + code + `"}`), Reply: []byte(`{"result":{"grant":"` + token + `"}}`)}
	used := judgedOne(transcript.Entry{Verb: scenarios.Call, Method: "GET", URL: "http://x/me", Header: http.Header{"Authorization": {"Bearer " + token}}})
	used.Number = 3
	for word, location := range map[string]string{"ticket": "http://cb/?via=a&ticket=", "code": "http://cb/?code="} {
		r := redactor(t)
		r.Words(map[string][]string{"kind": {"response_type"}, "ticket": {"code"}, "grant": {"access_token"}})
		page.Answer = http.Header{"Location": {location + code}}
		got, _ := lines(t, r, page, granted, used)
		for _, want := range []string{
			"# $FRESH_CODE: log in at 'http://x/login?kind=code' and take " + word + " from where the browser is sent\n",
			`{"ticket":"'"$FRESH_CODE"'"}`, "# $FRESH_TOKEN: grant of the answer to 2\n",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s\nis not in\n%s", want, got)
			}
		}
	}
}

func TestLinesQuoteAndKeepBodies(t *testing.T) {
	r := redactor(t)
	for _, c := range []struct {
		x    transcript.Entry
		want string
		file string
	}{
		{transcript.Entry{Method: "GET", URL: "http://x/a"}, "curl -i http://x/a", ""},
		{transcript.Entry{Method: "HEAD", URL: "http://x/a?b=it's"}, `curl -I 'http://x/a?b=it'\''s'`, ""},
		{transcript.Entry{Method: "GET", URL: "http://x/../a?b[]={1}"}, `curl -i --path-as-is -g 'http://x/../a?b[]={1}'`, ""},
		{transcript.Entry{Method: "PUT", URL: "http://x/", Body: []byte{0, 1}}, `curl -i -X PUT http://x/ -H Content-Type: --data-binary @bodies/1.bin`, "\x00\x01"},
		{transcript.Entry{Method: "POST", URL: "http://x/", Body: []byte("a\r\nb")}, `curl -i -X POST http://x/ -H Content-Type: --data-binary @bodies/1.bin`, "a\r\nb"},
	} {
		got, files := lines(t, r, judgedOne(c.x))
		if want := "# 1, judged: answered 400\n" + c.want; got != want || files["bodies/1.bin"] != c.file {
			t.Errorf("got  %s\nwant %s\nfiles %q", got, want, files)
		}
	}
}

// A race is one line, and only one: what comes one after another stays so.
// Whoever keeps no bodies has lines all the same.
func TestLinesWhereNobodyKeepsBodies(t *testing.T) {
	r, err := New(strings.NewReader(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	x := transcript.Entry{Number: 1, Role: transcript.Judged, Method: "POST", URL: "https://api.example/token", Status: 200, Body: []byte("\x00\xff")}
	lines := strings.Join(r.Script(nil).Lines([]transcript.Entry{x}), "\n")
	if !strings.Contains(lines, "--data-binary @BODY") {
		t.Errorf("lines:\n%s", lines)
	}
}

func TestLinesOfARace(t *testing.T) {
	at := time.Unix(100, 0)
	var all []transcript.Entry
	for i := range 5 {
		x := transcript.Entry{Verb: scenarios.Call, Method: "GET", URL: "http://x/", Role: transcript.Judged, Number: i + 1, Status: 200 + 100*(i%2), Sent: at, Received: at.Add(time.Second)}
		if i == 4 {
			x.Sent = at.Add(2 * time.Second)
		}
		all = append(all, x)
	}
	got, _ := lines(t, redactor(t), all...)
	want := "# 1 to 4: 4 at once, answered 200 300 200 300\nfor i in $(seq 4); do curl -i http://x/ & done; wait\n# 5, judged: answered 200\ncurl -i http://x/"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
