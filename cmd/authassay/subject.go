package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/selftest"
)

// aimed is how a command is told what to test.
type aimed struct {
	handedIn
	Target  string `short:"t" help:"The target file. Without it the reference server is tested." placeholder:"FILE"`
	Profile string `help:"The contract of the reference server; a target file names its own. Default: clearxp." placeholder:"NAME"`
}

// subject is what a command tests, and where it comes from.
type subject struct {
	*assay.Subject
	file      *targetfile.Target  // nil for the reference server
	reference *selftest.Reference // nil for a target of a file
}

// embedded says whether the subject is the reference server that is built in.
func (s *subject) embedded() bool { return s.reference != nil }

// most bounds a run in the time that the target file allows it; 0 for no bound.
func (s *subject) most() time.Duration {
	if s.file == nil {
		return 0
	}
	return s.file.Limits.Run.D()
}

// close lets the subject go.
func (s *subject) close() {
	s.Release()
	if s.reference != nil {
		_ = s.reference.Close()
		return
	}
	s.Close()
}

// open makes the target of the file ready, or brings up the reference server
// with its rules bent.
func (a *aimed) open(j *job, patience time.Duration, bend func(*fakeserver.Rules)) (*subject, error) {
	if err := a.take(j); err != nil {
		return nil, err
	}
	if j.mark.Run == "" {
		if err := j.marked(""); err != nil {
			return nil, err
		}
	}
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
	if err := a.spoken(profile); err != nil {
		return nil, err
	}
	bench, err := selftest.NewBench(c, profile)
	if err != nil {
		return nil, wrong(err, "--profile takes one of the names that authassay list knows")
	}
	r, err := bench.Marked(j.mark).Raise(j.ctx, bend)
	if err != nil {
		return nil, broke("start reference server", err)
	}
	return j.subject(&assay.Subject{Assembly: r.Assembly, Now: j.Now}, nil, r), nil
}

// openFile makes the target of a file ready.
func (a *aimed) openFile(j *job, c *catalogue.Catalogue, patience time.Duration) (*subject, error) {
	t, err := a.read(j)
	if err != nil {
		return nil, err
	}
	s, err := assay.Open(j.ctx, t, j.assembling(c, patience, a.Target), j.Now)
	if err != nil {
		return nil, err
	}
	return j.subject(s, t, nil), nil
}

// subject is a target that says on standard error what becomes of its clock.
func (j *job) subject(s *assay.Subject, file *targetfile.Target, reference *selftest.Reference) *subject {
	s.Waiting = func(said string, most time.Duration) {
		fmt.Fprintf(j.Stderr, "clock: %s; waiting for up to %s\n", said, span(most))
	}
	s.Shared = func(said string) {
		fmt.Fprintf(j.Stderr, "clock: nobody else is kept from moving it: %s\n", said)
	}
	return &subject{s, file, reference}
}

// read reads the target file.
func (a *aimed) read(j *job) (*targetfile.Target, error) {
	text, err := os.ReadFile(a.Target)
	if errors.Is(err, os.ErrNotExist) {
		return nil, wrong(fmt.Errorf("read target: %w", err), "authassay init > "+a.Target+" writes one to start from")
	}
	if err != nil {
		return nil, wrong(fmt.Errorf("read target: %w", err), "")
	}
	t, err := targetfile.Load(a.Target, text, j.Getenv, targetfile.ReadFile)
	if err != nil {
		return nil, err
	}
	if a.Profile != "" && a.Profile != t.Profile {
		return nil, t.Complain("/profile", fmt.Sprintf("is %s, and --profile says %s", t.Profile, a.Profile), "leave --profile out")
	}
	return t, nil
}

// clockWait is how long a command waits for another to let go of the clock: more
// than a lease lasts whose holder was killed.
const clockWait = 15 * time.Second

// tell writes the obstacles for whoever sees no report.
func (j *job) tell(obstacles []reports.Obstacle) {
	for _, o := range obstacles {
		fmt.Fprintf(j.Stderr, "authassay: %s: %s: %s\n", o.Question, o.Cause, legible.Line(o.Said))
		if o.Hint != "" {
			fmt.Fprintf(j.Stderr, "hint: %s\n", legible.Line(o.Hint))
		}
	}
}
