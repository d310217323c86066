// Package assay tries one target from beginning to end: it has its server brought
// up, asks what has to be so before it can be judged, takes its clock, runs the
// checks, and withdraws what was handed out.
//
//	s := &assay.Subject{Assembly: ready, Now: time.Now}
//	defer s.Release()
//	s.Discover(ctx)
//	run, _, err := s.Run(ctx, assay.Options{Checks: check.Options{Now: time.Now}})
//	run.Facts = append(run.Facts, s.Tidy(ctx)...)
//	reports.Score(run, reports.ScoreOptions{})
//
// It knows how a run goes, and neither what a check does nor how people are told:
// what it notices it hands on as values.
package assay

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/coverage"
	"github.com/authassay/authassay/suites/selftest"
)

// Options say how a target is tried.
type Options struct {
	Checks check.Options
	// Patience is the longest wait for a lifetime, or for the clock, of a target
	// whose clock cannot be moved, or whose clock another tester has.
	Patience time.Duration
	// Most bounds all of it; 0 for no bound.
	Most time.Duration
	// Again are the arguments that aim another run at the same target, for whoever
	// wants to see a finding again.
	Again string
	// Planned is told before the first check how long the run will wait, and Over
	// when the last one has ended; nil tells nobody.
	Planned func(check.Forecast)
	Over    func()
}

// attempt is one target being tried.
type attempt struct {
	*Subject
	Options
	world check.World
}

// Run tries the target. Whatever happens there is a result: what was not tried is
// untested, and says why, and then tried is false. The result is not scored yet.
// An error is a mistake in the options, or one of ours.
func (s *Subject) Run(ctx context.Context, o Options) (run *reports.Run, tried bool, err error) {
	a := &attempt{Subject: s, Options: o, world: selftest.WorldOf(s.Assembly)}
	a.world.Aim = o.Again
	if s.Keeper != nil {
		a.world.Tend = func(ctx context.Context) check.Health {
			found := s.Keeper.Tend(ctx)
			return check.Health{Up: found.Up, What: found.String()}
		}
		a.Checks.Progress = func(done, planned int, last reports.Finding) {
			s.Keeper.Show()
			if o.Checks.Progress != nil {
				o.Checks.Progress(done, planned, last)
			}
		}
	}
	err = s.Start(ctx)
	if s.Keeper != nil {
		s.Keeper.Show()
	}
	if err != nil {
		unstarted := []preflight.Answer{preflight.OfStart(err)}
		return a.untried(ctx, preflight.Obstacles(unstarted, s.Redactor.Scrub))
	}
	chapters, err := check.Chapters(a.Checks, suites.All(), a.world)
	if err != nil {
		return nil, false, fmt.Errorf("choose checks: %w", err)
	}
	if o.Most > 0 {
		bounded, cancel := context.WithTimeout(ctx, o.Most)
		defer cancel()
		ctx = bounded
	}
	return a.asked(ctx, s.Examine(preflight.Options{Chapters: chapters}))
}

// asked asks what has to be so before the target can be judged, and judges it
// where that is so.
func (a *attempt) asked(ctx context.Context, e *preflight.Examination) (*reports.Run, bool, error) {
	answers := e.Ask(ctx)
	obstacles := preflight.Obstacles(answers, a.Redactor.Scrub)
	if _, hindered := preflight.Hindered(obstacles); hindered || ctx.Err() != nil {
		return a.untried(ctx, obstacles)
	}
	if err := a.setClock(e); err != nil {
		return nil, false, err
	}
	if taken := a.TakeClock(ctx, a.Patience); len(taken) > 0 {
		return a.untried(ctx, append(obstacles, taken...))
	}
	a.world.Clock = a.Clock
	a.world.Preflight.Unfit = preflight.Unfit(answers, a.Redactor.Scrub)
	a.world.Preflight.Grant, a.world.Preflight.How = e.Grant()
	if e.Unattended {
		a.world.Preflight.Doubt = preflight.Doubting(a.Redactor.Scrub, func(o reports.Obstacle) { obstacles = append(obstacles, o) })
	}
	run, err := a.judged(ctx)
	if err != nil {
		return nil, false, err
	}
	run.Preflight = obstacles
	return run, true, nil
}

// judged runs the checks.
func (a *attempt) judged(ctx context.Context) (*reports.Run, error) {
	ahead, err := check.Foresee(a.Checks, a.Patience, suites.All(), a.world)
	if err != nil {
		return nil, fmt.Errorf("plan checks: %w", err)
	}
	if a.Planned != nil {
		a.Planned(ahead)
	}
	if a.Over != nil {
		defer a.Over()
	}
	run, err := check.Run(ctx, a.Checks, suites.All(), a.world)
	if err != nil {
		return nil, fmt.Errorf("run checks: %w", err)
	}
	run.Coverage = coverage.Of(a.Profile).Reported()
	return run, nil
}

// untried is the result of a run that was not begun.
func (a *attempt) untried(ctx context.Context, obstacles []reports.Obstacle) (*reports.Run, bool, error) {
	reason, _ := preflight.Hindered(obstacles)
	if ctx.Err() != nil {
		obstacles, reason = nil, "the run was interrupted before the first check"
	}
	run, err := check.Untried(ctx, a.Checks, reason, suites.All(), a.world)
	if err != nil {
		return nil, false, fmt.Errorf("run checks: %w", err)
	}
	run.Preflight, run.Coverage = obstacles, coverage.Of(a.Profile).Reported()
	return run, false, nil
}
