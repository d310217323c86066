package github

import (
	"bytes"
	"flag"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
	"github.com/authassay/authassay/reports/internal/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

func written(t *testing.T, run *reports.Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGitHubGolden(t *testing.T) {
	reporttest.Golden(t, *update, "github.txt", []byte(written(t, reporttest.Sample())))
}

// form is what a runner takes for a command, with nothing of a property's marks
// inside its value.
var form = regexp.MustCompile(`^::(error|warning|notice) title=[^:,\n]*::.*$`)

func TestEveryLineIsOneCommand(t *testing.T) {
	run := words.Map(reporttest.Sample(), func(string) string { return "a\n::add-mask::b\r\n%0A::error::c, d: e" + reporttest.Nasty }, true)
	for line := range strings.Lines(written(t, run)) {
		if !form.MatchString(strings.TrimSuffix(line, "\n")) || strings.ContainsFunc(line, words.Harmful) {
			t.Errorf("no command of ours: %q", line)
		}
		if strings.Contains(line, "%0A::error") && !strings.Contains(line, "%250A::error") {
			t.Errorf("a target's escape is one: %q", line)
		}
	}
}

// GitHub drops what is more than ten of a kind without a word.
func TestNoMoreThanGitHubShows(t *testing.T) {
	var all []string
	for range 30 {
		all = append(all, "MUST fail", "SHOULD warn")
	}
	run := reporttest.Judged(all...)
	for i := range run.Findings {
		run.Findings[i].ID = fmt.Sprintf("X-%d", i)
	}
	run.Findings = append(run.Findings, run.Findings...) // each on a second way
	reports.Score(run, reports.ScoreOptions{})
	got := written(t, run)
	if e, w := strings.Count(got, "::error "), strings.Count(got, "::warning "); e != most || w != most {
		t.Errorf("%d errors and %d warnings", e, w)
	}
	if !strings.Contains(got, "::error title=22 more::") || !strings.Contains(got, "::warning title=21 more::") {
		t.Errorf("the rest is not counted:\n%s", got)
	}
}

// A job that fails must say why, and one that passes must not look broken.
func TestRedWhenTheRunIs(t *testing.T) {
	stale, broken, stopped, passed := reporttest.Judged("MUST pass"), reporttest.Judged("MUST pass"), reporttest.Judged("MUST pass"), reporttest.Judged("MUST pass")
	stale.Stale, broken.Problems, stopped.Interrupted = []string{"known.txt:1:1: EXC-03 passes"}, []string{"no route to host"}, true
	for _, run := range []*reports.Run{stale, broken, stopped, passed, reporttest.Empty(), reporttest.Judged("MUST untested"), reporttest.Judged("SHOULD warn"), reporttest.Judged("MUST pass", "SHOULD inconclusive")} {
		reports.Score(run, reports.ScoreOptions{})
		if red := strings.Contains(written(t, run), "::error "); red != (run.ExitCode != 0) {
			t.Errorf("exit code %d, red %v: %s", run.ExitCode, red, run.Sentence)
		}
	}
}
