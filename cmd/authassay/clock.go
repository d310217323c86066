package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/lease"
	"github.com/authassay/authassay/scenarios/preflight"
)

// clockWait is how long a command waits for another to let go of the clock: more
// than a lease lasts whose holder was killed.
const clockWait = 15 * time.Second

// takeClock takes the target's clock for the command, where it can be moved, and
// keeps it until the subject is closed. It returns what stands in the way; nil
// for nothing.
func (s *subject) takeClock(j *job, wait time.Duration) *reports.Obstacle {
	release, err := s.TakeClock(j.ctx, 0)
	waited := errors.Is(err, lease.ErrTaken) && wait > 0
	if waited {
		fmt.Fprintf(j.Stderr, "clock: %s; waiting for up to %s\n", s.Redactor.Scrub(err.Error()), span(wait))
		release, err = s.TakeClock(j.ctx, wait)
	}
	if err == nil {
		s.release = release
		if waited {
			s.look(j.ctx) // the other one moved it meanwhile, as was its right
		}
		return nil
	}
	said := s.Redactor.Scrub(err.Error())
	switch {
	case errors.Is(err, lease.ErrTaken):
		return &reports.Obstacle{Question: "clock", Cause: string(preflight.ClockTaken), Said: said, Hint: preflight.ClockTaken.Hint()}
	case errors.Is(err, lease.ErrNone):
		return &reports.Obstacle{Question: "clock", Cause: string(preflight.NoLease), Said: said, Hint: preflight.NoLease.Hint()}
	}
	if j.ctx.Err() == nil {
		fmt.Fprintf(j.Stderr, "clock: nobody else is kept from moving it: %s\n", said)
	}
	return nil
}

// lookEvery is how often a target under load is asked what time it is.
const lookEvery = 2 * time.Second

// guard looks at a target's clock while it is under load, where it can be moved,
// and ends the context when it jumps. It returns what ends the looking.
func (s *subject) guard(ctx context.Context) (guarded context.Context, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	if !s.Clock.Instant() {
		return ctx, cancel
	}
	began, ended := time.Now(), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			s.look(ctx)
			if _, jumped := s.Watch.Jumped(began); jumped {
				cancel()
			}
		}
	}()
	return ctx, func() {
		cancel()
		<-ended
	}
}

// upset says that a clock which can be moved jumped under the load that began
// then, and notes it: which answers were right nobody knows.
func (s *subject) upset(j *job, began time.Time, run *reports.Run) bool {
	if !s.Clock.Instant() || j.ctx.Err() != nil {
		return false
	}
	s.look(j.ctx) // the last look
	jump, jumped := s.Watch.Jumped(began)
	if jumped {
		run.Problems = append(run.Problems, "load: "+jump.String())
	}
	return jumped
}

// lookWithin bounds how long a look at the clock waits for its answer.
const lookWithin = 3 * time.Second

// look sends one harmless request, whose answer says what time it is.
func (s *subject) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	s.Client.Wire.Send(ctx, scenarios.Request{
		Method: http.MethodGet, URL: s.Client.Endpoints.Auth + "/", Header: s.Client.Endpoints.Header.Clone(),
	})
}
