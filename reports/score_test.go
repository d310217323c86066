package reports_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

func TestScoreExitCodes(t *testing.T) {
	with := func(run *reports.Run, change func(*reports.Run)) *reports.Run { change(run); return run }
	for name, c := range map[string]struct {
		run  *reports.Run
		o    reports.ScoreOptions
		exit int
		want reports.Verdict
	}{
		"all kept":                           {reporttest.Judged("MUST pass"), reports.ScoreOptions{}, 0, reports.Pass},
		"a SHOULD does not fail":             {reporttest.Judged("MUST pass", "SHOULD warn"), reports.ScoreOptions{}, 0, reports.Pass},
		"a MUST does":                        {reporttest.Judged("MUST pass", "MUST fail"), reports.ScoreOptions{}, 1, reports.Fail},
		"a known deviation does not":         {reporttest.Judged("MUST pass", "MUST expected"), reports.ScoreOptions{}, 0, reports.Pass},
		"nothing at all":                     {reporttest.Judged(), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"nothing scored":                     {reporttest.Judged("MUST untested", "MUST not applicable"), reports.ScoreOptions{AllowUntested: true}, 3, reports.Inconclusive},
		"an untested MUST":                   {reporttest.Judged("MUST pass", "MUST untested"), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"an untested MUST, allowed":          {reporttest.Judged("MUST pass", "MUST untested"), reports.ScoreOptions{AllowUntested: true}, 0, reports.Pass},
		"an untested SHOULD":                 {reporttest.Judged("MUST pass", "SHOULD untested"), reports.ScoreOptions{}, 0, reports.Pass},
		"an inconclusive MUST":               {reporttest.Judged("MUST pass", "MUST inconclusive"), reports.ScoreOptions{AllowUntested: true}, 3, reports.Inconclusive},
		"an inconclusive SHOULD":             {reporttest.Judged("MUST pass", "SHOULD inconclusive"), reports.ScoreOptions{}, 0, reports.Pass},
		"an unknown verdict":                 {reporttest.Judged("MUST pass", "MUST splendid"), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"interrupted":                        {with(reporttest.Judged("MUST pass"), func(r *reports.Run) { r.Interrupted = true }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"interrupted after a failure":        {with(reporttest.Judged("MUST fail"), func(r *reports.Run) { r.Interrupted = true }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"interrupted, and a stale deviation": {with(reporttest.Judged("MUST pass"), func(r *reports.Run) { r.Interrupted = true; r.Stale = []string{"x"} }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"interrupted under load, and wrong":  {with(reporttest.Judged("MUST pass"), func(r *reports.Run) { r.Interrupted = true; r.Load = reporttest.Good(); r.Load.Wrong = 1 }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"a problem":                          {with(reporttest.Judged("MUST pass"), func(r *reports.Run) { r.Problems = []string{"x"} }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"a stale deviation":                  {with(reporttest.Judged("MUST pass"), func(r *reports.Run) { r.Stale = []string{"x"} }), reports.ScoreOptions{}, 1, reports.Fail},
		"load kept":                          {with(reporttest.Judged(), func(r *reports.Run) { r.Load = reporttest.Good() }), reports.ScoreOptions{ExpectLoad: true}, 0, reports.Pass},
		"load missing":                       {reporttest.Judged("MUST pass"), reports.ScoreOptions{ExpectLoad: true}, 3, reports.Inconclusive},
		"load slow":                          {with(reporttest.Judged(), func(r *reports.Run) { r.Load = reporttest.Slow() }), reports.ScoreOptions{}, 4, reports.Fail},
		"load without a request":             {with(reporttest.Judged(), func(r *reports.Run) { r.Load = &reports.Load{} }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"load wrong":                         {with(reporttest.Judged("MUST pass"), func(r *reports.Run) { r.Load = reporttest.Good(); r.Load.Wrong = 1 }), reports.ScoreOptions{}, 4, reports.Fail},
		"load slow and a MUST untested":      {with(reporttest.Judged("MUST untested"), func(r *reports.Run) { r.Load = reporttest.Slow() }), reports.ScoreOptions{}, 4, reports.Fail},
		"load slow and a MUST violated":      {with(reporttest.Judged("MUST fail"), func(r *reports.Run) { r.Load = reporttest.Slow() }), reports.ScoreOptions{}, 1, reports.Fail},
		"load good but no check judged":      {with(reporttest.Judged("MAY untested"), func(r *reports.Run) { r.Load = reporttest.Good() }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"load interrupted":                   {with(reporttest.Judged(), func(r *reports.Run) { r.Load = reporttest.Good(); r.Load.Interrupted = true }), reports.ScoreOptions{}, 3, reports.Inconclusive},
		"load interrupted and wrong":         {with(reporttest.Judged(), func(r *reports.Run) { r.Interrupted = true; r.Load = reporttest.Good(); r.Load.Wrong = 1 }), reports.ScoreOptions{ExpectLoad: true}, 4, reports.Fail},
		"load that says itself it failed":    {with(reporttest.Judged(), func(r *reports.Run) { r.Load = reporttest.Good(); r.Load.Verdict = reports.Fail }), reports.ScoreOptions{}, 4, reports.Fail},
	} {
		reports.Score(c.run, c.o)
		if c.run.ExitCode != c.exit || c.run.Verdict != c.want {
			t.Errorf("%s: exit %d and %s, want %d and %s", name, c.run.ExitCode, c.run.Verdict, c.exit, c.want)
		}
		word := map[int]string{0: "PASS: ", 1: "FAIL: ", 3: "INCONCLUSIVE: ", 4: "FAIL: "}[c.exit]
		if !strings.HasPrefix(c.run.Sentence, word) {
			t.Errorf("%s: %q does not begin with %q", name, c.run.Sentence, word)
		}
	}
}

func TestScoreSentences(t *testing.T) {
	both := reporttest.Judged("MUST pass", "MUST pass")
	both.Load = reporttest.Good()
	for _, c := range []struct {
		run  *reports.Run
		want string
	}{
		{reporttest.Judged("MUST pass", "MUST pass", "SHOULD warn", "SHOULD warn"), "PASS: clearxp at http://as keeps all 2 MUSTs that were tested (2 warnings)"},
		{reporttest.Judged("MUST pass"), "PASS: clearxp at http://as keeps the one MUST that was tested"},
		{reporttest.Judged("MUST pass", "MUST expected"), "PASS: clearxp at http://as keeps 1 of the 2 MUSTs that were tested (1 known deviation)"},
		{reporttest.Judged("MUST pass", "MUST fail"), "FAIL: clearxp at http://as breaks 1 of the 2 MUSTs that were tested: X-b"},
		{reporttest.Judged(slices.Repeat([]string{"MUST fail"}, 7)...), "FAIL: clearxp at http://as breaks 7 of the 7 MUSTs that were tested: X-a, X-b, X-c, X-d, X-e and 2 more"},
		{reporttest.Judged("MUST untested", "MUST pass"), "INCONCLUSIVE: clearxp at http://as could not be judged: 1 MUST could not be tested (1 untested)"},
		{both, "PASS: clearxp at http://as keeps all 2 MUSTs that were tested and answered 50 requests a second with none wrong, every threshold met"},
	} {
		reports.Score(c.run, reports.ScoreOptions{})
		if c.run.Sentence != c.want {
			t.Errorf("got  %s\nwant %s", c.run.Sentence, c.want)
		}
	}
}

// Two checks of one requirement are one MUST in the sentence and two checks in
// the counts.
func TestScoreCountsRequirementsOnce(t *testing.T) {
	run := reporttest.Judged("MUST pass", "MUST fail")
	run.Findings[1].ID = run.Findings[0].ID
	reports.Score(run, reports.ScoreOptions{})
	if want := "FAIL: clearxp at http://as breaks the one MUST that was tested: X-a"; run.Sentence != want {
		t.Errorf("got %q, want %q", run.Sentence, want)
	}
	if run.Summary.Total != 2 || run.Summary.Pass != 1 || run.Summary.Fail != 1 {
		t.Errorf("summary %+v", run.Summary)
	}
}

func TestScoreIsStable(t *testing.T) {
	run := reporttest.Sample()
	before := run.Sentence
	run.Summary.Filtered = 0
	reports.Score(run, reports.ScoreOptions{})
	if run.Sentence != before {
		t.Error("scoring twice changes the headline")
	}
}

// TestTheSentenceNamesTheCauseOfMost tells one broken thing from many.
func TestTheSentenceNamesTheCauseOfMost(t *testing.T) {
	run := reporttest.Judged("MUST inconclusive", "MUST inconclusive", "MUST inconclusive", "SHOULD inconclusive")
	for i, cause := range []string{"it hung", "it broke", "it hung", "it broke"} {
		run.Findings[i].Cause = cause
	}
	reports.Score(run, reports.ScoreOptions{})
	if want := "no readable answer to 3 MUSTs, to 2 of them because it hung"; !strings.Contains(run.Sentence, want) {
		t.Errorf("%q does not say %q", run.Sentence, want)
	}
	for want, causes := range map[string][]string{
		"2 MUSTs could not be tested: it is not there":                   {"it is not there", "it is not there"},
		"3 MUSTs could not be tested, 2 of them because it is not there": {"it is not there", "it is not there", "it hung"},
		"1 MUST could not be tested: it is not there (2 untested)":       {"it is not there", ""},
	} {
		run := reporttest.Judged(slices.Repeat([]string{"MUST untested"}, len(causes))...)
		for i, cause := range causes {
			run.Findings[i].Cause = cause
			if cause == "" {
				run.Findings[i].Level = "SHOULD"
			}
		}
		reports.Score(run, reports.ScoreOptions{})
		if !strings.Contains(run.Sentence, want) {
			t.Errorf("%q does not say %q", run.Sentence, want)
		}
	}
}
