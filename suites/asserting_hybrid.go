package suites

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// assertingHybrid holds the ID token of the authorization response to OpenID
// Connect Core 1.0 §3.3.2.
func assertingHybrid() []check.Check {
	return []check.Check{
		on("IDT-10", "compare c_hash with the code", func(t *T) {
			id, l := t.onLoan()
			t.Require(id.Text("c_hash") == id.HalfHash(l.Code()), "half of the code's hash", "c_hash of %d characters", len(id.Text("c_hash")))
		}),
		on("IDT-11", "verify the ID token of a hybrid answer", func(t *T) {
			id, l := t.onLoan()
			t.Control(l, check.WithCode())
			wrong := t.wrongAlone(id, t.Clock.Now(), "iss", "aud", "nonce")
			t.Require(wrong == "", "the issuer, this client and the nonce", "%s; iss %q, aud %q", wrong, id.Text("iss"), id.Audience())
		}),
		on("IDT-12", "redeem the hybrid code and compare the ID tokens", func(t *T) {
			id, l := t.hybrid()
			r := t.Exchange(l.Code())
			t.Control(r, check.Granted())
			if r.Grant.IDToken == "" {
				t.Lacking("an ID token that can be verified", r)
			}
			again, err := t.keys().Verify(r.Grant.IDToken)
			t.Require(err == nil && again.Text("sub") == id.Text("sub") && again.Text("iss") == id.Text("iss"),
				"the same sub and iss", "verified: %v", err == nil)
		}),
	}
}

// onLoan is a hybrid answer to look at.
func (t *T) onLoan() (identity, *scenarios.Landing) {
	type answer struct {
		id identity
		l  *scenarios.Landing
	}
	a := check.Borrow(t.T, "hybrid", func(answer) bool { return true }, func() answer {
		id, l := t.hybrid()
		return answer{id, l}
	})
	return a.id, a.l
}

// hybrid is given: a hybrid answer with an ID token whose signature holds.
func (t *T) hybrid() (identity, *scenarios.Landing) {
	step := t.askingHybrid()
	l := t.Visit(step, scenarios.Consents)
	a, err := t.keys().Verify(l.Answer.Get("id_token"))
	if err != nil || l.Code() == "" {
		t.Lacking("a code with an ID token that can be verified", l)
	}
	return identity{Assertion: a, nonce: step.OIDCNonce}, l
}
