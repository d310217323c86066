package capacity

import (
	"context"
	"slices"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// search is one under way. Good is the highest rate that held and bad the
// lowest that failed, 0 for none.
type search struct {
	ctx      context.Context
	options  Options
	began    time.Time
	attacker Attacker
	progress func([]reports.Level, load.Live)
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
func (s *search) attempt(rate float64, phase reports.Phase) bool {
	good := s.try(rate, phase)
	for again := 0; !good && s.ours && !s.plain && !s.over && again < 2; again++ {
		s.votes[rate] = votes{}
		good = s.try(rate, phase)
	}
	return good
}

// try sends at one rate and says whether it held.
func (s *search) try(rate float64, phase reports.Phase) bool {
	length, warmup := s.options.Window, s.options.Settle
	if phase == reports.Doubling {
		length, warmup = length/2, warmup/2 // it need not be exact
	}
	behind := false
	seen := s.attacker.Attack(rate, warmup, length, func(l load.Live) bool {
		if s.progress != nil {
			s.progress(s.out.Levels, l)
		}
		behind = behind || l.Behind > s.hopeless()
		return l.Wrong > 0 || behind || l.Lost()
	})
	interrupted := s.ctx.Err() != nil
	level := s.judge(rate, seen, behind)
	level.Phase = phase
	s.out.Interrupted = interrupted
	s.over = interrupted || seen.Load.Wrong > 0
	if interrupted && seen.Load.Wrong == 0 {
		return false
	}
	s.out.Levels = append(s.out.Levels, level)
	s.note(level, seen)
	if !level.Good && !s.over {
		s.rest(max(s.options.Settle, seen.RetryAfter))
	}
	return level.Good
}

// note learns from a level.
func (s *search) note(level reports.Level, seen load.Outcome) {
	run := seen.Load
	if run.Wrong > 0 {
		s.out.Best = run
	} else if level.Good {
		s.runs[level.Rate] = run
	}
	unsent := seen.Due - min(seen.Due, seen.Sent)
	s.plain = !level.Good && (float64(unsent) > plainly*float64(seen.Due) || float64(run.Throttled) > plainly*float64(run.Requests))
	turnedAway := unsent + seen.Busy + run.Throttled + run.Errors
	if !level.Good && turnedAway > 0 && seen.Right > 0 && seen.Right < keptUp*level.Rate {
		s.carried = seen.Right
	}
	s.ours = !level.Good && level.Generator && seen.Asleep > seen.Busy && level.Throttled == 0
	v := s.votes[level.Rate]
	switch {
	case level.Phase == reports.Doubling: // it is short
	case level.Good:
		v.held++
	default:
		v.failed++
	}
	s.votes[level.Rate] = v
}

// plainly is the share of a rate from which on a level that does without it has
// failed beyond doubt.
const plainly = 0.1

// hopeless is how far behind a rate may fall before it is given up: what has
// been due for so long is not made good in the window.
func (s *search) hopeless() time.Duration { return max(500*time.Millisecond, s.options.Window/4) }

// keptUp is the share of the offered rate that a level must answer.
const keptUp = 0.98

// throttledAtMost is the part of the answers of a level that may be 429: one
// in so many.
const throttledAtMost = 1000

// judge decides whether a level held, and names the first thing that it
// missed.
func (s *search) judge(rate float64, seen load.Outcome, behind bool) reports.Level {
	run, done := seen.Load, seen.Load.Done
	if seen.Halted && seen.Answers > 0 { // what came in the short time was due before it
		done = seen.Answers
	}
	l := reports.Level{
		Rate: rate, Done: done, P50: run.Response.P50, P99: run.Response.P99,
		Service: run.Service.Mean, InUse: done * run.Service.Mean / 1e3,
		Errors: run.Errors, Wrong: run.Wrong, Throttled: run.Throttled,
		Generator: float64(seen.Asleep) > load.LateShare*float64(run.Requests),
	}
	l.Conclude(s.missed(run, behind), run.LimitedBy)
	return l
}

// missed is the first thing that a level missed, nil for nothing.
func (s *search) missed(run *reports.Load, behind bool) *reports.Miss {
	thresholds := s.options.Plan.Thresholds
	switch {
	case run.Wrong > 0:
		return &reports.Miss{Kind: reports.MissAnswers}
	case behind:
		return &reports.Miss{Kind: reports.MissSchedule, Behind: float64(s.hopeless()) / float64(time.Millisecond)}
	case run.Throttled > run.Requests/throttledAtMost && !slices.ContainsFunc(thresholds, objective.Threshold.Throttling):
		return &reports.Miss{Kind: reports.MissAllowance, RetryAfter: run.RetryAfter}
	case run.Requests == run.Errors:
		return &reports.Miss{Kind: reports.MissUse}
	}
	for i, t := range run.Thresholds {
		if !t.Met {
			class, _ := thresholds[i].Worst(run.Classes)
			return &reports.Miss{Kind: reports.MissObjective, Threshold: &t, Class: class}
		}
	}
	if run.Done < keptUp*run.Offered {
		return &reports.Miss{Kind: reports.MissRate, Done: run.Done}
	}
	return nil
}

// rest leaves the target alone after a bad level, for as long as a 429 asked.
func (s *search) rest(wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.ctx.Done():
	}
}
