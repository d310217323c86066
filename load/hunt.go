package load

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
)

// hunt is a capacity search under way. Good is the highest rate that held and
// bad the lowest that failed, 0 for none.
type hunt struct {
	ctx      context.Context
	search   Search
	began    time.Time
	rig      *rig
	progress func([]reports.Level, Live)
	out      *reports.Capacity
	good     float64
	bad      float64
	carried  float64 // what the target got done, a second, when it was last asked for too much; 0 if never
	votes    map[float64]votes
	runs     map[float64]*reports.Load // the last good one at each rate
	plain    bool                      // the last level failed beyond doubt
	// ours says that the last level failed for this program's sake at least as
	// much as for the target's.
	ours bool
	over bool // a wrong answer or an interrupt ended it
}

// votes are how the whole windows at one rate came out.
type votes struct{ held, failed int }

// attempt tries a rate, and up to twice more where it was this program that
// was late: then the failure says nothing about the target.
func (h *hunt) attempt(rate float64, phase string) bool {
	good := h.try(rate, phase)
	for again := 0; !good && h.ours && !h.plain && !h.over && again < 2; again++ {
		h.votes[rate] = votes{}
		good = h.try(rate, phase)
	}
	return good
}

// try sends at one rate and says whether it held.
func (h *hunt) try(rate float64, phase string) bool {
	p := h.search.Plan
	p.Rate, p.Duration, p.Warmup = rate, h.search.Window, h.search.Settle
	if phase == "doubling" {
		p.Duration, p.Warmup = p.Duration/2, p.Warmup/2 // it need not be exact
	}
	p.Shape = shape.Constant(rate, p.Duration).After(p.Warmup)
	var a *attack
	behind := false
	a = h.rig.attack(h.ctx, &p, func(l Live) {
		behind = behind || l.Behind > h.hopeless()
		if l.Wrong > 0 || behind || a.doomed() {
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
	level := h.judge(rate, load, a, behind)
	level.Phase = phase
	h.out.Interrupted = interrupted
	h.over = interrupted || load.Wrong > 0
	if interrupted && load.Wrong == 0 {
		return false
	}
	h.out.Levels = append(h.out.Levels, level)
	h.note(level, load, a)
	if !level.Good && !h.over {
		h.rest(max(h.search.Settle, time.Duration(a.checker.retry.Load())))
	}
	return level.Good
}

// note learns from a level.
func (h *hunt) note(level reports.Level, load *reports.Load, a *attack) {
	if load.Wrong > 0 {
		h.out.Best = load
	} else if level.Good {
		h.runs[level.Rate] = load
	}
	due := a.plan.Shape.Due(min(a.ended, a.plan.length()))
	unsent := due - min(due, a.checker.sent.Load())
	h.plain = !level.Good && (float64(unsent) > plainly*float64(due) || float64(load.Throttled) > plainly*float64(load.Requests))
	_, done := a.carried()
	turnedAway := unsent + a.pacer.Busy + load.Throttled + load.Errors
	if !level.Good && turnedAway > 0 && done > 0 && done < keptUp*level.Rate {
		h.carried = done
	}
	h.ours = !level.Good && level.Generator && a.pacer.Asleep > a.pacer.Busy && level.Throttled == 0
	v := h.votes[level.Rate]
	switch {
	case level.Phase == "doubling": // it is short
	case level.Good:
		v.held++
	default:
		v.failed++
	}
	h.votes[level.Rate] = v
}

// plainly is the share of a rate from which on a level that does without it has
// failed beyond doubt.
const plainly = 0.1

// hopeless is how far behind a rate may fall before it is given up: what has
// been due for so long is not made good in the window.
func (h *hunt) hopeless() time.Duration { return max(500*time.Millisecond, h.search.Window/4) }

// keptUp is the share of the offered rate that a level must answer.
const keptUp = 0.98

// throttledAtMost is the part of the answers of a level that may be 429: one
// in so many.
const throttledAtMost = 1000

// judge decides whether a level held, and names the first thing that it
// missed.
func (h *hunt) judge(rate float64, load *reports.Load, a *attack, behind bool) reports.Level {
	done := load.Done
	if answers, _ := a.carried(); a.halted && answers > 0 { // what came in the short time was due before it
		done = answers
	}
	l := reports.Level{
		Rate: rate, Done: done, P50: load.Response.P50, P99: load.Response.P99,
		Service: load.Service.Mean, InUse: done * load.Service.Mean / 1e3,
		Errors: load.Errors, Wrong: load.Wrong, Throttled: load.Throttled,
	}
	switch {
	case load.Wrong > 0:
		l.Why = fmt.Sprintf("%d wrong answers", load.Wrong)
	case behind:
		l.Why = fmt.Sprintf("more than %v behind at %.0f requests a second", h.hopeless(), rate)
	case load.Throttled > load.Requests/throttledAtMost && !judged(h.search.Plan.Thresholds):
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
	l.Generator = float64(a.pacer.Asleep) > lateShare*float64(load.Requests)
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
