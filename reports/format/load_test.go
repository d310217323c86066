package format

import (
	"bytes"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

func TestCapacityIsShown(t *testing.T) {
	run := reporttest.Searched()
	if run.ExitCode != reports.ExitPass || !strings.HasPrefix(run.Sentence, "PASS: acme staging (clearxp): the target carries 790") {
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
		back, err := reports.Read(&b)
		if err != nil || back.Capacity.Levels[1].Why != run.Capacity.Levels[1].Why {
			t.Errorf("read back: %v", err)
		}
	}
}

func TestCapacityDecidesTheVerdict(t *testing.T) {
	run := reporttest.Searched()
	run.Capacity.Verdict, run.Capacity.Sentence = reports.Inconclusive, "no rate held"
	if reports.Score(run, reports.ScoreOptions{}); run.ExitCode != reports.ExitJudge {
		t.Errorf("exit code %d where nothing was found", run.ExitCode)
	}
	run.Capacity.Verdict = reports.Fail
	if reports.Score(run, reports.ScoreOptions{}); run.ExitCode != reports.ExitLoad || !strings.HasPrefix(run.Sentence, "FAIL: ") {
		t.Errorf("exit code %d for wrong answers: %s", run.ExitCode, run.Sentence)
	}
}

// TestAClosedLoadOffersNoRate keeps a zero out of the reports that nobody asked
// for.
func TestAClosedLoadOffersNoRate(t *testing.T) {
	run := &reports.Run{Load: &reports.Load{Shape: "closed", Done: 24784, Seconds: 6, Requests: 148727, PerSecond: []reports.Second{{Done: 24784}}}}
	for _, name := range Names() {
		var b strings.Builder
		if err := Write(&b, name, run, Options{}); err != nil {
			t.Fatal(err)
		}
		text := strings.ToLower(b.String())
		if strings.Contains(text, "offered 0") || strings.Contains(text, "0.0</b> offered") {
			t.Errorf("%s speaks of an offered rate", name)
		}
	}
}
