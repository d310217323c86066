package assay

import (
	"context"
	"crypto/rand"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// World is an assembled target as the checks see it, for who runs them himself:
// nothing was asked of the target before.
func World(a *assembly.Assembly) check.World {
	return check.World{
		Profile: a.Profile, Client: a.Client, Clock: a.Clock, Watch: a.Watch, Redactor: a.Redactor, Target: a.Target,
		Nonce: inventing(a.Redactor), Absent: a.Absent, Untold: a.Untold, Permit: a.Permit,
	}
}

// inventing makes up text that nobody can guess, and tells that it is no secret.
func inventing(r *redact.Redactor) func() string {
	return func() string {
		text := rand.Text()
		r.Invent(text)
		return text
	}
}

// Planting is the target for a suite of Ginkgo, which tries it as Run does:
//
//	var _ = Describe("our token server", func() { suites.Plant(ours.Planting(assay.Options{})) })
//
// Before the first spec the server is brought up, it is asked what has to be so,
// and its clock is taken; what stands in the way of all checks fails one spec, and
// none for what the target does. After the last one the target withdraws what it
// has handed out, and is let go: the subject is closed then, with its keeper. Who
// calls Keep before has a target that dies midway looked at: the checks after that
// say so, instead of each finding it out.
//
// Who is told of the result has it whole. Planned and Over of the options tell
// nobody here, for Ginkgo chooses the specs.
func (s *Subject) Planting(o Options) suites.Planting {
	a := s.attempt(o)
	return suites.Planting{
		Profile: s.Profile, Checks: o.all(), Options: a.Checks, Most: o.Most,
		World: func(ctx context.Context, chosen []check.Check) (check.World, error) {
			err := a.known()
			if err == nil {
				err = a.start(ctx)
			}
			if err == nil {
				err = a.ask(ctx, chosen)
			}
			return a.world, err
		},
		Obstacles: func() []reports.Obstacle { return a.obstacles },
		Close:     a.end,
	}
}

// end withdraws what the target has handed out and lets it go.
func (a *attempt) end(ctx context.Context, run *reports.Run) {
	left := a.Tidy(ctx)
	if run != nil {
		run.Facts = append(run.Facts, left...)
		a.cover(run)
	}
	if a.Keeper != nil {
		a.Keeper.Stop()
		a.Keeper.Close()
	}
	a.Release()
	a.Close()
}
