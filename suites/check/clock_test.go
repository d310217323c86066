package check

import (
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/clock"
)

// TestAJumpUnsettlesWhatItTouched has the clock jump while checks are tried.
func TestAJumpUnsettlesWhatItTouched(t *testing.T) {
	for _, test := range []struct {
		verdict, want reports.Verdict
		waits, before bool
	}{
		{verdict: reports.Fail, want: reports.Inconclusive},
		{verdict: reports.Warn, want: reports.Inconclusive},
		{verdict: reports.Pass, want: reports.Pass},
		{verdict: reports.Pass, want: reports.Inconclusive, waits: true},
		{verdict: reports.Untested, want: reports.Untested, waits: true},
		{verdict: reports.NotApplicable, want: reports.NotApplicable},
		{verdict: Crashed, want: Crashed},
		{verdict: reports.Fail, want: reports.Fail, before: true},
	} {
		watch := &clock.Watch{}
		c := &T{World: World{Watch: watch}, began: time.Now()}
		if test.waits {
			c.entry.Traits = []Trait{Waits}
		}
		at := c.began.Add(time.Second)
		if test.before {
			at = c.began.Add(-time.Second)
		}
		watch.Note(clock.Jump{At: at, By: -time.Hour, Host: "a.example"})
		end := c.unsettled(stop{verdict: test.verdict, detail: "why"})
		if end.verdict != test.want {
			t.Errorf("%+v: %s", test, end.verdict)
		}
		if said := strings.Contains(end.detail, "a.example jumped back by 1h0m0s"); said != (test.want == reports.Inconclusive) {
			t.Errorf("%+v: said %q", test, end.detail)
		}
	}
}
