package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/check"
)

func TestForecast(t *testing.T) {
	began := time.Date(2026, 3, 1, 13, 2, 0, 0, time.UTC)
	for want, f := range map[string]check.Forecast{
		"": {},
		"13 checks wait, at the same time: 1 h 2 min, until 14:03":                                                     {Waiting: 13, Longest: time.Hour + 63*time.Second},
		"1 check waits, at the same time: 10 min 13 s, until 13:12:13":                                                 {Waiting: 1, Longest: 613 * time.Second},
		"2 checks wait, at the same time: 720 h, until 2026-03-31 13:02":                                               {Waiting: 2, Longest: 720 * time.Hour},
		"12 checks would wait longer than --patience allows: 1 h 2 min":                                                {Beyond: 12, Needed: time.Hour + 63*time.Second},
		"1 check waits, at the same time: 2 s, until 13:02:02; 1 check would wait longer than --patience allows: 30 s": {Waiting: 1, Longest: 2 * time.Second, Beyond: 1, Needed: 30 * time.Second},
	} {
		if got := forecast(f, began); got != want {
			t.Errorf("%+v:\n%s, want\n%s", f, got, want)
		}
	}
}

// waited is what a run of an hour writes of which all but the first minute is
// waiting.
func waited(t *testing.T, width int) (lines []string) {
	t.Helper()
	synctest.Test(t, func(*testing.T) {
		var out bytes.Buffer
		p := &progress{w: &out, now: time.Now, width: width, began: time.Now(), last: time.Now()}
		tell := p.checks(check.Forecast{Waiting: 3, Longest: time.Hour, Of: "access tokens"}, time.Now())
		stop := p.keep()
		for done := range 60 {
			time.Sleep(time.Second)
			tell(done+1, 63, reports.Finding{ID: "EXC-01", Verdict: reports.Pass})
		}
		time.Sleep(time.Hour - time.Minute)
		stop()
		synctest.Wait()
		lines = strings.FieldsFunc(out.String(), func(r rune) bool { return r == '\n' || r == '\r' })
	})
	return lines
}

// TestALogIsNotFilledWithWaiting has a line every few minutes and no more, one
// of which comes as soon as nothing but waiting is left.
func TestALogIsNotFilledWithWaiting(t *testing.T) {
	lines := waited(t, 0)
	if n := len(lines); n < 25 || n > 45 {
		t.Errorf("%d lines:\n%s", n, strings.Join(lines, "\n"))
	}
	const said = "60 of 63 checks; 3 wait for access tokens to expire, until 01:00"
	if got := strings.Join(lines, "\n"); !strings.Contains(got, "\n"+said+"\n"+said+" (after 4m") {
		t.Errorf("while it waits: %s", got)
	}
}

// TestATerminalShowsTheWait repaints one line every second.
func TestATerminalShowsTheWait(t *testing.T) {
	lines := waited(t, 80)
	last := lines[len(lines)-1]
	if len(lines) < 3500 || !strings.Contains(last, "3 wait for access tokens to expire, until 01:00 (after ") {
		t.Errorf("%d times, at last %q", len(lines), last)
	}
}
