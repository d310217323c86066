package reports

import (
	"bytes"
	"strings"
	"testing"
)

// searched is a run that looked for the capacity.
func searched() *Run {
	run := &Run{
		Tool: Tool{"authassay", "0.3.0", "2026.1"}, Started: start(), Ended: start(),
		Targets: []Target{{Name: "acme staging", Profile: "clearxp", Auth: "http://127.0.0.1:8701"}},
		Capacity: &Capacity{
			Verdict: Pass, Sentence: "the target carries 790 requests a second (plan with 553); bound by: p99 < 50ms missed: 81ms",
			Rate: 790, High: 805, Plan: 553, Headroom: 0.3, Binding: "p99 < 50ms missed: 81ms", Knee: 640, InUse: 7.9,
			Scalability: &Scalability{Lambda: 101, Sigma: 0.01, Kappa: 0.0004, Peak: 49.7, Most: 2011, Fit: 0.998},
			Levels: []Level{
				{Rate: 400, Done: 400, P50: 10, P99: 12, Service: 10, InUse: 4, Good: true, Phase: "doubling"},
				{Rate: 800, Done: 799, P50: 22, P99: 81, Service: 10, InUse: 8, Throttled: 3, Why: "p99 < 50ms missed: 81ms", Phase: "doubling"},
				{Rate: 790, Done: 790, P50: 14, P99: 41, Service: 10, InUse: 7.9, Good: true, Phase: "probe"},
			},
		},
		Load: loaded(),
	}
	run.Load.Wrong, run.Load.Thresholds = 0, nil
	run.Load.Heat = &Heat{Step: 2, Bounds: []float64{1, 10, 100}, Columns: [][]uint64{{0, 5, 0, 0}, {0, 3, 1, 0}}}
	run.Load.Steps = []StepTimes{{Journey: "lifecycle", Step: "exchange", Count: 7, Service: Latency{Count: 7, P50: 1, P99: 2, Max: 3}}}
	Score(run, ScoreOptions{ExpectLoad: true})
	return run
}

func TestCapacityIsShown(t *testing.T) {
	run := searched()
	if run.ExitCode != ExitPass || !strings.HasPrefix(run.Sentence, "PASS: acme staging (clearxp): the target carries 790") {
		t.Errorf("%d: %s", run.ExitCode, run.Sentence)
	}
	for format, wants := range map[string][]string{
		"text":     {"790/s, and less than 805/s", "553/s, which leaves 30 % free", "81ms", "doubling", "640/s", "7.9 requests", "fit 0.998", "lifecycle: exchange"},
		"markdown": {"## Capacity", "| doubling | 400.0 |", "**plan with** 553/s"},
		"html":     {`id="capacity"`, "plot-bend", `"levels":{"at":[400,790,800]`, "<rect", "second 2, 10.0 ms to 100 ms: 1"},
		"json":     {`"rate_per_second": 790`, `"headroom": 0.3`, `"lambda": 101`, `"heat"`},
	} {
		var b bytes.Buffer
		if err := Write(&b, format, run, Options{Width: 200}); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: no %q", format, want)
			}
		}
		if format != "json" {
			continue
		}
		back, err := Read(&b)
		if err != nil || back.Capacity.Levels[1].Why != run.Capacity.Levels[1].Why {
			t.Errorf("read back: %v", err)
		}
	}
}

func TestCapacityDecidesTheVerdict(t *testing.T) {
	run := searched()
	run.Capacity.Verdict, run.Capacity.Sentence = Inconclusive, "no rate held"
	if Score(run, ScoreOptions{}); run.ExitCode != ExitJudge {
		t.Errorf("exit code %d where nothing was found", run.ExitCode)
	}
	run.Capacity.Verdict = Fail
	if Score(run, ScoreOptions{}); run.ExitCode != ExitLoad || !strings.HasPrefix(run.Sentence, "FAIL: ") {
		t.Errorf("exit code %d for wrong answers: %s", run.ExitCode, run.Sentence)
	}
}

func TestWrongAnswersAreDrawnByClass(t *testing.T) {
	l := loaded()
	l.Classes[1].Moments = []Moment{{At: 59, Count: 3}}
	p := newPlots(&Run{Load: l})
	if p.Bad[0].Name != "wrong: revoked" || *p.Bad[0].Points[59] != 3 || *p.Bad[0].Points[0] != 0 || len(p.Bad) != 2 {
		t.Errorf("%+v", p.Bad)
	}
}
