// Package resource holds the chapters of protected resources, RFC 6749 §1.1: what
// an API makes of the credentials that it is handed, by Basic and by Bearer, in one
// tenant and in another, and for a launch. Each chapter is a list of checks, which a
// profile adopts like those of package suites:
//
//	check.Run(ctx, check.Options{}, resource.Bearer(), world)
//
// It knows no dialect and no product, and not how tokens are obtained.
package resource

import (
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// T is a check being tried: [check.T] with the words of these chapters.
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
