package suites

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// assertingImplicit holds the ID token of an implicit answer to OpenID Connect
// Core 1.0 §3.2.2.
func assertingImplicit() []check.Check {
	return []check.Check{
		on("IDT-23", "compare at_hash of an implicit answer with its access token", func(t *T) {
			id, l := t.implicit()
			t.Require(id.Text("at_hash") == id.HalfHash(l.Answer.Get("access_token")), "half of the access token's hash",
				"at_hash of %d characters", len(id.Text("at_hash")))
		}),
		on("IDT-24", "verify the ID token of an implicit answer", func(t *T) {
			before := t.Clock.Now()
			id, _ := t.implicit()
			wrong := t.wrongAlone(id, before, "iss", "aud", "nonce", "exp")
			t.Require(wrong == "", "the issuer, this client, the nonce and an end that is ahead",
				"%s; iss %q, aud %q", wrong, id.Text("iss"), id.Audience())
		}),
	}
}

// implicit is given: an implicit answer with an ID token whose signature holds.
func (t *T) implicit() (identity, *scenarios.Landing) {
	step := t.askingImplicit()
	l := t.Visit(step, scenarios.Consents)
	t.Control(l, WithTokens())
	a, err := t.keys().Verify(l.Answer.Get("id_token"))
	if err != nil {
		t.Lacking("an ID token that can be verified", l)
	}
	return identity{Assertion: a, nonce: step.OIDCNonce}, l
}
