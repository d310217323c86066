package load

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/reports"
)

// hunt is a capacity search under way. Good is the highest rate that held and
// bad the lowest that failed, 0 for none.
type hunt struct {
	ctx      context.Context
	search   Search
	rig      *rig
	progress func([]reports.Level, Live)
	out      *reports.Capacity
	good     float64
	bad      float64
	over     bool // a wrong answer or an interrupt ended it
}

// double raises the rate by two until one fails or the ceiling holds. A first
// rate that fails is halved down to one request a second.
func (h *hunt) double() {
	for rate := h.search.Start; !h.over; {
		if h.attempt(rate, "doubling") {
			h.good = rate
			if h.bad > 0 || rate >= h.search.Ceiling {
				return
			}
			rate = min(rate*2, h.search.Ceiling)
			continue
		}
		h.bad = rate
		if h.good > 0 || rate <= 1 {
			return
		}
		rate = max(1, rate/2)
	}
}

// bisect halves the gap between the good and the bad rate.
func (h *hunt) bisect() {
	for !h.over && h.good > 0 && h.bad > 0 && h.bad-h.good > h.search.Precision*h.bad {
		if rate := (h.good + h.bad) / 2; h.attempt(rate, "bisection") {
			h.good = rate
		} else {
			h.bad = rate
		}
	}
}

// probe tries the found rate again, steps down where it does not hold, and
// closes the gap that the steps have left. Then it tries the rate above, and
// steps up while that holds after all: between the two lies what this target,
// with its noise, can't be pinned down to.
func (h *hunt) probe() {
	for range closings {
		h.descend()
		if h.bad-h.good <= 2*h.search.Precision*h.bad {
			break
		}
		h.bisect()
	}
	step := h.search.Precision
	for range maxSteps {
		if h.over || h.good < 1 || h.bad == 0 || !h.holds(h.bad) {
			return
		}
		h.bad *= 1 + step
		step = min(2*step, widest)
	}
}

// descend steps down, further each time, until a rate holds.
func (h *hunt) descend() {
	step := h.search.Precision
	for !h.over && h.good >= 1 && !h.holds(h.good) && !h.over {
		h.bad = h.good
		h.good *= 1 - step
		step = min(2*step, widest)
	}
}

const (
	closings = 3    // how often a gap is closed again
	widest   = 0.25 // the longest step of the probes, as a share of the rate
	maxSteps = 4    // how often the rate above is raised
)

// holds says whether a rate holds in most of the probes. A single bad window
// is as likely noise as a limit.
func (h *hunt) holds(rate float64) bool {
	most := h.search.Probes/2 + 1
	for good, bad := 0, 0; !h.over; {
		if h.try(rate, "probe") {
			good++
		} else {
			bad++
		}
		if good == most || bad == most {
			return good == most
		}
	}
	return false
}

// attempt tries a rate, and once more where this program was late itself: then
// the failure says nothing about the target.
func (h *hunt) attempt(rate float64, phase string) bool {
	if h.try(rate, phase) {
		return true
	}
	if n := len(h.out.Levels); h.over || n == 0 || !h.out.Levels[n-1].Generator {
		return false
	}
	return h.try(rate, phase)
}

// try sends at one rate and says whether it held.
func (h *hunt) try(rate float64, phase string) bool {
	p := h.search.Plan
	p.Rate, p.Duration, p.Warmup = rate, h.search.Window, h.search.Settle
	if phase == "doubling" {
		p.Duration, p.Warmup = p.Duration/2, p.Warmup/2 // it need not be exact
	}
	p.Shape = Constant(rate, p.Duration).after(p.Warmup)
	var a *attack
	a = h.rig.attack(h.ctx, &p, func(l Live) {
		if l.Wrong > 0 || l.Behind > h.hopeless() {
			a.halt()
		}
		if h.progress != nil {
			h.progress(h.out.Levels, l)
		}
	})
	started := time.Now()
	a.fire(h.ctx)
	interrupted := h.ctx.Err() != nil
	load := a.report(started, interrupted)
	level := h.judge(rate, load, a)
	level.Phase = phase
	h.out.Interrupted = interrupted
	h.over = interrupted || load.Wrong > 0
	if interrupted {
		return false
	}
	h.out.Levels = append(h.out.Levels, level)
	if load.Wrong > 0 || level.Good && (h.bad == 0 || rate < h.bad) {
		h.out.Best = load
	}
	if !level.Good && !h.over {
		h.rest(max(h.search.Settle, time.Duration(a.checker.retry.Load())))
	}
	return level.Good
}

// hopeless is how far behind a rate may fall before it is given up: what has
// been due for half a window can't be made good in it.
func (h *hunt) hopeless() time.Duration { return max(500*time.Millisecond, h.search.Window/2) }

// keptUp is the share of the offered rate that a level must answer.
const keptUp = 0.98

// throttledAtMost is the part of the answers of a level that may be 429: one
// in so many.
const throttledAtMost = 1000

// judge decides whether a level held, and names the first thing that it
// missed.
func (h *hunt) judge(rate float64, load *reports.Load, a *attack) reports.Level {
	l := reports.Level{
		Rate: rate, Done: load.Done, P50: load.Response.P50, P99: load.Response.P99,
		Service: load.Service.Mean, InUse: load.Done * load.Service.Mean / 1e3,
		Errors: load.Errors, Wrong: load.Wrong, Throttled: load.Throttled,
	}
	switch {
	case load.Wrong > 0:
		l.Why = fmt.Sprintf("%d wrong answers", load.Wrong)
	case a.halted:
		l.InUse = 0 // the level was not measured to its end
		l.Why = fmt.Sprintf("more than %v behind at %.0f requests a second", h.hopeless(), rate)
	case load.Throttled > load.Requests/throttledAtMost && !judged(load):
		l.Why = throttling(load)
	case load.Requests == load.Errors:
		l.Why = "no usable answer"
	}
	for i, t := range load.Thresholds {
		if l.Why == "" && !t.Met {
			l.Why = fmt.Sprintf("%s missed: %s", t.Text, t.Seen) + worst(load, h.search.Plan.Thresholds[i])
		}
	}
	if l.Why == "" && load.Done < keptUp*load.Offered {
		l.Why = fmt.Sprintf("%.0f answers a second of %.0f asked for", load.Done, rate)
	}
	l.Good = l.Why == ""
	l.Generator = float64(a.pacer.asleep) > lateShare*float64(load.Requests)
	if !l.Good && load.Limit != "" && load.Wrong == 0 {
		l.Why += "; " + load.Limit
	}
	return l
}

// rest leaves the target alone after a bad level, for as long as a 429 asked.
func (h *hunt) rest(wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-h.ctx.Done():
	}
}
