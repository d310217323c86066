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
	"slices"

	"github.com/authassay/authassay/suites/authorization"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/identity"
	"github.com/authassay/authassay/suites/resource"
	"github.com/authassay/authassay/suites/sessions"
	"github.com/authassay/authassay/suites/temporary"
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
