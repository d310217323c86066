package load

import (
	"context"
	"sync/atomic"
	"time"
)

// Waiter waits for d, which is more than nothing, or until the context ends.
// One goroutine at a time waits.
type Waiter interface {
	Wait(ctx context.Context, d time.Duration)
}

// TimerWaiter waits on the timers of the Go runtime. They wake about a
// millisecond late on an idle process, so requests of a fast run go out in
// bursts; it is right in a testing/synctest bubble.
type TimerWaiter struct{}

// Wait implements Waiter.
func (TimerWaiter) Wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// lateness is the lag from which a request counts as late in finding what limits a
// run.
const lateness = time.Millisecond

// lateShare is the share of late requests from which a run names its limit.
const lateShare = 0.01

// pacer is a Vegeta pacer that waits inside Pace, so that it can be stopped at
// once, and that knows why it is late: Vegeta hands it the next request only
// when a connection took the one before.
type pacer struct {
	ctx    context.Context
	plan   *Plan
	wait   Waiter
	flight *flight

	began  time.Time     // when the clock of the run started
	left   time.Duration // when Pace last returned
	full   bool          // all connections were in use then
	fulls  uint64        // how often they had been
	cause  *uint64       // the count that the present backlog belongs to
	busy   uint64        // requests late because all connections were in use
	asleep uint64        // requests late because the generator was
	due    time.Duration // of the request before
	bursts uint64        // requests that went out too close behind the one before
}

// Pace implements vegeta.Pacer.
func (p *pacer) Pace(elapsed time.Duration, hits uint64) (time.Duration, bool) {
	if p.began.IsZero() { // a volley has set it before its workers read it
		p.began = time.Now().Add(-elapsed)
	}
	if p.ctx.Err() != nil {
		return 0, true
	}
	if p.plan.Closed {
		return 0, elapsed >= p.plan.length()
	}
	due, more := p.plan.Shape.At(hits)
	if !more {
		return 0, true
	}
	if due <= elapsed {
		p.blame(elapsed, due)
		p.space(elapsed, due, hits)
		p.leave(elapsed)
		return 0, false
	}
	p.cause = nil
	p.wait.Wait(p.ctx, due-elapsed)
	now := time.Since(p.began)
	p.space(now, due, hits)
	p.leave(now)
	p.blame(now, due)
	return 0, p.ctx.Err() != nil
}

// blame counts a late request against what made it late. A backlog keeps the
// cause that it started with until it is worked off.
func (p *pacer) blame(now, due time.Duration) {
	if now-due < lateness {
		return
	}
	if p.cause == nil {
		p.cause = &p.asleep
		if now-p.left >= lateness && (p.full || p.flight.fulls.Load() != p.fulls) {
			p.cause = &p.busy
		}
	}
	*p.cause++
}

// space counts a request that goes out within a quarter of the time that is
// meant to be between it and the one before.
func (p *pacer) space(now, due time.Duration, hits uint64) {
	if hits > 0 && due >= p.plan.Warmup && now-p.left < (due-p.due)/4 {
		p.bursts++
	}
	p.due = due
}

// leave notes how things stand when Pace returns.
func (p *pacer) leave(now time.Duration) {
	p.left, p.fulls = now, p.flight.fulls.Load()
	p.full = p.flight.now.Load() >= p.flight.most
}

// flight counts requests in flight.
type flight struct {
	most  int64 // that there can be
	now   atomic.Int64
	fulls atomic.Uint64 // how often there were as many as there can be
}

// enter counts a request in.
func (f *flight) enter() {
	if f.now.Add(1) >= f.most {
		f.fulls.Add(1)
	}
}

// Rate implements vegeta.Pacer.
func (p *pacer) Rate(elapsed time.Duration) float64 { return p.plan.Shape.Rate(elapsed) }
