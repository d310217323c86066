package main

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/scenarios/target"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/selftest"
)

// asked puts the questions of a run to a reference server with bent rules.
func asked(t *testing.T, bench *selftest.Bench, bend func(*fakeserver.Rules)) []preflight.Answer {
	t.Helper()
	r, err := bench.Raise(t.Context(), bend)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	chapters, err := suites.Chapters(suites.Options{Now: time.Now}, r.World)
	if err != nil {
		t.Fatal(err)
	}
	return preflight.New(preflight.Options{Assembly: r.Assembly, Now: time.Now, Chapters: chapters}).Ask(t.Context())
}

// excused are the faults of a server that refuses what is right, with the
// questions that then fail as they would for a wrong file. What the checks
// would have found of them is untested: a person has to look who is right.
var excused = map[string][]string{
	"basic-refused":             {"clearxp: basic", "clearxp: basic colon"},
	"basic-rest-dropped":        {"clearxp: basic colon"},
	"basic-split-at-last-colon": {"clearxp: basic colon"},
	"bearer-refused":            {"clearxp: probe", "oauth2: probe", "xena: probe"},
	"exchange-needs-tenant": {"clearxp: client", "clearxp: other client", "oauth2: client", "oauth2: other client",
		"xena: client", "xena: other client"},
	"json-only":           {"oauth2: client", "oauth2: other client", "xena: client", "xena: other client"},
	"launch-refused":      {"clearxp: launch"},
	"metadata-missing":    {"oauth2: discovery", "xena: discovery"},
	"own-tenant-refused":  {"clearxp: probe", "xena: probe"},
	"pkce-insisted-on":    {"clearxp: login", "oauth2: login", "xena: login"},
	"temporary-delayed":   {"lxhive: probe"},
	"temporary-keys-shut": {"lxhive: basic"},
	"temporary-refused":   {"lxhive: administrator"},
}

// TestOnlyRefusalsAreExcused holds the questions against every fault: only a
// server that refuses what is right may be taken for one whose file is wrong.
// Whatever else a server gets wrong is for the checks to find.
func TestOnlyRefusalsAreExcused(t *testing.T) {
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	servers := slices.Concat([]faults.Fault{{Name: "honest"}}, faults.All(), faults.Manners())
	for _, profile := range c.Profiles {
		t.Run(profile.Name, func(t *testing.T) {
			t.Parallel()
			bench, err := selftest.NewBench(c, profile.Name)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range servers {
				if _, known := excused[f.Name]; len(f.Breaks[profile.Name]) > 0 || f.Breaks == nil || known {
					judgeExcuses(t, bench, profile.Name, f)
				}
			}
		})
	}
}

// judgeExcuses compares the questions that a fault fails with the list.
func judgeExcuses(t *testing.T, bench *selftest.Bench, profile string, f faults.Fault) {
	t.Helper()
	var want, got []string
	for _, entry := range excused[f.Name] {
		if strings.HasPrefix(entry, profile+": ") {
			want = append(want, entry)
		}
	}
	for _, a := range asked(t, bench, f.Bend) {
		if a.Excused() {
			got = append(got, profile+": "+a.Question)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: a wrong file would explain %q, want %q", f.Name, got, want)
	}
}

// TestWhatNoFileExplainsIsJudged puts what a server may get wrong in front of
// the reference server: the checks meet it, as if nobody had asked before.
func TestWhatNoFileExplainsIsJudged(t *testing.T) {
	reference, err := selftest.Raise(t.Context(), "clearxp", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reference.Close()
	at, err := url.Parse(reference.URL)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	const token, authorize = "/auth/oauth/token", "/auth/oauth/authorize"
	for name, test := range map[string]struct {
		path   string
		answer http.HandlerFunc
		id     string
	}{
		"5xx at the token endpoint": {token, answer(500, "text/html", "<h1>Oops</h1>"), "EXC-01"},
		"no tokens":                 {token, answer(200, "application/json", `{"token_type":"Bearer"}`), "EXC-01"},
		"an unreadable body":        {token, answer(200, "application/json", `{"access_token":"cut`), "EXC-01"},
		"a redirect without a code": {authorize, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Query().Get("redirect_uri"), http.StatusFound)
		}, "AUT-02"},
	} {
		t.Run(name, func(t *testing.T) {
			mux := http.NewServeMux()
			mux.Handle("/", httputil.NewSingleHostReverseProxy(at))
			mux.Handle(test.path, test.answer)
			server := httptest.NewServer(mux)
			defer server.Close()
			run := judged(t, server.URL, test.id)
			if len(run.Preflight) > 0 || len(run.Findings) != 1 {
				t.Fatalf("not judged: %+v, %s", run.Preflight, run.Sentence)
			}
			if f := run.Findings[0]; f.Verdict != reports.Fail && f.Verdict != reports.Inconclusive || len(f.Transcript) == 0 {
				t.Errorf("%s: %s, %s", f.ID, f.Verdict, f.Detail)
			}
		})
	}
}

// judged runs one check of a server by the template of its profile.
func judged(t *testing.T, at, id string) *reports.Run {
	t.Helper()
	text, err := target.Template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.ReplaceAll(string(text), "http://127.0.0.1:8080", at)
	begin, end := strings.Index(whole, "\nclock:"), strings.Index(whole, "\n# What the server declares")
	dir := t.TempDir()
	file := filepath.Join(dir, "target.yaml")
	if err := os.WriteFile(file, []byte(whole[:begin]+whole[end:]), 0o600); err != nil {
		t.Fatal(err)
	}
	s := surroundings()
	s.Random = rand.Reader
	secrets := selftest.Secrets(fakeserver.DefaultFixtures())
	s.Getenv = func(name string) (string, bool) { value, ok := secrets[name]; return value, ok }
	Main(t.Context(), []string{"run", id, "--target", file, "--out", dir, "--no-load"}, s)
	report, err := os.Open(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatalf("%v: %s", err, s.Stderr)
	}
	defer report.Close()
	run, err := reports.Read(report)
	if err != nil {
		t.Fatal(err)
	}
	return run
}
