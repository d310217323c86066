// Package authorization holds the chapter of the authorization endpoint, RFC 6749
// §3.1: who gets a code and where it is sent, what the pages on the way show, and
// what the resource owner is asked. [Checks] are its checks, which a profile adopts
// like those of package suites:
//
//	check.Run(ctx, check.Options{Only: []string{"AUT-07"}}, authorization.Checks(), world)
//
// It knows no dialect and no product, and not what codes are worth afterwards.
package authorization

import (
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// Checks are the chapter of the authorization endpoint: who gets a code,
// and where it is sent. RFC 6749 §4.1.1 and §4.1.2.
func Checks() []check.Check {
	return slices.Concat(
		answers(),
		owners(),
		denial(),
		faulty(),
		requests(),
		blanks(),
		redirects(),
		pages(),
		injection(),
		passwords(),
		names(),
		scopes(),
		consent(),
		consentForms(),
		issuer(),
		hybrid(),
		implicit(),
		[]check.Check{
			wordings("AUT-45", "look at the codes of refused authorization requests", check.KindAuthorize, check.NoCode("unsupported_response_type"),
				func(t *T) any {
					t.Control(t.Authorize(scenarios.Consents), check.WithCode())
					return t.Authorize(scenarios.Consents, scenarios.With("response_type", "assay"))
				}),
		},
	)
}

// T is a check being tried: [check.T] with the words of this chapter.
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
