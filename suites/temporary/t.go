package temporary

import (
	"time"

	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// T is a check being tried: [check.T] with the words of temporary tokens.
type T struct {
	*check.T

	ahead *time.Duration // of the target's own clock; nil before it was asked
}

// on is a check of the requirement. The words of when say what it does.
func on(id, when string, body func(*T), traits ...check.Trait) check.Check {
	return check.New(catalogue.ID(id), when, func(t *check.T) { body(&T{T: t}) }, traits...).At(check.Caller(1))
}

// wordings is the check that judges how refusals of one kind are worded,
// wherever they were seen; where they were seen nowhere, ask brings one about.
func wordings(id, when string, k check.Kind, worded check.Answer, ask func(*T) any) check.Check {
	return check.Wordings(catalogue.ID(id), when, k, worded, func(t *check.T) any { return ask(&T{T: t}) }).At(check.Caller(1))
}

// labelled is one of several things that a check goes through, with its label.
type labelled[V any] struct {
	as    string
	thing V
}
