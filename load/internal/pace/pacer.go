// Package pace lets each request of a load go when it is due, and knows why one
// was late. It knows no requests, only their numbers.
package pace

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/load/shape"
)

// Waiter waits for d, which is more than nothing, or until the context ends.
// One goroutine at a time waits.
type Waiter interface {
	Wait(ctx context.Context, d time.Duration)
}

// Timer waits on the timers of the Go runtime. They wake about a
// millisecond late on an idle process, so requests of a fast run go out in
// bursts; it is right in a testing/synctest bubble.
type Timer struct{}

// Wait implements Waiter.
func (Timer) Wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// Lateness is the lag from which a request counts as late in finding what
// limits a run.
const Lateness = time.Millisecond

// Schedule says when requests are due.
type Schedule struct {
	Shape  shape.Shape
	Warmup time.Duration // not counted in bursts
}

// Pacer lets one request after the other go. It waits inside Wait, so that it can
// be stopped at once, and knows why a request is late: it is asked for the next
// one only when a connection is free for it.
type Pacer struct {
	Began  time.Time // when the clock of the run started
	Busy   uint64    // requests late because all connections were in use
	Asleep uint64    // requests late because the generator was
	Bursts uint64    // requests that went out too close behind the one before

	ctx      context.Context
	schedule Schedule
	wait     Waiter
	flight   *Flight
	left     time.Duration // when Wait last returned
	full     bool          // all connections were in use then
	fulls    uint64        // how often they had been
	cause    *uint64       // the count that the present backlog belongs to
	due      time.Duration // of the request before
}

// New returns a pacer that stops when ctx ends. A nil wait takes the most
// precise one of the platform; free gives back what it holds.
func New(ctx context.Context, s Schedule, wait Waiter, f *Flight) (p *Pacer, free func()) {
	p, free = &Pacer{ctx: ctx, schedule: s, wait: wait, flight: f}, func() {}
	if wait != nil {
		return p, free
	}
	if w, stop, err := newTimer(ctx); err == nil {
		p.wait, free = w, stop
	} else {
		p.wait = Timer{}
	}
	return p, free
}

// Start starts the clock of the run.
func (p *Pacer) Start() { p.Began = time.Now() }

// Wait waits until request number seq is due; false when there are no more. The
// numbers rise by one, and one goroutine at a time waits. The closed model has
// no dates to wait for.
func (p *Pacer) Wait(seq uint64) (more bool) {
	if p.ctx.Err() != nil {
		return false
	}
	due, more := p.schedule.Shape.At(seq)
	if !more {
		return false
	}
	elapsed := time.Since(p.Began)
	if due <= elapsed {
		p.blame(elapsed, due)
		p.space(elapsed, due, seq)
		p.leave(elapsed)
		return true
	}
	p.cause = nil
	p.wait.Wait(p.ctx, due-elapsed)
	now := time.Since(p.Began)
	p.space(now, due, seq)
	p.leave(now)
	p.blame(now, due)
	return p.ctx.Err() == nil
}

// blame counts a late request against what made it late. A backlog keeps the
// cause that it started with until it is worked off.
func (p *Pacer) blame(now, due time.Duration) {
	if now-due < Lateness {
		return
	}
	if p.cause == nil {
		p.cause = &p.Asleep
		if now-p.left >= Lateness && (p.full || p.flight.fulls.Load() != p.fulls) {
			p.cause = &p.Busy
		}
	}
	*p.cause++
}

// space counts a request that goes out within a quarter of the time that is
// meant to be between it and the one before.
func (p *Pacer) space(now, due time.Duration, seq uint64) {
	if seq > 0 && due >= p.schedule.Warmup && now-p.left < (due-p.due)/4 {
		p.Bursts++
	}
	p.due = due
}

// leave notes how things stand when Wait returns.
func (p *Pacer) leave(now time.Duration) {
	p.left, p.fulls = now, p.flight.fulls.Load()
	p.full = p.flight.now.Load() >= p.flight.Most
}

// Flight counts requests in flight.
type Flight struct {
	Most  int64 // that there can be
	now   atomic.Int64
	fulls atomic.Uint64 // how often there were as many as there can be
}

// Enter counts a request in.
func (f *Flight) Enter() {
	if f.now.Add(1) >= f.Most {
		f.fulls.Add(1)
	}
}

// Leave counts a request out.
func (f *Flight) Leave() { f.now.Add(-1) }

// Now returns how many are in flight.
func (f *Flight) Now() int64 { return f.now.Load() }
