package suites

import (
	"slices"

	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/temporary"
)

// All are the checks of every chapter, in the order of the chapters. A profile
// adopts them: one whose requirement it has not adopted is not tried.
func All() []check.Check {
	return slices.Concat(
		authorizing(),
		proving(),
		exchanging(),
		answering(),
		identifying(),
		refreshing(),
		presenting(),
		expiring(),
		tenancy(),
		basic(),
		launching(),
		temporary.Checks(),
		discovery(),
		revoking(),
		introspecting(),
		asserting(),
		hygiene(),
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
