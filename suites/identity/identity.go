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
	"strings"

	"github.com/authassay/authassay/scenarios/jwt"
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

// vouched reads an ID token that a key of the key set vouches for, or the secret of the
// client, where the metadata have such algorithms and the client may have registered
// for one: OpenID Connect Core 1.0 §3.1.3.7, §10.1.
func (t *T) vouched(token string) (jwt.Token, error) {
	if a, ok := jwt.Peek(token); ok && strings.HasPrefix(a.Algorithm, "HS") {
		listed, _ := t.Metadata().Members["id_token_signing_alg_values_supported"].([]any)
		if slices.Contains(listed, any(a.Algorithm)) {
			return jwt.VerifyBySecret(token, t.Kit.Client.Secret)
		}
	}
	return t.Keys().Verify(token)
}
