package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"html"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/selftest"
)

// TestMain lets the test binary stand in for the program, so that scripts can
// run it, put it into the background and interrupt it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"authassay": main})
}

// TestScripts runs what a person types, one behaviour a script. A script finds
// free addresses in $SERVER and $CONTROL and the reference server's secrets in
// the environment.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_PROXY", "*")
			for name, value := range selftest.Secrets() {
				e.Setenv(name, value)
			}
			for _, name := range []string{"SERVER", "CONTROL", "NOBODY"} {
				e.Setenv(name, free(t))
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "answers": answers, "says": says, "point": point, "secretless": secretless,
			"mistaken": mistaken, "barred": barred, "renames": renames, "action": action, "gate": gate,
			"page": page,
		},
	})
}

// free returns an address that nobody listens on.
func free(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// exits CODE COMMAND... runs a command that must end with the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if (code == want) == neg {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// answers ADDRESS waits until somebody listens.
func answers(ts *testscript.TestScript, _ bool, args []string) {
	await(ts, args[0]+" does not answer", func() bool {
		c, err := net.Dial("tcp", args[0])
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

// says FILE TEXT waits until a file holds the text.
func says(ts *testscript.TestScript, _ bool, args []string) {
	await(ts, args[0]+" does not say "+args[1], func() bool {
		text, _ := os.ReadFile(ts.MkAbs(args[0]))
		return strings.Contains(string(text), args[1])
	})
}

// await asks again and again, and gives up after ten seconds.
func await(ts *testscript.TestScript, complaint string, met func() bool) {
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	end := time.After(10 * time.Second)
	for !met() {
		select {
		case <-again.C:
		case <-end:
			ts.Fatalf("%s", complaint)
		}
	}
}

// point FILE makes a template fit the addresses of the script, and decides what
// it leaves open: the reference server may be attacked.
func point(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	text = strings.ReplaceAll(text, "127.0.0.1:8080", ts.Getenv("SERVER"))
	text = strings.ReplaceAll(text, "127.0.0.1:8081", ts.Getenv("CONTROL"))
	text = strings.Replace(text, "\n#permit: testing\n", "\npermit: attacking\n", 1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// page NAME writes what a page of docs tells people to type as page.sh, and the
// YAML that it shows as page.yaml.
func page(ts *testscript.TestScript, _ bool, args []string) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", args[0]))
	ts.Check(err)
	for language, file := range map[string]string{"sh": "page.sh", "yaml": "page.yaml"} {
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(strings.Join(blocks(string(text), language), "\n")), 0o600))
	}
}

// secretless FILE... sees that no secret of the reference server stands in a
// file, or in any file of a folder, however it is written.
func secretless(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		if name == "stdout" || name == "stderr" {
			judgeSecrets(ts, name, ts.ReadFile(name))
			continue
		}
		ts.Check(filepath.WalkDir(ts.MkAbs(name), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				judgeSecrets(ts, path, ts.ReadFile(path))
			}
			return err
		}))
	}
}

func judgeSecrets(ts *testscript.TestScript, name, text string) {
	for variable, secret := range selftest.Secrets() {
		quoted, err := json.Marshal(secret)
		ts.Check(err)
		for _, form := range []string{
			secret, url.QueryEscape(secret), strings.Trim(string(quoted), `"`), base64.StdEncoding.EncodeToString([]byte(secret)),
		} {
			if strings.Contains(text, form) {
				ts.Fatalf("%s holds the value of %s", name, variable)
			}
		}
	}
}

// mistaken FILE OLD NEW writes target.yaml as a file with one mistake in it.
func mistaken(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile("target.yaml")
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("target.yaml does not hold %s", args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}

var tags = regexp.MustCompile(`<[^>]*>`)

// barred FILE QUESTION CAUSE HINT runs a target file whose mistake keeps the
// run from judging: every format has the question and the hint, and nothing
// failed.
func barred(ts *testscript.TestScript, _ bool, args []string) {
	out := args[0] + ".out"
	exits(ts, false, []string{"3", "authassay", "run", "--target", args[0], "--out", out, "--no-load"})
	headline := regexp.MustCompile(`INCONCLUSIVE:? .*could not be judged: ` + args[1] + `: ` + args[2] + `: `)
	hint := regexp.MustCompile(args[3])
	for _, name := range []string{"report.txt", "report.json", "junit.xml", "report.md", "report.html"} {
		text := tags.ReplaceAllString(ts.ReadFile(filepath.Join(out, name)), "")
		text = strings.Join(strings.Fields(html.UnescapeString(text)), " ")
		if name == "junit.xml" {
			text = html.UnescapeString(ts.ReadFile(filepath.Join(out, name)))
		}
		if !headline.MatchString(text) {
			ts.Fatalf("%s has no headline that names %s:\n%s", name, args[1], text)
		}
		if !hint.MatchString(text) || !strings.Contains(text, "r the server refuses what is right") {
			ts.Fatalf("%s does not say what to do:\n%s", name, text)
		}
	}
	var run reports.Run
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(filepath.Join(out, "report.json"))), &run))
	if len(run.Preflight) == 0 || run.Preflight[0].Cause != args[2] || run.Preflight[0].Question != args[1] {
		ts.Fatalf("the cause is %+v", run.Preflight)
	}
	if s := run.Summary; s.Total == 0 || s.Untested+s.NotApplicable != s.Total {
		ts.Fatalf("something was judged: %+v", run.Summary)
	}
	if text := ts.ReadFile("stdout"); strings.Contains(text, "FAIL") || len(strings.Split(text, "\n")) > 60 {
		ts.Fatalf("not in short:\n%s", text)
	}
}
