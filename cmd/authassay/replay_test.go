package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/suites/selftest"
)

// TestCommandLinesGetTheSameAnswers runs every check against servers with a
// fault, and then every command line of what failed, with the real curl: each
// must be answered as the report says.
func TestCommandLinesGetTheSameAnswers(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("SKIPPED: curl is not installed, no command line was run")
	}
	for name, profile := range map[string]string{
		"code-reusable": "clearxp", "code-lives-11m": "clearxp", "access-lives-61m": "oauth2", "refreshed-token-lives-59m": "xena",
		"exchange-by-get": "clearxp", "truncated-token-admitted": "clearxp",
		"basic-raw-accepted": "clearxp", "query-token-admitted": "clearxp", "secret-echoed": "clearxp", "secret-case-folded": "clearxp",
		"client-basic-refused": "oauth2", "wrong-secret-403": "oauth2", "introspection-of-revoked": "oauth2", "client-basic-not-decoded": "oauth2",
		"pkce-unchecked": "xena", "client-twice-accepted": "xena", "withdrawal-without-effect": "lxhive", "temporary-shown-by-prefix": "lxhive", "temporary-long-500": "lxhive", "withdrawal-by-key": "lxhive", "version-unneeded": "lxhive", "temporary-any-secret": "lxhive",
	} {
		t.Run(name, func(t *testing.T) {
			f, ok := faults.Find(name)
			if !ok {
				t.Fatalf("no fault %s", name)
			}
			newReplay(t, profile, f).all()
		})
	}
}

// replay runs the command lines of one report.
type replay struct {
	*testing.T
	dir     string
	subject *subject
	run     *reports.Run
	known   map[string]string // variables that the tester knows

	env   map[string]string
	asked map[string]string // the comment of a variable
	seen  map[int][]byte    // the answer to a line, by its number
	lines int
}

// newReplay has a server with the fault judged.
func newReplay(t *testing.T, profile string, f faults.Fault) *replay {
	t.Helper()
	up, err := contracts.Bent(f.Bend).Listen(t.Context(), fakeserver.Addresses{ControlSecret: selftest.ControlSecret})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = up.Close() })
	text, err := profiles.Template(profile)
	if err != nil {
		t.Fatal(err)
	}
	r := &replay{T: t, dir: t.TempDir(), known: map[string]string{}}
	secrets := selftest.Secrets()
	file := filepath.Join(r.dir, "target.yaml")
	located := strings.NewReplacer("\n#permit: testing\n", "\npermit: attacking\n", "http://127.0.0.1:8080", up.URL, "http://127.0.0.1:8081", up.ControlURL).Replace(string(text))
	if err := os.WriteFile(file, []byte(located), 0o600); err != nil {
		t.Fatal(err)
	}
	consoleOf(t, secrets, "run", "--target", file, "--out", r.dir)
	j := &job{ctx: t.Context(), Surroundings: Surroundings{Now: time.Now, Random: rand.Reader,
		Getenv: func(name string) (string, bool) { value, ok := secrets[name]; return value, ok }}}
	if r.subject, err = (&aimed{Target: file}).open(j, 0, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.subject.close)
	for secret, name := range r.subject.file.Variables() {
		r.known[name] = secret
	}
	if r.run, err = readReport(filepath.Join(r.dir, "report.json")); err != nil {
		t.Fatal(err)
	}
	return r
}

// all runs the lines of every finding.
func (r *replay) all() {
	for _, f := range r.run.Findings {
		if f.Verdict != reports.Fail && f.Verdict != reports.Warn && f.Verdict != reports.Note {
			continue
		}
		r.env, r.asked, r.seen = map[string]string{}, map[string]string{}, map[int][]byte{}
		for _, line := range f.Reproduce {
			r.line(f, line)
		}
	}
	if r.lines < 2 {
		r.Errorf("%d lines were run", r.lines)
	}
	r.Logf("%d lines were run", r.lines)
}

var (
	commented  = regexp.MustCompile(`(?m)^# \$([A-Z_0-9]+): (.*)$`)
	answeredBy = regexp.MustCompile(`(?m)^# (\d+)(?:, \w+)?: answered (\d+)$`)
	passing    = regexp.MustCompile(`(?m)^# first let (\S+) pass.*\n`)
	wanted     = regexp.MustCompile(`\$\{?([A-Z][A-Z_0-9]+)`)
)

// line runs one command line and compares its answer with that of the report.
func (r *replay) line(f reports.Finding, line string) {
	for _, m := range commented.FindAllStringSubmatch(line, -1) {
		r.asked[m[1]] = m[2]
	}
	told := answeredBy.FindStringSubmatch(line)
	if told == nil {
		return // a race, or the command of authassay itself
	}
	if r.untold(line[strings.LastIndex(line, "\n")+1:]) {
		return
	}
	number, _ := strconv.Atoi(told[1])
	if m := passing.FindStringSubmatchIndex(line); m != nil && m[0] == 0 {
		r.pass(line[m[2]:m[3]])
		line = line[m[1]:]
	}
	command := exec.CommandContext(r.Context(), "sh", "-c", line)
	command.Dir = r.dir
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir, "NO_PROXY=*"}
	for _, m := range wanted.FindAllStringSubmatch(line[strings.LastIndex(line, "\n")+1:], -1) {
		command.Env = append(command.Env, m[1]+"="+r.value(f, m[1]))
	}
	if m := passing.FindStringSubmatch(line); m != nil {
		r.pass(m[1])
	}
	out, err := command.Output()
	if err != nil {
		r.Errorf("%s: %v\n%s", f.ID, err, line)
		return
	}
	r.lines++
	head, body, _ := bytes.Cut(out, []byte("\r\n\r\n"))
	r.seen[number] = body
	status := strings.Fields(string(head) + " none none")[1]
	if status != told[2] || errorOf(body) != r.reported(f, number) {
		r.Errorf("%s: answered %s %s, and the report says %s %s\n%s\n%s", f.ID, status, errorOf(body), told[2], r.reported(f, number), line, out)
	}
}

// untold says whether a line sends a spelling of a secret that no comment could
// describe without giving the secret away.
func (r *replay) untold(line string) bool {
	for _, m := range wanted.FindAllStringSubmatch(line, -1) {
		how := r.asked[m[1]]
		if _, known := r.known[m[1]]; known || how == "" && strings.HasPrefix(line, "$") {
			continue
		}
		vague := how == "" || how == redact.Unshown || strings.HasSuffix(how, "in part, or in another spelling")
		if vague || madeOf.MatchString(how) && r.untold(how) {
			return true
		}
	}
	return false
}

// pass moves the server's clock.
func (r *replay) pass(text string) {
	d, err := time.ParseDuration(text)
	if err == nil {
		err = r.subject.Clock.Until(r.Context(), r.subject.Clock.Now().Add(d))
	}
	if err != nil {
		r.Fatal(err)
	}
}

// reported is the error code that the report shows of an exchange.
func (r *replay) reported(f reports.Finding, number int) string {
	for _, e := range f.Transcript {
		if e.Sequence == number {
			return errorOf([]byte(e.Reply))
		}
	}
	return "(not shown)"
}

func errorOf(body []byte) string {
	var answer struct{ Error string }
	_ = json.Unmarshal(body, &answer)
	return answer.Error
}

var (
	loginAt  = regexp.MustCompile(`^log in at '([^']*)' and take (\w+) from`)
	memberOf = regexp.MustCompile(`^(\w+) of the answer to (\d+)$`)
	madeOf   = regexp.MustCompile(`^\$([A-Z_0-9]+) (with|as) (.*)$`)
)

// value finds out what a variable stands for, as its comment says.
func (r *replay) value(f reports.Finding, name string) string {
	if v, ok := r.known[name]; ok {
		return v
	}
	if v, ok := r.env[name]; ok {
		return v
	}
	how, v := r.asked[name], ""
	if m := loginAt.FindStringSubmatch(how); m != nil {
		v = r.landed(m[1], m[2])
	} else if m := memberOf.FindStringSubmatch(how); m != nil {
		number, _ := strconv.Atoi(m[2])
		var answer map[string]any
		_ = json.Unmarshal(r.seen[number], &answer)
		v, _ = answer[m[1]].(string)
	} else if m := madeOf.FindStringSubmatch(how); m != nil {
		v = changed(r.value(f, m[1]), m[3])
	} else {
		v = r.fresh(how)
	}
	if v == "" {
		r.Errorf("%s: nobody knows $%s: %q", f.ID, name, how)
	}
	r.env[name] = v
	return v
}

// landed logs in at an authorization request and takes what comes back.
func (r *replay) landed(at, member string) string {
	u, err := url.Parse(at)
	if err != nil {
		r.Fatal(err)
	}
	base, query, _ := strings.Cut(at, "?")
	send := func(ctx context.Context, q scenarios.Request) *scenarios.Reply {
		return r.subject.Client.Wire.Send(ctx, q)
	}
	l, err := r.subject.Client.Visitor.Visit(r.Context(), send, scenarios.Request{Method: "GET", URL: base, RawQuery: query},
		u.Query().Get("redirect_uri"), scenarios.Consents)
	if err != nil {
		r.Errorf("log in at %s: %v", at, err)
		return ""
	}
	return l.Answer.Get(member)
}

// fresh obtains a credential of a kind.
func (r *replay) fresh(kind string) string {
	g, err := r.subject.Client.Obtain(r.Context())
	if err != nil {
		r.Errorf("obtain %s: %v", kind, err)
	}
	switch kind {
	case "a fresh access token":
		return g.AccessToken
	case "a fresh refresh token":
		return g.RefreshToken
	case "a fresh authorization code":
		code, _ := r.subject.Client.ObtainCode(r.Context()) // none is told of by who asks
		return code
	case "the secret of a fresh token":
		return g.Pair.Secret
	}
	return ""
}

// changed makes of a secret what its comment says.
func changed(secret, how string) string {
	quoted, _ := json.Marshal(secret)
	switch {
	case strings.Contains(how, "a form"):
		return url.QueryEscape(secret)
	case strings.Contains(how, "JSON"):
		return strings.Trim(string(quoted), `"`)
	case strings.Contains(how, "swapped"):
		return strings.Map(func(c rune) rune { return unicode.ToLower(c) ^ unicode.ToUpper(c) ^ c }, secret)
	case secret == "":
		return "" // nobody knows it, which has been said
	case strings.Contains(how, "changed"):
		middle := len(secret) / 2
		other := map[bool]string{true: "B", false: "A"}[secret[middle] == 'A']
		return secret[:middle] + other + secret[middle+1:]
	}
	return secret + "A"
}
