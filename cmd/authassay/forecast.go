package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/check"
)

// forecast says when a run will end that began at a moment; "" where nobody
// waits for anything.
func forecast(f check.Forecast, began time.Time) string {
	var parts []string
	if f.Waiting > 0 {
		parts = append(parts, fmt.Sprintf("%s, at the same time: %s, until %s",
			several(f.Waiting, "check waits", "checks wait"), span(f.Longest), clockTime(began.Add(f.Longest), began)))
	}
	if f.Beyond > 0 {
		parts = append(parts, fmt.Sprintf("%s longer than --patience allows: %s",
			several(f.Beyond, "check would wait", "checks would wait"), span(f.Needed)))
	}
	return strings.Join(parts, "; ")
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
