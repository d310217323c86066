package main

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/authassay/authassay/reports"
)

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
