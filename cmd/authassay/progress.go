package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/check"
)

// progress tells a person how far a command is: one line that is painted over
// again and again on a terminal, a plain line every few seconds elsewhere.
// Safe for concurrent use.
type progress struct {
	w     io.Writer
	now   func() time.Time
	width int // of the terminal, 0 where there is none

	mu    sync.Mutex
	began time.Time
	last  time.Time
	text  string // what was said last
	open  bool   // a line is painted and not ended
	waits string // what is waited for, where nothing else is left to do
}

const (
	repaintEvery = 100 * time.Millisecond
	plainEvery   = 5 * time.Second
	// calmEvery is how often a line says again what has been said: somebody who
	// reads a log wants to know that the command lives, and no more.
	calmEvery = 3 * time.Minute
)

// progress returns the command's progress on standard error.
func (j *job) progress() *progress {
	width, _ := j.Terminal(j.Stderr)
	return &progress{w: j.Stderr, now: j.Now, width: width, began: j.Now(), last: j.Now()}
}

// say tells how far the command is, if it is time to.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text, p.waits = fmt.Sprintf(format, args...), ""
	p.show(p.text, plainEvery)
}

// wait tells what is waited for from now on, since nothing else is left to do.
func (p *progress) wait(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := p.waits == ""
	p.waits = fmt.Sprintf(format, args...)
	if first && p.width == 0 {
		p.last = p.now().Add(-calmEvery) // it is worth a line of its own
	}
	p.show(p.waits, calmEvery)
}

// keep says again and again what was said last, or what is waited for, and for
// how long since it was called, until it is stopped: a wait for a lifetime says
// nothing by itself.
func (p *progress) keep() (stop func()) {
	p.mu.Lock()
	p.began = p.now()
	p.mu.Unlock()
	again := time.NewTicker(time.Second)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-again.C:
				p.mu.Lock()
				text := p.text
				if p.waits != "" {
					text = p.waits
				}
				p.show(fmt.Sprintf("%s (after %s)", text, p.now().Sub(p.began).Round(time.Second)), calmEvery)
				p.mu.Unlock()
			case <-done:
				return
			}
		}
	}()
	return func() {
		again.Stop()
		close(done)
		<-ended // so that nothing is said after what comes next
	}
}

// show writes a line of progress, if it is time to: plain lines come no more
// often than every so long.
func (p *progress) show(text string, every time.Duration) {
	if p.width > 0 {
		every = repaintEvery
	}
	if p.now().Sub(p.last) < every {
		return
	}
	p.last = p.now()
	if p.width == 0 {
		fmt.Fprintln(p.w, text)
		return
	}
	line := []rune(text)
	fmt.Fprint(p.w, "\r\x1b[K"+string(line[:min(len(line), p.width-1)]))
	p.open = true
}

// note writes a line that stays.
func (p *progress) note(format string, args ...any) {
	_, _ = fmt.Fprintf(p, format+"\n", args...)
}

// Write writes lines that stay, instead of a painted one.
func (p *progress) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
	return p.w.Write(text)
}

// clear takes the painted line away.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.erase()
}

func (p *progress) erase() {
	if p.open {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.open = false
	}
}

// forecast says when a run will end that began at a moment, in parts; none where
// nobody waits for anything.
func forecast(f check.Forecast, began time.Time) []string {
	var parts []string
	if f.Waiting > 0 {
		parts = append(parts, fmt.Sprintf("%s, at the same time: %s, until %s",
			several(f.Waiting, "check waits", "checks wait"), span(f.Longest), clockTime(began.Add(f.Longest), began)))
	}
	if f.Beyond > 0 {
		parts = append(parts, fmt.Sprintf("%s longer than --patience allows: %s",
			several(f.Beyond, "check would wait", "checks would wait"), span(f.Needed)))
	}
	return parts
}

// several writes a number with its words.
func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// span writes a length as people say it: hours, minutes and, below an hour,
// seconds.
func span(d time.Duration) string {
	d = d.Round(time.Second)
	if d >= time.Hour {
		d = (d + time.Minute - 1).Truncate(time.Minute)
	}
	var parts []string
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if n := d / unit.length; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, unit.name))
		}
		d %= unit.length
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}

// clockTime writes when something will be: the time of day, and the date where
// that is another one.
func clockTime(at, from time.Time) string {
	at = at.In(from.Location())
	layout := "15:04"
	switch ahead := at.Sub(from); {
	case at.YearDay() != from.YearDay() || at.Year() != from.Year():
		layout = "2006-01-02 15:04"
	case ahead < time.Hour:
		layout = "15:04:05"
	}
	return at.Format(layout)
}

// checks tells how far the checks are, and what is waited for once all that is
// left waits for a lifetime to end.
func (p *progress) checks(ahead check.Forecast, began time.Time) func(done, planned int, last reports.Finding) {
	end := began.Add(ahead.Longest)
	return func(done, planned int, last reports.Finding) {
		left := planned - done
		if left > 0 && left <= ahead.Waiting && p.now().Before(end) {
			p.wait("%d of %d checks; %s for %s to expire, until %s",
				done, planned, several(left, "waits", "wait"), ahead.Of, clockTime(end, began))
			return
		}
		p.say("%d of %d checks, last %s: %s", done, planned, last.ID, last.Verdict)
	}
}
