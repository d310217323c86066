package suites_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/format"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/scenarios/transcript"
)

// heldSecret is what no artefact may hold.
const heldSecret = "Qm7xV2tK<p9Rz&Lw4Yc\"D8nHs6é"

// hostileValues are what a server puts where a secret or a text is expected.
var hostileValues = []string{
	"<failure ", `"verdict": "fail"`, "summary", "profile", "failures=", "\"schema\"", "]]>", "</testcase>", "<![CDATA[", "FAIL: clearxp", "EXC-02",
	"exit_code", "\x1b]0;owned\a\x1b[2J", "\u202e\u2066gpj.exe", "\x00\xff\xfe", "«fp:00000000/1»", "'; touch /tmp/x; '", "$(id)", "`id`", "\r\nSet-Cookie: a=b",
	"| x | y |\n---|---", "```\n# head", "<script>alert(1)</script>", "{{.}}", "curl -i -X POST", "application/x-www-form-urlencoded", heldSecret, "http://127.0.0.1:8701",
	url.QueryEscape(heldSecret), base64.StdEncoding.EncodeToString([]byte("acme:" + heldSecret)), hex.EncodeToString([]byte("x" + heldSecret)),
}

// hostileRun is a run of two checks, the first one failed, whose evidence comes
// from a server that answers with the values.
func hostileRun(t testing.TB, cookie, member, header, body, address string) *reports.Run {
	first, err := redact.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	first.Hold("CLIENT_SECRET", heldSecret)
	r := first.Fork()
	quoted, _ := json.Marshal(member)
	x := transcript.Entry{Number: 1, Role: transcript.Judged, Verb: scenarios.Exchange, Method: "POST", URL: "http://127.0.0.1:8701/token?secret=" + address, Status: 200,
		Header: http.Header{"Cookie": {"a=" + cookie}, "X-Token": {header}}, Body: []byte(body + "&client_secret=" + url.QueryEscape(heldSecret)),
		Answer: http.Header{"Set-Cookie": {"a=" + cookie, "b=" + member}, "X-Secret": {header}, "Location": {address}},
		Reply:  []byte(`{"secret":` + string(quoted) + `,"token":"` + body + `"}` + body)}
	r.Observe(x)
	shown := r.Render(x)
	f := reports.Finding{ID: "EXC-02", Profile: "clearxp", Chapter: "exchanging", Level: "MUST", Verdict: reports.Fail, Sentence: "A code is refused.",
		Clause: "RFC 6749 §4.1.2", When: "redeem twice", Actual: r.Scrub(member), Control: r.Scrub(body), Detail: r.Scrub(header), Acceptable: []string{r.Scrub(cookie)},
		Transcript: []reports.Exchange{{Sequence: 1, Role: "judged", Method: shown.Method, URL: shown.URL, Header: shown.Header, Body: shown.Body,
			Status: 200, Answer: shown.Answer, Reply: shown.Reply}},
		Reproduce: r.Script(func([]byte) string { return "bodies/1" }).Lines([]transcript.Entry{x})}
	run := &reports.Run{Targets: []reports.Target{{Profile: "clearxp", Auth: "http://127.0.0.1:8701"}}, Tool: reports.Tool{Name: "authassay"},
		Findings: []reports.Finding{f, {ID: "EXC-03", Profile: "clearxp", Chapter: "exchanging", Level: "MUST", Verdict: reports.Pass, Sentence: "Another."}},
		Facts:    []reports.Fact{{Profile: "clearxp", Name: "fact", Value: r.Scrub(member), Check: "EXC-02"}}, Problems: []string{first.Scrub(body)}}
	reports.Score(run, reports.ScoreOptions{})
	return reports.Scrubbed(run, first.Scrub, first.ScrubHeld)
}

// expectNoHeldSecret looks for the secret in every form.
func expectNoHeldSecret(t *testing.T, name, text string) {
	t.Helper()
	quoted, _ := json.Marshal(heldSecret)
	for _, form := range []string{heldSecret, url.QueryEscape(heldSecret), strings.Trim(string(quoted), `"`), hex.EncodeToString([]byte(heldSecret)),
		base64.RawStdEncoding.EncodeToString([]byte("acme:" + heldSecret))} {
		if strings.Contains(text, form) {
			t.Errorf("%s holds the secret as %q", name, form)
		}
	}
}

// expectWhole sees that every format says what it has to say, and no secret.
func expectWhole(t *testing.T, run *reports.Run) {
	t.Helper()
	const headline = "breaks 1 of the 2 MUSTs that were tested: EXC-02"
	for _, name := range format.Names() {
		var b bytes.Buffer
		if err := format.Write(&b, name, run, format.Options{Width: 1000, Verbose: true}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		expectNoHeldSecret(t, name, b.String())
		text := b.String()
		for _, want := range []string{headline, "EXC-02", "EXC-03", "A code is refused."} {
			failures := name == "markdown" || name == "github" // what passed is not told there
			if !strings.Contains(text, want) && !(failures && want == "EXC-03") {
				t.Errorf("%s does not hold %q", name, want)
			}
		}
		switch name {
		case "json":
			expectJSON(t, b.Bytes())
		case "junit":
			expectJUnit(t, b.Bytes())
		}
	}
}

func expectJSON(t *testing.T, text []byte) {
	t.Helper()
	if run, err := reports.Read(bytes.NewReader(text)); err != nil || run.ExitCode != 1 || run.Findings[0].Verdict != reports.Fail {
		t.Errorf("the JSON report cannot be read: %v", err)
	}
}

func expectJUnit(t *testing.T, text []byte) {
	t.Helper()
	var suites struct {
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Name    string    `xml:"name,attr"`
			Failure *struct{} `xml:"failure"`
		} `xml:"testsuite>testcase"`
	}
	failed := 0
	err := xml.Unmarshal(text, &suites)
	for _, c := range suites.Cases {
		if c.Failure != nil && strings.HasPrefix(c.Name, "EXC-02 ") {
			failed++
		}
	}
	if err != nil || suites.Failures != 1 || failed != 1 {
		t.Errorf("JUnit has %d failures and says %d: %v", failed, suites.Failures, err)
	}
}

// A server must not be able to write our reports, wherever it puts its words.
func TestNoServerWritesOurReports(t *testing.T) {
	for i, v := range hostileValues {
		other := hostileValues[(i+7)%len(hostileValues)]
		for n, run := range []*reports.Run{hostileRun(t, v, other, v, other, v), hostileRun(t, other, v, "", v, "x"), hostileRun(t, v, v, v, v, v)} {
			t.Run(fmt.Sprintf("%d %q", n, v), func(t *testing.T) { expectWhole(t, run) })
		}
	}
}

func FuzzReports(f *testing.F) {
	for i, v := range hostileValues {
		f.Add(v, hostileValues[(i+1)%len(hostileValues)], hostileValues[(i+2)%len(hostileValues)], v, v)
	}
	f.Fuzz(func(t *testing.T, cookie, member, header, body, address string) {
		expectWhole(t, hostileRun(t, cookie, member, header, body, address))
	})
}
