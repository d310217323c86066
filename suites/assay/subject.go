package assay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/hooks"
	"github.com/authassay/authassay/scenarios/lease"
	"github.com/authassay/authassay/scenarios/ledger"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// Subject is a target that is tried, or put under load. It is not safe for
// concurrent use.
type Subject struct {
	*assembly.Assembly
	// Keeper brings the target's server up and down; nil where nobody does.
	Keeper *hooks.Keeper
	// Unattended leaves out, before the checks, what a person would have to come
	// for.
	Unattended bool
	Now        func() time.Time
	// Waiting is told that another tester has the clock, and for how long it is
	// waited for; Shared that nobody can be kept from moving the clock, and why.
	// What is said holds no secret. nil tells nobody.
	Waiting func(said string, most time.Duration)
	Shared  func(said string)

	taken   []string          // the endpoints that the metadata filled in
	astray  *scenarios.Astray // metadata that leads elsewhere; nil for none
	release func()            // gives the clock back; nil where it was not taken
}

// Open makes ready the target that a file describes. It notes what the target hands
// out, for Tidy, and asks the metadata for the endpoints that the file leaves to
// them. What the file asks for and nobody can do comes back as targetfile.Problems.
func Open(ctx context.Context, t *targetfile.Target, o assembly.Options, now func() time.Time) (*Subject, error) {
	ready, err := assembly.Assemble(t, o)
	if err != nil {
		return nil, err
	}
	s := &Subject{Assembly: ready, Now: now, Unattended: t.Login != nil && t.Login.Method == "manual"}
	s.Client.Ledger = &ledger.Ledger{Now: func() time.Time { return ready.Clock.Now() }}
	s.Discover(ctx)
	return s, nil
}

// Keep has the subject's server brought up and down as its file says, by programs
// that run in the folder dir, and shows on out what they write. What it returns
// ends that.
func (s *Subject) Keep(dir string, out io.Writer) (let func()) {
	s.Keeper = hooks.New(hooks.Options{Hooks: s.Hooks, Ready: s.Ready, Client: s.Client, Dir: dir, Out: out})
	return func() {
		s.Keeper.Stop()
		s.Keeper.Close()
	}
}

// Discover fills in the endpoints that the file leaves to the metadata. One that
// the metadata does not give either is missed by the first step that needs it,
// which says so. What the profile leaves to the target is taken to be there where
// the file or the metadata tell of it.
func (s *Subject) Discover(ctx context.Context) {
	taken, says, err := s.Client.Discover(ctx)
	s.Heed(says)
	s.taken = append(s.taken, taken...)
	s.astray = nil
	errors.As(err, &s.astray)
}

// Start brings the server up, where the hooks say how, and has it asked for the
// endpoints that it could not give before. The errors are those of
// hooks.Keeper.Start.
func (s *Subject) Start(ctx context.Context) error {
	if s.Keeper == nil {
		return nil
	}
	started, err := s.Keeper.Start(ctx)
	if started {
		s.Discover(ctx)
	}
	return err
}

// Examine prepares the questions that are asked before a target is judged.
func (s *Subject) Examine(o preflight.Options) *preflight.Examination {
	o.Assembly, o.Now, o.Taken, o.Astray, o.Unattended = s.Assembly, s.Now, s.taken, s.astray, s.Unattended
	return preflight.New(o)
}

// Reach sees whether the target answers at all, and takes in how far the clocks
// are apart. It returns what stands in the way; the error is a mistake of ours.
func (s *Subject) Reach(ctx context.Context) ([]reports.Obstacle, error) {
	e := s.Examine(preflight.Options{})
	if obstacles := preflight.Obstacles(e.Reach(ctx), s.Redactor.Scrub); len(obstacles) > 0 || ctx.Err() != nil {
		return obstacles, nil
	}
	return nil, s.setClock(e)
}

// setClock takes in how far the clocks are apart, as the first answer shows it.
func (s *Subject) setClock(e *preflight.Examination) error {
	// Less than this is the coarseness of the Date header, not skew.
	if skew, known := e.Skew(); known && skew.Abs() > 2*time.Second {
		if err := s.Adjust(skew); err != nil {
			return fmt.Errorf("set clock: %w", err)
		}
	}
	return nil
}

// TakeClock takes the target's clock for this tester alone, where it can be moved,
// and keeps it until Release. It waits so long for another who has it, and returns
// what stands in the way.
func (s *Subject) TakeClock(ctx context.Context, wait time.Duration) []reports.Obstacle {
	release, err := s.Assembly.TakeClock(ctx, 0)
	waited := errors.Is(err, lease.ErrTaken) && wait > 0
	if waited {
		if s.Waiting != nil {
			s.Waiting(s.Redactor.Scrub(err.Error()), wait)
		}
		release, err = s.Assembly.TakeClock(ctx, wait)
	}
	if err == nil {
		s.release = release
		if waited {
			s.Look(ctx) // the other one moved it meanwhile, as was its right
		}
		return nil
	}
	obstacles := preflight.Obstacles([]preflight.Answer{preflight.OfLease(err)}, s.Redactor.Scrub)
	if len(obstacles) == 0 && ctx.Err() == nil && s.Shared != nil {
		s.Shared(s.Redactor.Scrub(err.Error()))
	}
	return obstacles
}

// Release gives the clock back, if it was taken.
func (s *Subject) Release() {
	if s.release != nil {
		s.release()
		s.release = nil
	}
}

// tidyWithin bounds how long a target is asked to withdraw what it has handed
// out.
const tidyWithin = 5 * time.Second

// Tidy withdraws what the target has handed out, also where ctx has ended, and
// says what may be left.
func (s *Subject) Tidy(ctx context.Context) []reports.Fact {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyWithin)
	defer cancel()
	left, of := ledger.TidyUp(ctx, s.Client)
	if of == 0 {
		return nil
	}
	return []reports.Fact{{Profile: s.Profile.Name, Name: "tokens left behind", Value: fmt.Sprintf("%d of %d", left, of), Check: "run"}}
}
