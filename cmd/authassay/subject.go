package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/ledger"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/selftest"
)

// aim is how a command is told what to test.
type aim struct {
	handedIn
	Target  string `short:"t" help:"The target file. Without it the reference server is tested." placeholder:"FILE"`
	Profile string `help:"The contract of the reference server; a target file names its own. Default: clearxp." placeholder:"NAME"`
}

// subject is what a command tests: a target made ready.
type subject struct {
	*assembly.Assembly
	file      *targetfile.Target // nil for the reference server
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
	if err := a.take(j); err != nil {
		return nil, err
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
	s.Client.Ledger = &ledger.Ledger{Now: func() time.Time { return ready.Clock.Now() }}
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
func (a *aim) read(j *job) (*targetfile.Target, error) {
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
