// Package identity is the chapter of ID tokens: what one says of whom and for how
// long, also after a refresh, and that nobody else can write one. OpenID Connect
// Core 1.0. [Checks] are its checks, which a profile adopts like those of package
// suites:
//
//	check.Run(ctx, check.Options{Only: []string{"IDT-01"}}, identity.Checks(), world)
//
// It knows no dialect and no product, and not what a resource makes of a token.
package identity

import (
	"slices"

	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// Checks is the chapter.
func Checks() []check.Check {
	return slices.Concat(
		idTokenSignature(),
		idTokenClaims(),
		idTokenTimes(),
		idTokenHybrid(),
		idTokenImplicit(),
		idTokenAccess(),
		idTokenBounds(),
		idTokenRefreshed(),
	)
}

// T is a check being tried: [check.T] with the words of this chapter.
type T struct{ *check.T }

// on is a check of the requirement. The words of when say what it does.
func on(id, when string, body func(*T), traits ...check.Trait) check.Check {
	return check.New(catalogue.ID(id), when, func(t *check.T) { body(&T{t}) }, traits...).At(check.Caller(1))
}
