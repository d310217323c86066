package load

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/load/internal/send"
	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
)

// Session is what the runs of one plan, or of one search, have in common: the
// connections to the target, and the number of the next request.
type Session struct {
	ctx     context.Context
	plan    Plan
	sender  *send.Sender
	mix     *mix
	next    uint64 // the number of the next request
	unwatch func() bool
}

// NewSession makes the requests of a plan ready to be sent, at the rate of the plan
// or at others, until ctx ends. The error is only for a plan that can't be run.
func NewSession(ctx context.Context, p Plan) (*Session, error) {
	p, err := p.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Session{ctx: ctx, plan: p, mix: newMix(p.Classes)}
	if s.sender, err = send.New(s.plan.sending()); err != nil {
		return nil, fmt.Errorf("plan load: %w", err)
	}
	s.unwatch = s.sender.Watch(ctx)
	return s, nil
}

// Close closes the connections.
func (s *Session) Close() {
	s.unwatch()
	s.sender.Close()
}

// Outcome is what came of one attack.
type Outcome struct {
	Load   *reports.Load
	Halted bool // it was stopped before its end

	Due, Sent    uint64        // requests that were due, and those that went out
	Busy, Asleep uint64        // late because all connections were in use, or because the generator was
	RetryAfter   time.Duration // the longest wait that a 429 asked for
	// Answers and Right count what the target answered and got right, a second,
	// whenever it was due; 0 where the run was too short to tell.
	Answers, Right float64
}

// Attack sends one level: the session's requests at a rate, with a warm-up before.
// Watch is told how it goes, and stops it by returning true.
func (s *Session) Attack(rate float64, warmup, length time.Duration, watch func(Live) (stop bool)) Outcome {
	p := s.plan
	p.Rate, p.Duration, p.Warmup = rate, length, warmup
	p.Shape = shape.Constant(rate, length).After(warmup)
	var a *attack
	a = s.attack(&p, func(l Live) {
		if watch(l) {
			a.halt()
		}
	})
	started := time.Now()
	a.fire(s.ctx)
	out := Outcome{Load: a.report(started, s.ctx.Err() != nil), Halted: a.halted,
		Due: p.Shape.Due(min(a.ended, p.length())), Sent: a.checker.sent.Load(),
		Busy: a.pacer.Busy, Asleep: a.pacer.Asleep, RetryAfter: time.Duration(a.checker.retry.Load())}
	out.Answers, out.Right = a.carried()
	return out
}

// attack makes a run ready.
func (s *Session) attack(p *Plan, progress func(Live)) *attack {
	a := &attack{plan: p, session: s, progress: progress}
	a.checker = newChecker(s.ctx, p, s.mix, s.sender)
	a.recorder = newRecorder(p, s.mix)
	a.checker.first, a.recorder.first = s.next, s.next
	return a
}
