package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/hooks"
	"github.com/authassay/authassay/scenarios/lease"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/scenarios/target"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/selftest"
)

// aim is how a command is told what to test.
type aim struct {
	Target  string `short:"t" help:"The target file. Without it the reference server is tested." placeholder:"FILE"`
	Profile string `help:"The contract of the reference server; a target file names its own. Default: clearxp." placeholder:"NAME"`
}

// subject is what a command tests: a target made ready.
type subject struct {
	*assembly.Assembly
	file      *target.Target // nil for the reference server
	reference *selftest.Reference
	taken     []string          // the endpoints that the metadata filled in
	astray    *scenarios.Astray // metadata that leads elsewhere; nil for none
	release   func()            // gives the clock back; nil where it was not taken
}

// embedded says whether the subject is the reference server that is built in.
func (s *subject) embedded() bool { return s.reference != nil }

// bounded bounds a run in the time that the target file allows it.
func (s *subject) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.file == nil || s.file.Limits.Run == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, s.file.Limits.Run.D())
}

// close lets the subject go.
func (s *subject) close() {
	if s.release != nil {
		s.release()
	}
	if s.reference != nil {
		_ = s.reference.Close()
		return
	}
	s.Close()
}

// open makes the target of the file ready, or brings up the reference server
// with its rules bent.
func (a *aim) open(j *job, patience time.Duration, bend func(*fakeserver.Rules)) (*subject, error) {
	c, err := j.catalogue()
	if err != nil {
		return nil, err
	}
	if a.Target != "" {
		return a.openFile(j, c, patience)
	}
	profile := a.Profile
	if profile == "" {
		profile = "clearxp"
	}
	bench, err := selftest.NewBench(c, profile)
	if err != nil {
		return nil, wrong(err, "--profile takes one of the names that authassay list knows")
	}
	r, err := bench.Raise(j.ctx, bend)
	if err != nil {
		return nil, broke("start reference server", err)
	}
	return &subject{Assembly: r.Assembly, reference: r}, nil
}

// openFile makes the target of a file ready.
func (a *aim) openFile(j *job, c *catalogue.Catalogue, patience time.Duration) (*subject, error) {
	t, err := a.read(j)
	if err != nil {
		return nil, err
	}
	ready, err := assembly.Assemble(t, j.assembling(c, patience, a.Target))
	if err != nil {
		return nil, err
	}
	s := &subject{Assembly: ready, file: t}
	s.Client.Ledger = &scenarios.Ledger{Now: func() time.Time { return ready.Clock.Now() }}
	s.discover(j.ctx)
	return s, nil
}

// discover fills in the endpoints that the file leaves to the metadata. One
// that the metadata does not give either is missed by the first step that needs
// it, which says so.
func (s *subject) discover(ctx context.Context) {
	taken, err := s.Client.Discover(ctx)
	s.taken = append(s.taken, taken...)
	s.astray = nil
	errors.As(err, &s.astray)
}

// read reads the target file.
func (a *aim) read(j *job) (*target.Target, error) {
	text, err := os.ReadFile(a.Target)
	if errors.Is(err, os.ErrNotExist) {
		return nil, wrong(fmt.Errorf("read target: %w", err), "authassay init > "+a.Target+" writes one to start from")
	}
	if err != nil {
		return nil, wrong(fmt.Errorf("read target: %w", err), "")
	}
	t, err := target.Load(a.Target, text, j.Getenv, target.ReadFile)
	if err != nil {
		return nil, err
	}
	if a.Profile != "" && a.Profile != t.Profile {
		return nil, t.Complain("/profile", fmt.Sprintf("is %s, and --profile says %s", t.Profile, a.Profile), "leave --profile out")
	}
	return t, nil
}

// keeper returns who brings the subject's server up and down.
func (s *subject) keeper(file string, shown *progress) *hooks.Keeper {
	return hooks.New(hooks.Options{
		Hooks: s.Hooks, Ready: s.Ready, Client: s.Client, Dir: filepath.Dir(file), Out: shown,
	})
}

// start brings the server up, and has it asked for the endpoints that it could
// not give before.
func (s *subject) start(ctx context.Context, k *hooks.Keeper) error {
	started, err := k.Start(ctx)
	if started {
		s.discover(ctx)
	}
	return err
}

// examine prepares the questions that are asked before a target is judged.
func (s *subject) examine(j *job, o preflight.Options) *preflight.Examination {
	o.Assembly, o.Now, o.Taken, o.Astray = s.Assembly, j.Now, s.taken, s.astray
	o.Unattended = s.file != nil && s.file.Login != nil && s.file.Login.Method == "manual"
	return preflight.New(o)
}

// reach sees whether the target answers at all, and how far the clocks are
// apart.
func (s *subject) reach(j *job) ([]reports.Obstacle, error) {
	e := s.examine(j, preflight.Options{})
	if obstacles := preflight.Obstacles(e.Reach(j.ctx), s.Redactor.Scrub); len(obstacles) > 0 || j.ctx.Err() != nil {
		return obstacles, nil
	}
	return nil, s.setClock(e)
}

// setClock takes in how far the clocks are apart, as the first answer shows it.
func (s *subject) setClock(e *preflight.Examination) error {
	// Less than this is the coarseness of the Date header, not skew.
	if skew, known := e.Skew(); known && skew.Abs() > 2*time.Second {
		if err := s.Adjust(skew); err != nil {
			return broke("set clock", err)
		}
	}
	return nil
}

// clockWait is how long a command waits for another to let go of the clock: more
// than a lease lasts whose holder was killed.
const clockWait = 15 * time.Second

// takeClock takes the target's clock for the command, where it can be moved, and
// keeps it until the subject is closed. It returns what stands in the way.
func (s *subject) takeClock(j *job, wait time.Duration) []reports.Obstacle {
	release, err := s.TakeClock(j.ctx, 0)
	waited := errors.Is(err, lease.ErrTaken) && wait > 0
	if waited {
		fmt.Fprintf(j.Stderr, "clock: %s; waiting for up to %s\n", s.Redactor.Scrub(err.Error()), span(wait))
		release, err = s.TakeClock(j.ctx, wait)
	}
	if err == nil {
		s.release = release
		if waited {
			s.Look(j.ctx) // the other one moved it meanwhile, as was its right
		}
		return nil
	}
	obstacles := preflight.Obstacles([]preflight.Answer{preflight.OfLease(err)}, s.Redactor.Scrub)
	if len(obstacles) == 0 && j.ctx.Err() == nil {
		fmt.Fprintf(j.Stderr, "clock: nobody else is kept from moving it: %s\n", s.Redactor.Scrub(err.Error()))
	}
	return obstacles
}

// tell writes the obstacles for whoever sees no report.
func (j *job) tell(obstacles []reports.Obstacle) {
	for _, o := range obstacles {
		fmt.Fprintf(j.Stderr, "authassay: %s: %s: %s\n", o.Question, o.Cause, scenarios.Printable(o.Said))
		if o.Hint != "" {
			fmt.Fprintf(j.Stderr, "hint: %s\n", scenarios.Printable(o.Hint))
		}
	}
}

// tidyWithin bounds how long a target is asked to withdraw what it has handed
// out.
const tidyWithin = 5 * time.Second

// tidyUp withdraws what the target has handed out, also where the run was
// interrupted, and says what may be left.
func (s *subject) tidyUp(ctx context.Context) []reports.Fact {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyWithin)
	defer cancel()
	left, of := s.Client.TidyUp(ctx)
	if of == 0 {
		return nil
	}
	return []reports.Fact{{Profile: s.Profile.Name, Name: "tokens left behind", Value: fmt.Sprintf("%d of %d", left, of), Check: "run"}}
}
