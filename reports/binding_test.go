package reports_test

import (
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

// concluded is a search whose words were made from values.
func concluded() *reports.Run {
	run := reporttest.Searched()
	c, miss := run.Capacity, &reports.Miss{Kind: reports.MissObjective, Class: "live",
		Threshold: &reports.Threshold{Text: "p99 < 50ms", Seen: "81ms"}}
	c.Levels[1].Conclude(miss, nil)
	c.Conclude(&c.Levels[1], 1e6)
	run.Load.LimitedBy = &reports.Limit{Kind: reports.GeneratorLate, Share: 0.25, Late: 1}
	run.Load.Conclude(reports.AllKept)
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	return run
}

// Colons and brackets in what a user wrote cut nothing off: no word is read
// back.
func TestBindingsKeepTheirWords(t *testing.T) {
	run := concluded()
	run.Capacity.Levels[1].Missed.Threshold.Text = "p99: of (all) < 50ms"
	level := &run.Capacity.Levels[1]
	level.Conclude(level.Missed, &reports.Limit{Kind: reports.ConnectionsBusy, Connections: 4, Count: 9})
	run.Capacity.Conclude(level, 1e6)
	const short = "p99: of (all) < 50ms missed"
	const whole = short + `: 81ms, most of all in the class "live"; ` +
		"all 4 connections were in use when 9 requests were due; their wait is part of the response time"
	if level.Bound != short || level.Why != whole || run.Capacity.Binding != whole {
		t.Errorf("got  %s | %s | %s", level.Bound, level.Why, run.Capacity.Binding)
	}
	if want := "the target carries 790 requests a second (plan with 553); bound by: " + short; run.Capacity.Sentence != want {
		t.Errorf("got  %s\nwant %s", run.Capacity.Sentence, want)
	}
	if b := run.Capacity.Bound; b.Kind != reports.BoundByLevel || b.Rate != 800 || b.Missed.Class != "live" {
		t.Errorf("%+v", b)
	}
}

func TestMissesInWords(t *testing.T) {
	level := reports.Level{Rate: 100, Wrong: 3, Throttled: 7}
	for want, m := range map[string]reports.Miss{
		"3 wrong answers": {Kind: reports.MissAnswers},
		"more than 1s behind at 100 requests a second":                                           {Kind: reports.MissSchedule, Behind: 1000},
		"the target's own rate limit answered 7 requests with 429 and asked for 2 s of patience": {Kind: reports.MissAllowance, RetryAfter: 2},
		"no usable answer":                     {Kind: reports.MissUse},
		"90 answers a second of 100 asked for": {Kind: reports.MissRate, Done: 90},
	} {
		if level.Conclude(&m, nil); level.Bound != want || level.Why != want || level.Good {
			t.Errorf("got  %s | %s\nwant %s", level.Bound, level.Why, want)
		}
	}
	if level.Conclude(nil, nil); !level.Good || level.Why != "" {
		t.Errorf("%+v", level)
	}
}

func TestSearchesInWords(t *testing.T) {
	for want, c := range map[string]reports.Capacity{
		"the target carries at least 50 requests a second (plan with 35); bound by: the ceiling of 50/s": {Rate: 50, Plan: 35},
		"interrupted; 40 requests a second had held by then":                                             {Rate: 40, Interrupted: true},
		"no rate held: ": {},
		"3 wrong answers at 10 requests a second ended the search": {Rate: 5, Levels: []reports.Level{{Rate: 10, Wrong: 3, Why: "3 wrong answers"}}},
	} {
		if c.Conclude(nil, 50); c.Sentence != want {
			t.Errorf("got  %s\nwant %s", c.Sentence, want)
		}
	}
}

func TestLoadsInWords(t *testing.T) {
	l := reports.Load{Requests: 100, Wrong: 3, Errors: 10, Throttled: 5, RetryAfter: 2, Done: 50, Seconds: 2, Unsent: 4,
		Thresholds: []reports.Threshold{{Text: "p99 < 1s"}}}
	rest := "; the target's own rate limit answered 5 requests with 429 and asked for 2 s of patience"
	for _, c := range []struct {
		ground  reports.Ground
		verdict reports.Verdict
		want    string
	}{
		{reports.WrongAnswers, reports.Fail, "3 of 100 answers were wrong" + rest},
		{reports.CutShort, reports.Inconclusive, "interrupted after 2.0 s and 100 requests" + rest},
		{reports.NoAnswer, reports.Inconclusive, "no request got a usable answer" + rest},
		{reports.MissedObjectives, reports.Fail, "1 of 1 objectives were missed at 50 answers a second" + rest},
		{reports.RateLimit, reports.Inconclusive, "the target's own rate limit was in the way" + rest},
		{reports.MostlyErrors, reports.Inconclusive, "10 of 100 requests got no usable answer" + rest},
		{reports.AllKept, reports.Pass, "50 answers a second, every one of 85 right" + rest + "; 10 requests got no usable answer"},
	} {
		want := c.want + "; 4 requests could not be sent in time"
		if l.Conclude(c.ground); l.Verdict != c.verdict || l.Sentence != want {
			t.Errorf("%s: %s, got  %s\nwant %s", c.ground, l.Verdict, l.Sentence, want)
		}
	}
}
