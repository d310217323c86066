package reports

import (
	"slices"
	"strings"
	"testing"
)

// judged makes a run of one finding for each "LEVEL verdict".
func judged(words ...string) *Run {
	run := &Run{Targets: []Target{{Profile: "clearxp", Auth: "http://as"}}}
	for i, w := range words {
		level, verdict, _ := strings.Cut(w, " ")
		run.Findings = append(run.Findings, Finding{ID: "X-" + string(rune('a'+i)), Profile: "clearxp", Level: level, Verdict: Verdict(verdict)})
	}
	return run
}

func good() *Load {
	return &Load{Requests: 100, Done: 50, Seconds: 2, Thresholds: []Threshold{{"p99 < 1s", true, "1 ms"}}}
}

func slow() *Load {
	return &Load{Requests: 100, Thresholds: []Threshold{{"p99 < 1ms", false, "5 ms"}}}
}

func TestScoreExitCodes(t *testing.T) {
	with := func(run *Run, change func(*Run)) *Run { change(run); return run }
	for name, c := range map[string]struct {
		run  *Run
		o    ScoreOptions
		exit int
		want Verdict
	}{
		"all kept":                           {judged("MUST pass"), ScoreOptions{}, 0, Pass},
		"a SHOULD does not fail":             {judged("MUST pass", "SHOULD warn"), ScoreOptions{}, 0, Pass},
		"a MUST does":                        {judged("MUST pass", "MUST fail"), ScoreOptions{}, 1, Fail},
		"a known deviation does not":         {judged("MUST pass", "MUST expected"), ScoreOptions{}, 0, Pass},
		"nothing at all":                     {judged(), ScoreOptions{}, 3, Inconclusive},
		"nothing scored":                     {judged("MUST untested", "MUST not applicable"), ScoreOptions{AllowUntested: true}, 3, Inconclusive},
		"an untested MUST":                   {judged("MUST pass", "MUST untested"), ScoreOptions{}, 3, Inconclusive},
		"an untested MUST, allowed":          {judged("MUST pass", "MUST untested"), ScoreOptions{AllowUntested: true}, 0, Pass},
		"an untested SHOULD":                 {judged("MUST pass", "SHOULD untested"), ScoreOptions{}, 0, Pass},
		"an inconclusive MUST":               {judged("MUST pass", "MUST inconclusive"), ScoreOptions{AllowUntested: true}, 3, Inconclusive},
		"an inconclusive SHOULD":             {judged("MUST pass", "SHOULD inconclusive"), ScoreOptions{}, 0, Pass},
		"an unknown verdict":                 {judged("MUST pass", "MUST splendid"), ScoreOptions{}, 3, Inconclusive},
		"interrupted":                        {with(judged("MUST pass"), func(r *Run) { r.Interrupted = true }), ScoreOptions{}, 3, Inconclusive},
		"interrupted after a failure":        {with(judged("MUST fail"), func(r *Run) { r.Interrupted = true }), ScoreOptions{}, 3, Inconclusive},
		"interrupted, and a stale deviation": {with(judged("MUST pass"), func(r *Run) { r.Interrupted = true; r.Stale = []string{"x"} }), ScoreOptions{}, 3, Inconclusive},
		"interrupted under load, and wrong":  {with(judged("MUST pass"), func(r *Run) { r.Interrupted = true; r.Load = good(); r.Load.Wrong = 1 }), ScoreOptions{}, 3, Inconclusive},
		"a problem":                          {with(judged("MUST pass"), func(r *Run) { r.Problems = []string{"x"} }), ScoreOptions{}, 3, Inconclusive},
		"a stale deviation":                  {with(judged("MUST pass"), func(r *Run) { r.Stale = []string{"x"} }), ScoreOptions{}, 1, Fail},
		"load kept":                          {with(judged(), func(r *Run) { r.Load = good() }), ScoreOptions{ExpectLoad: true}, 0, Pass},
		"load missing":                       {judged("MUST pass"), ScoreOptions{ExpectLoad: true}, 3, Inconclusive},
		"load slow":                          {with(judged(), func(r *Run) { r.Load = slow() }), ScoreOptions{}, 4, Fail},
		"load without a request":             {with(judged(), func(r *Run) { r.Load = &Load{} }), ScoreOptions{}, 3, Inconclusive},
		"load wrong":                         {with(judged("MUST pass"), func(r *Run) { r.Load = good(); r.Load.Wrong = 1 }), ScoreOptions{}, 4, Fail},
		"load slow and a MUST untested":      {with(judged("MUST untested"), func(r *Run) { r.Load = slow() }), ScoreOptions{}, 4, Fail},
		"load slow and a MUST violated":      {with(judged("MUST fail"), func(r *Run) { r.Load = slow() }), ScoreOptions{}, 1, Fail},
		"load good but no check judged":      {with(judged("MAY untested"), func(r *Run) { r.Load = good() }), ScoreOptions{}, 3, Inconclusive},
		"load interrupted":                   {with(judged(), func(r *Run) { r.Load = good(); r.Load.Interrupted = true }), ScoreOptions{}, 3, Inconclusive},
		"load interrupted and wrong":         {with(judged(), func(r *Run) { r.Interrupted = true; r.Load = good(); r.Load.Wrong = 1 }), ScoreOptions{ExpectLoad: true}, 4, Fail},
		"load that says itself it failed":    {with(judged(), func(r *Run) { r.Load = good(); r.Load.Verdict = Fail }), ScoreOptions{}, 4, Fail},
	} {
		Score(c.run, c.o)
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
	both := judged("MUST pass", "MUST pass")
	both.Load = good()
	for _, c := range []struct {
		run  *Run
		want string
	}{
		{judged("MUST pass", "MUST pass", "SHOULD warn", "SHOULD warn"), "PASS: clearxp at http://as keeps all 2 MUSTs that were tested (2 warnings)"},
		{judged("MUST pass"), "PASS: clearxp at http://as keeps the one MUST that was tested"},
		{judged("MUST pass", "MUST expected"), "PASS: clearxp at http://as keeps 1 of the 2 MUSTs that were tested (1 known deviation)"},
		{judged("MUST pass", "MUST fail"), "FAIL: clearxp at http://as breaks 1 of the 2 MUSTs that were tested: X-b"},
		{judged(slices.Repeat([]string{"MUST fail"}, 7)...), "FAIL: clearxp at http://as breaks 7 of the 7 MUSTs that were tested: X-a, X-b, X-c, X-d, X-e and 2 more"},
		{judged("MUST untested", "MUST pass"), "INCONCLUSIVE: clearxp at http://as could not be judged: 1 MUST could not be tested (1 untested)"},
		{both, "PASS: clearxp at http://as keeps all 2 MUSTs that were tested and answered 50 requests a second with none wrong, every threshold met"},
	} {
		Score(c.run, ScoreOptions{})
		if c.run.Sentence != c.want {
			t.Errorf("got  %s\nwant %s", c.run.Sentence, c.want)
		}
	}
}

// Two checks of one requirement are one MUST in the sentence and two checks in
// the counts.
func TestScoreCountsRequirementsOnce(t *testing.T) {
	run := judged("MUST pass", "MUST fail")
	run.Findings[1].ID = run.Findings[0].ID
	Score(run, ScoreOptions{})
	if want := "FAIL: clearxp at http://as breaks the one MUST that was tested: X-a"; run.Sentence != want {
		t.Errorf("got %q, want %q", run.Sentence, want)
	}
	if run.Summary.Total != 2 || run.Summary.Pass != 1 || run.Summary.Fail != 1 {
		t.Errorf("summary %+v", run.Summary)
	}
}

func TestScoreIsStable(t *testing.T) {
	run := sample()
	before := text(t, run, Options{})
	run.Summary.Filtered = 0
	Score(run, ScoreOptions{})
	if text(t, run, Options{}) != before {
		t.Error("scoring twice changes the report")
	}
}

// TestTheSentenceNamesTheCauseOfMost tells one broken thing from many.
func TestTheSentenceNamesTheCauseOfMost(t *testing.T) {
	run := judged("MUST inconclusive", "MUST inconclusive", "MUST inconclusive", "SHOULD inconclusive")
	for i, cause := range []string{"it hung", "it broke", "it hung", "it broke"} {
		run.Findings[i].Cause = cause
	}
	Score(run, ScoreOptions{})
	if want := "no readable answer to 3 MUSTs, to 2 of them because it hung"; !strings.Contains(run.Sentence, want) {
		t.Errorf("%q does not say %q", run.Sentence, want)
	}
	for want, causes := range map[string][]string{
		"2 MUSTs could not be tested: it is not there":                   {"it is not there", "it is not there"},
		"3 MUSTs could not be tested, 2 of them because it is not there": {"it is not there", "it is not there", "it hung"},
		"1 MUST could not be tested: it is not there (2 untested)":       {"it is not there", ""},
	} {
		run := judged(slices.Repeat([]string{"MUST untested"}, len(causes))...)
		for i, cause := range causes {
			run.Findings[i].Cause = cause
			if cause == "" {
				run.Findings[i].Level = "SHOULD"
			}
		}
		Score(run, ScoreOptions{})
		if !strings.Contains(run.Sentence, want) {
			t.Errorf("%q does not say %q", run.Sentence, want)
		}
	}
}
