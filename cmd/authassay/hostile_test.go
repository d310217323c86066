package main

import (
	"bytes"
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/selftest"
)

// judgeHostile runs checks against a handler as the authorization server and
// returns the folder of the reports, standard output and the exit code.
func judgeHostile(t *testing.T, h http.Handler, control http.Handler, args ...string) (dir, stdout string, code int) {
	t.Helper()
	public, clock := httptest.NewServer(h), httptest.NewServer(control)
	t.Cleanup(public.Close)
	t.Cleanup(clock.Close)
	text, err := profiles.Template("clearxp")
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	file := filepath.Join(dir, "target.yaml")
	located := strings.NewReplacer("\n#permit: testing\n", "\npermit: attacking\n", "http://127.0.0.1:8080", public.URL, "http://127.0.0.1:8081", clock.URL).Replace(string(text))
	if err := os.WriteFile(file, []byte(located), 0o600); err != nil {
		t.Fatal(err)
	}
	secrets := selftest.Secrets()
	var out, errs bytes.Buffer
	code = Main(t.Context(), append([]string{"run", "--target", file, "--out", filepath.Join(dir, "out")}, args...), Surroundings{
		Stdout: &out, Stderr: &errs, Now: time.Now, Random: rand.Reader,
		Getenv:   func(name string) (string, bool) { value, ok := secrets[name]; return value, ok },
		Terminal: func(any) (int, bool) { return 0, false },
	})
	if code == exitUsage || code == exitFailed {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return filepath.Join(dir, "out"), out.String(), code
}

// poison hands requests on to a server and adds to each answer what a server
// would add that means to write our reports.
func poison(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		body := answer.Body.String()
		if rest, isObject := strings.CutPrefix(body, "{"); isObject {
			body = `{"secret":"<failure ","token":"\"verdict\": \"fail\"","password":"AUT-01 EXC-02 failures","id_token":"EXC-02-MUST-Fail-12",` + rest
		}
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Length")
		for i, v := range []string{"summary", "profile", "<failure", "findings", `exit_code`, "transcript", "application/json", "authorization_code"} {
			w.Header().Add("Set-Cookie", fmt.Sprintf("view%d=%s; Path=/", i, v))
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write([]byte(body))
	})
}

// A server that puts words of our reports where secrets stand changes nothing in
// them: all formats say what was found, and command lines stay readable.
func TestAServerCannotWriteOurReports(t *testing.T) {
	f, _ := faults.Find("code-reusable")
	server := contracts.Bent(f.Bend)
	dir, stdout, code := judgeHostile(t, poison(server), server.Control(selftest.ControlSecret), "EXC-01", "EXC-02", "EXC-06", "PRE-01")
	if code != exitFail {
		t.Fatalf("exit code %d", code)
	}
	run, err := readReport(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, f := range run.Findings {
		if f.Verdict == reports.Fail {
			failed++
		}
		for _, line := range f.Reproduce {
			if strings.Contains(line, "$SECRET") {
				t.Errorf("%s: words have become secrets in %s", f.ID, line)
			}
		}
	}
	if said, shown := junitFailures(t, filepath.Join(dir, "junit.xml")); failed == 0 || said != failed || shown != failed {
		t.Errorf("%d failed; JUnit shows %d and says %d", failed, shown, said)
	}
	for _, name := range []string{"report.txt", "report.md", "report.html"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(text), "EXC-02") || !strings.Contains(string(text), "MUSTs that were tested") {
			t.Errorf("%s does not say what was found: %v", name, err)
		}
	}
	if !strings.Contains(stdout, run.Sentence[:40]) {
		t.Errorf("standard output:\n%.600s", stdout)
	}
}

// junitFailures counts the failures that JUnit says and shows.
func junitFailures(t *testing.T, name string) (said, shown int) {
	t.Helper()
	var junit struct {
		Failures int `xml:"failures,attr"`
		Cases    []struct {
			Failure *struct{} `xml:"failure"`
		} `xml:"testsuite>testcase"`
	}
	text, err := os.ReadFile(name)
	if err == nil {
		err = xml.Unmarshal(text, &junit)
	}
	if err != nil {
		t.Error(err)
	}
	for _, c := range junit.Cases {
		if c.Failure != nil {
			shown++
		}
	}
	return junit.Failures, shown
}

// What a target answers with is kept in part: three servers once took gigabytes
// and minutes.
func TestReportsStaySmall(t *testing.T) {
	control := http.NotFoundHandler()
	for name, answer := range map[string]http.HandlerFunc{
		"a long address": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://"+r.Host+"/"+strings.Repeat("x", 200<<10))
			w.WriteHeader(http.StatusFound)
		},
		"many cookies": func(w http.ResponseWriter, r *http.Request) {
			for i := range 5000 {
				w.Header().Add("Set-Cookie", fmt.Sprintf("a%d=x8Kd0fGh2JkLm%dNp", i, i))
			}
			http.Redirect(w, r, "/again?"+r.URL.RawQuery+"x", http.StatusFound)
		},
		"many secrets": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, "{")
			for i := range 3000 {
				fmt.Fprintf(w, `"secret":"x8Kd0fGh2JkLm%dNp","id_token":"%d%s",`, i, i, strings.Repeat("aB3", 60))
			}
			fmt.Fprint(w, `"error":"`+strings.Repeat("e", 100<<10)+`"}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, stdout, _ := judgeHostile(t, answer, control, "AUT-01", "AUT-02", "AUT-03", "EXC-01", "EXC-02", "PRE-01", "BAS-01", "HYG-04", "ANS-01")
			run, err := readReport(filepath.Join(dir, "report.json"))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range run.Findings {
				size := len(f.Actual) + len(f.Detail) + len(f.Control)
				if size > 8<<10 {
					t.Errorf("%s says %d bytes", f.ID, size)
				}
				size = 0
				for _, e := range f.Transcript {
					size += len(e.URL) + len(e.Body) + len(e.Reply) + len(strings.Join(e.Header, "")) + len(strings.Join(e.Answer, ""))
				}
				if size > 1<<20 || len(f.Transcript) > 64 {
					t.Errorf("%s has a transcript of %d bytes, %d exchanges", f.ID, size, len(f.Transcript))
				}
			}
			if len(stdout) > 4<<20 {
				t.Errorf("standard output has %d bytes", len(stdout))
			}
		})
	}
}
