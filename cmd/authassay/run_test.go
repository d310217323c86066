package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/selftest"
)

// behind is the address of a reference server that something is put in front of.
func behind(t *testing.T) *url.URL {
	t.Helper()
	reference, err := selftest.Raise(t.Context(), "clearxp", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reference.Close() })
	at, err := url.Parse(reference.URL)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestWhatNoFileExplainsIsJudged puts what a server may get wrong in front of
// the reference server: the checks meet it, as if nobody had asked before.
func TestWhatNoFileExplainsIsJudged(t *testing.T) {
	at := behind(t)
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
			run, _ := judged(t.Context(), t, targetOf(t, server.URL), test.id)
			if len(run.Preflight) > 0 || len(run.Findings) != 1 {
				t.Fatalf("not judged: %+v, %s", run.Preflight, run.Sentence)
			}
			if f := run.Findings[0]; f.Verdict != reports.Fail && f.Verdict != reports.Inconclusive || len(f.Transcript) == 0 {
				t.Errorf("%s: %s, %s", f.ID, f.Verdict, f.Detail)
			}
		})
	}
}

// TestTheFirstGrantIsLent has a check that only presents a token present the one
// that the questions obtained: nobody logs in twice without need.
func TestTheFirstGrantIsLent(t *testing.T) {
	at := behind(t)
	var exchanges atomic.Int32
	mux := http.NewServeMux()
	mux.Handle("/", httputil.NewSingleHostReverseProxy(at))
	mux.HandleFunc("POST /auth/oauth/token", func(w http.ResponseWriter, r *http.Request) {
		exchanges.Add(1)
		httputil.NewSingleHostReverseProxy(at).ServeHTTP(w, r)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	run, code := judged(t.Context(), t, targetOf(t, server.URL), "PRE-10")
	if code != exitPass || len(run.Findings) != 1 {
		t.Fatalf("exit code %d, %s", code, run.Sentence)
	}
	// One for the client, and one for the other client.
	if n := exchanges.Load(); n != 2 {
		t.Errorf("%d exchanges", n)
	}
}

// targetOf writes the template of a profile, aimed at a server whose clock
// nobody moves, with more lines at its end.
func targetOf(t *testing.T, at string, more ...string) string {
	t.Helper()
	text, err := profiles.Template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.ReplaceAll(string(text), "http://127.0.0.1:8080", at)
	begin, end := strings.Index(whole, "\nclock:"), strings.Index(whole, "\n# What the server declares")
	file := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, []byte(whole[:begin]+whole[end:]+strings.Join(more, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// judged runs one check of a target file, and returns the report and the exit
// code. Every format has to be there, on standard output too.
func judged(ctx context.Context, t *testing.T, file, id string) (*reports.Run, int) {
	t.Helper()
	s := surroundings()
	s.Random = rand.Reader
	secrets := selftest.Secrets()
	s.Getenv = func(name string) (string, bool) { value, ok := secrets[name]; return value, ok }
	out := filepath.Join(t.TempDir(), "out")
	code := Main(ctx, []string{"run", id, "--target", file, "--out", out, "--no-load"}, s)
	for _, name := range []string{"report.txt", "report.json", "junit.xml", "report.md", "report.html"} {
		if text, err := os.ReadFile(filepath.Join(out, name)); err != nil || len(text) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s.Stdout.(*bytes.Buffer).Len() == 0 {
		t.Error("nothing is on standard output")
	}
	report, err := os.Open(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatalf("%v: %s", err, s.Stderr)
	}
	defer report.Close()
	run, err := reports.Read(report)
	if err != nil {
		t.Fatal(err)
	}
	return run, code
}

// TestReportsAreWrittenWhateverHappens ends runs before their first check.
func TestReportsAreWrittenWhateverHappens(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	knocked := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done()
	}))
	defer knocked.Close()
	const nobody = "http://127.0.0.1:1"
	for name, test := range map[string]struct {
		ctx         context.Context
		file        string
		question    string
		interrupted bool
	}{
		"nobody listens":                  {t.Context(), targetOf(t, nobody), "auth", false},
		"a hook fails":                    {t.Context(), targetOf(t, nobody, "hooks: { start: [sh, -c, exit 7] }"), "hooks.start", false},
		"no such program":                 {t.Context(), targetOf(t, nobody, "hooks: { start: [./nowhere] }"), "hooks.start", false},
		"an interrupt at the first knock": {ctx, targetOf(t, knocked.URL), "", true},
	} {
		t.Run(name, func(t *testing.T) {
			run, code := judged(test.ctx, t, test.file, "EXC")
			if code != exitJudge || run.ExitCode != exitJudge || run.Verdict != reports.Inconclusive || run.Interrupted != test.interrupted {
				t.Errorf("exit code %d, %s, interrupted %t", code, run.Sentence, run.Interrupted)
			}
			if run.Summary.Untested != run.Summary.Total || run.Summary.Total == 0 {
				t.Errorf("something was judged: %+v", run.Summary)
			}
			if test.question == "" && len(run.Preflight) > 0 || test.question != "" && (len(run.Preflight) != 1 || run.Preflight[0].Question != test.question) {
				t.Errorf("%+v", run.Preflight)
			}
		})
	}
}

// TestAnOutThatCannotBeWrittenIsFoundFirst sends nothing where the report would
// have nowhere to go.
func TestAnOutThatCannotBeWrittenIsFoundFirst(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was sent") }))
	defer server.Close()
	taken := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"run", "load", "capacity"} {
		for _, out := range []string{taken, filepath.Join(taken, "deeper"), "/proc/self/fd"} {
			s := surroundings()
			s.Random = rand.Reader
			code := Main(t.Context(), []string{command, "--target", targetOf(t, server.URL), "--out", out}, s)
			if text := s.Stderr.(*bytes.Buffer).String(); code != exitUsage || !strings.Contains(text, "write reports: ") || !strings.Contains(text, "hint: --out") {
				t.Errorf("%s --out %s: exit code %d, %s", command, out, code, text)
			}
		}
	}
}

// TestWhatATargetWritesSteersNoTerminal shows escapes, in the table of check and
// in what its programs write, which comes after the table.
func TestWhatATargetWritesSteersNoTerminal(t *testing.T) {
	const evil = "\x1b]0;owned\x07\u202eok\nFAILED   nothing"
	started := filepath.Join(t.TempDir(), "started")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := os.Stat(started); err != nil { // nobody has brought it up yet
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte("<title>" + evil + "</title><p>" + evil))
	}))
	defer server.Close()
	s := surroundings()
	s.Random = rand.Reader
	secrets := selftest.Secrets()
	s.Getenv = func(name string) (string, bool) { value, ok := secrets[name]; return value, ok }
	var both bytes.Buffer
	s.Stdout, s.Stderr = &both, &both
	file := targetOf(t, server.URL, `hooks: { start: [sh, -c, "printf 'from the server: \\033[31m\\n'; : > $0", `+started+`] }`)
	Main(t.Context(), []string{"check", "--target", file}, s)
	text := both.String()
	if strings.ContainsAny(text, "\x1b\x07\u202e") || strings.Contains(text, "\nFAILED   nothing") {
		t.Errorf("steers: %q", text)
	}
	if !strings.Contains(text, `\x1b]0;owned`) || !strings.Contains(text, `hooks: from the server: \x1b[31m`) {
		t.Errorf("not told:\n%s", text)
	}
	if table, server := strings.LastIndex(text, "clock  "), strings.Index(text, "hooks: from the server"); server < table {
		t.Errorf("the server's own words stand in the table:\n%s", text)
	}
}

// TestAServerThatWithdrawsNothing has a server that cannot withdraw fail what
// demands a withdrawal, and nothing that says who may.
func TestAServerThatWithdrawsNothing(t *testing.T) {
	reference, err := selftest.Raise(t.Context(), "lxhive", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reference.Close()
	at, err := url.Parse(reference.URL)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", httputil.NewSingleHostReverseProxy(at))
	mux.HandleFunc("DELETE /", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	server := httptest.NewServer(mux)
	defer server.Close()
	text, err := profiles.Template("lxhive")
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.ReplaceAll(string(text), "http://127.0.0.1:8080", server.URL)
	begin, end := strings.Index(whole, "\nclock:"), strings.Index(whole, "\n# What the server declares")
	file := filepath.Join(t.TempDir(), "target.yaml")
	if err := os.WriteFile(file, []byte(whole[:begin]+whole[end:]), 0o600); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]reports.Verdict{"TMP-58": reports.Fail, "TMP-73": reports.Untested} {
		run, _ := judged(t.Context(), t, file, id)
		if len(run.Findings) == 0 || slices.ContainsFunc(run.Findings, func(f reports.Finding) bool { return f.Verdict != want }) {
			t.Errorf("%s is not %s: %s", id, want, run.Sentence)
		}
	}
}
