// Package suites holds the checks of the contracts, a chapter a file: what a
// client does, and what answer will do. [All] are the chapters one after another,
// for check.Run; [Plant] plants the same checks as Ginkgo specs, beside those of
// whoever has a suite already.
//
// It knows no dialect and no product, and brings up no server: worlds arrive
// ready-made. Beside its runner, which is [check.Run], it is the only package
// that knows Ginkgo.
package suites

import (
	"context"
	"slices"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/authorization"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/identity"
	"github.com/authassay/authassay/suites/resource"
	"github.com/authassay/authassay/suites/sessions"
	"github.com/authassay/authassay/suites/temporary"
	"github.com/onsi/ginkgo/v2"
)

// All are the checks of every chapter, in the order of the chapters. A profile
// adopts them: one whose requirement it has not adopted is not tried.
func All() []check.Check {
	return slices.Concat(
		authorization.Checks(),
		pkce(),
		exchanging(),
		tokenResponse(),
		clientAuthentication(),
		refreshing(),
		resource.Bearer(),
		expiring(),
		resource.Tenancy(),
		resource.Basic(temporary.Pair),
		resource.Launching(),
		temporary.Checks(),
		discovery(),
		resource.Discovery(),
		revoking(),
		introspecting(),
		identity.Checks(),
		resource.Asserting(),
		sessions.Checks(),
		hygiene(),
		resource.Answering(),
	)
}

// T is a check being tried: [check.T] with the words that several chapters have
// in common.
type T struct{ *check.T }

// on is a check of the requirement. The words of when say what it does.
func on(id, when string, body func(*T), traits ...check.Trait) check.Check {
	return check.New(catalogue.ID(id), when, func(t *check.T) { body(&T{t}) }, traits...).At(check.Caller(1))
}

// wordings is the check that judges how refusals of one kind are worded,
// wherever they were seen; where they were seen nowhere, ask brings one about.
func wordings(id, when string, k check.Kind, worded check.Answer, ask func(*T) any) check.Check {
	return check.Wordings(catalogue.ID(id), when, k, worded, func(t *check.T) any { return ask(&T{t}) }).At(check.Caller(1))
}

// labelled is one of several things that a check goes through, with its label.
type labelled[V any] struct {
	as    string
	thing V
}

// Planting says what [Plant] plants.
type Planting struct {
	// Profile is the contract. Specs are planted before there is a target, so that
	// it has to be known by then.
	Profile catalogue.Profile
	// World makes the target ready for the checks that Ginkgo's filters let through:
	// once, before the first spec that needs it. Its context ends after the last one.
	// A *Hindrance says that the target cannot be judged, any other error that the
	// suite is at fault. What is to be cleared away in the end can be left to
	// ginkgo.DeferCleanup, or to Close.
	World func(ctx context.Context, chosen []check.Check) (check.World, error)
	// Obstacles are what was found by now to stand in the way of all checks, or of
	// some; nil where nobody looks for any. The suite is not green with one.
	Obstacles func() []reports.Obstacle
	// Close lets the target go after the last spec, also where World has failed, and
	// may add to the result; that is nil where nothing came of it. nil for nobody.
	Close func(ctx context.Context, run *reports.Run)
	// Most bounds the time for all checks; 0 for no bound.
	Most time.Duration
	// Checks are what the profile may adopt; nil for [All].
	Checks []check.Check
	// Options of the run: which checks, how long each, who is told. Without a seed
	// the order of the specs is that of Ginkgo's own.
	Options check.Options
	// AllowUntested has the suite pass where a MUST could not be tried.
	AllowUntested bool
	// Done is handed the result when all specs have been tried; nil for nobody.
	Done func(*reports.Run)
}

// A Hindrance is the error of a [Planting]'s World where a mistake beside the
// target, such as one in its file, keeps every check from judging: no spec fails
// for it but one, which says so, and the checks are untested.
type Hindrance struct {
	Why string // no check was tried, in a sentence
}

// Error says why no check was tried.
func (h *Hindrance) Error() string { return h.Why }

// Plant plants the checks as Ginkgo specs, in a container of their own where it is
// called: at the top of a suite, or inside a Describe beside other specs. Each
// says the sentence of its requirement, and has the ID, the chapter, the level
// and the profile for labels, such as --label-filter 'MUST && refreshing'.
//
// One runner tries them, the same as that of [check.Run], from which the specs
// only take their turns: what waits begins at the beginning, what ends or harms
// comes last, and what the checks obtain they share. The container is ordered, so
// that parallel processes do not tear it apart.
//
// A spec ends as its finding does. A MUST that is broken fails. A SHOULD or a MAY
// that is broken passes, as it does for the exit code of authassay run, and leaves
// an entry in the report that is always shown. What needs a thing that the target
// does not have, and what cannot be tried, is skipped and says why. What was tried
// and cannot be judged fails: nothing of the kind is green. After all the others
// one spec more, which has their labels but for the IDs, fails where a MUST was
// left untried, unless that is allowed, where something stood in the way, or where
// nothing was judged at all; where that spec is itself filtered out, each MUST that
// cannot be tried fails.
func Plant(p Planting) {
	if p.Checks == nil {
		p.Checks = All()
	}
	p.Checks = check.Complete(p.Checks, check.World{Profile: p.Profile})
	if p.Options.Seed == 0 {
		p.Options.Seed = ginkgo.GinkgoRandomSeed()
	}
	b := &bed{Planting: p, found: map[spot]reports.Finding{}}
	ginkgo.Describe(p.Profile.Name, ginkgo.Ordered, ginkgo.ContinueOnFailure, b.plant)
}
