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
// A suite of Ginkgo takes the same steps by what Planting returns. The package
// knows how a run goes, and neither what a check does nor how people are told:
// what it notices it hands on as values.
package assay

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/coverage"
)

// Options say how a target is tried.
type Options struct {
	Checks check.Options
	// Extra are checks beside those of [suites.All], for requirements of one's own.
	// One whose requirement the profile has not adopted is passed by, for a list may
	// serve several profiles; one of no requirement at all is a mistake.
	Extra []check.Check
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

// all are the checks that the target's profile may adopt.
func (o Options) all() []check.Check { return slices.Concat(suites.All(), o.Extra) }

// attempt is one target being tried.
type attempt struct {
	*Subject
	Options
	world     check.World
	obstacles []reports.Obstacle
}

// attempt prepares to try the target. Nothing is sent yet.
func (s *Subject) attempt(o Options) *attempt {
	a := &attempt{Subject: s, Options: o, world: World(s.Assembly)}
	a.world.Aim = o.Again
	if s.Keeper == nil {
		return a
	}
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
	return a
}

// Run tries the target. Whatever happens there is a result: what was not tried is
// untested, and says why, and then tried is false. The result is not scored yet.
// An error is a mistake in the options, or one of ours.
func (s *Subject) Run(ctx context.Context, o Options) (run *reports.Run, tried bool, err error) {
	a := s.attempt(o)
	if err := a.known(); err != nil {
		return nil, false, fmt.Errorf("run checks: %w", err)
	}
	if err = a.start(ctx); err == nil {
		if o.Most > 0 {
			bounded, cancel := context.WithTimeout(ctx, o.Most)
			defer cancel()
			ctx = bounded
		}
		err = a.ask(ctx, a.all())
	}
	var hindered *suites.Hindrance
	switch {
	case err == nil:
		run, err = a.judged(ctx)
		tried = err == nil
	case errors.As(err, &hindered):
		run, err = check.Untried(ctx, a.Checks, hindered.Why, check.Complete(a.all(), a.world), a.world)
	}
	if err != nil {
		return nil, false, fmt.Errorf("run checks: %w", err)
	}
	run.Preflight = a.obstacles
	a.cover(run)
	return run, tried, nil
}

// known sees whether the checks of others are about requirements that there are: a
// check whose ID is misspelt would never be tried, and nobody would miss it.
func (a *attempt) known() error {
	for _, c := range a.Extra {
		is := func(q catalogue.Requirement) bool { return q.ID == c.ID }
		if _, adopted := a.Profile.Duty(c.ID); !adopted && !slices.ContainsFunc(a.Requirements, is) {
			return fmt.Errorf("the check at %s is of %q, which is no requirement", c.Place, c.ID)
		}
	}
	return nil
}

// start brings the target up. The error is what stands in the way of all checks.
func (a *attempt) start(ctx context.Context) error {
	err := a.Start(ctx)
	a.world.Profile, a.world.Untold = a.Profile, a.Untold // a server that was brought up has told of itself
	if a.Keeper != nil {
		a.Keeper.Show()
	}
	if err == nil {
		return nil
	}
	return a.hindrance(ctx, preflight.Obstacles([]preflight.Answer{preflight.OfStart(err)}, a.Redactor.Scrub))
}

// ask asks what has to be so before the target can be judged by the checks, takes
// its clock, and notes what leaves only some of them untested. The error is what
// stands in the way of all, or a mistake in the options.
func (a *attempt) ask(ctx context.Context, checks []check.Check) error {
	chapters, err := check.Chapters(a.Checks, checks, a.world)
	if err != nil {
		return fmt.Errorf("choose checks: %w", err)
	}
	e := a.Examine(preflight.Options{Chapters: chapters})
	answers := e.Ask(ctx)
	obstacles := preflight.Obstacles(answers, a.Redactor.Scrub)
	if _, hindered := preflight.Hindered(obstacles); hindered || ctx.Err() != nil {
		return a.hindrance(ctx, obstacles)
	}
	if err := a.setClock(e); err != nil {
		return err
	}
	if taken := a.TakeClock(ctx, a.Patience); len(taken) > 0 {
		return a.hindrance(ctx, append(obstacles, taken...))
	}
	a.obstacles, a.world.Clock = obstacles, a.Clock
	a.world.Preflight.Unfit = preflight.Unfit(answers, a.Redactor.Scrub)
	a.world.Preflight.Grant, a.world.Preflight.How = e.Grant()
	if e.Unattended {
		a.world.Preflight.Doubt = preflight.Doubting(a.Redactor.Scrub, func(o reports.Obstacle) { a.obstacles = append(a.obstacles, o) })
	}
	return nil
}

// hindrance is the error for obstacles that stand in the way of all checks, or for
// an interrupt.
func (a *attempt) hindrance(ctx context.Context, obstacles []reports.Obstacle) error {
	if ctx.Err() != nil {
		return &suites.Hindrance{Why: "the run was interrupted before the first check"}
	}
	a.obstacles = obstacles
	why, _ := preflight.Hindered(obstacles)
	return &suites.Hindrance{Why: why}
}

// judged runs the checks.
func (a *attempt) judged(ctx context.Context) (*reports.Run, error) {
	ahead, err := check.Foresee(a.Checks, a.Patience, a.all(), a.world)
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	if a.Planned != nil {
		a.Planned(ahead)
	}
	if a.Over != nil {
		defer a.Over()
	}
	return check.Run(ctx, a.Checks, a.all(), a.world)
}

// cover says in the result which requirements test what the profile states.
func (a *attempt) cover(run *reports.Run) { run.Coverage = coverage.Of(a.Profile).Reported() }
