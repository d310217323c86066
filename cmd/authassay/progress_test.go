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
		if got := strings.Join(forecast(f, began), "; "); got != want {
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

func TestProgressIsRepaintedOnATerminalOnly(t *testing.T) {
	for _, test := range []struct {
		name  string
		width int
		want  string
	}{
		{"terminal", 8, "\r\x1b[Kfirst l\r\x1b[Kthird l\r\x1b[K"},
		{"log", 0, "third line\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := time.Unix(0, 0)
			var out bytes.Buffer
			p := &progress{w: &out, width: test.width, now: func() time.Time { return now }, last: now}
			now = now.Add(repaintEvery)
			p.say("first %s", "line")
			p.say("second line comes too soon")
			now = now.Add(plainEvery)
			p.say("third line")
			p.clear()
			if out.String() != test.want {
				t.Errorf("written %q, want %q", out.String(), test.want)
			}
		})
	}
}

// locked is a writer that wants the lock of the progress to be held.
type locked struct {
	p    *progress
	open chan struct{} // closed when a write may go on
	n    int           // writes
	bare int           // of them, without the lock
}

func (l *locked) Write(text []byte) (int, error) {
	l.n++
	if l.p.mu.TryLock() {
		l.p.mu.Unlock()
		l.bare++
	}
	<-l.open
	return len(text), nil
}

// TestOneLineIsWrittenAtATime holds all that is written to the lock, and who ends
// the progress to the last line of it.
func TestOneLineIsWrittenAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &locked{open: make(chan struct{})}
		p := &progress{w: w, now: time.Now, width: 80}
		w.p = p
		stop, stopped := p.keep(), make(chan struct{})
		time.Sleep(1500 * time.Millisecond) // it writes, and cannot get on
		go func() {
			stop()
			close(stopped)
		}()
		synctest.Wait()
		select {
		case <-stopped:
			t.Error("the end did not wait for the last line")
		default:
		}
		close(w.open)
		<-stopped
		time.Sleep(time.Second)
		p.say("a line")
		p.note("a line that stays")
		time.Sleep(time.Second)
		p.wait("a wait")
		p.clear()
		if w.n < 6 || w.bare > 0 {
			t.Errorf("%d writes, %d of them without the lock", w.n, w.bare)
		}
	})
}
