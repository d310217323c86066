package suites

import (
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
)

// idTokenAccess looks into access tokens that are signed. RFC 9068.
func idTokenAccess() []check.Check {
	return []check.Check{
		on("IDT-20", "look for the client in an access token", func(t *T) {
			a, _ := t.signedAccess()
			client := a.Text("client_id")
			if client == "" {
				client = a.Text("azp")
			}
			t.Require(client == t.Kit.Client.ID, "client_id "+t.Kit.Client.ID, "client_id %q", client)
		}),
		on("IDT-21", "compare exp of an access token with expires_in", func(t *T) {
			before := t.Clock.Now()
			a, grant := t.signedAccess()
			if t.AnnouncedLife(grant) == 0 {
				t.Inapplicable("the token response says nothing of a lifetime")
			}
			exp, there := a.Time("exp")
			skew := t.Policy.Skew + 2*check.WholeSecond + t.ClockDoubt()
			off := exp.Sub(before.Add(t.AnnouncedLife(grant))).Abs()
			t.Require(there && off <= skew, "exp within "+skew.String()+" of what expires_in says", "%s off", off.Round(time.Second))
		}),
	}
}

// signedAccess is given: an access token that is signed and lives. An opaque
// one is nobody's fault.
func (t *T) signedAccess() (jwt.Token, scenarios.Grant) {
	grant := t.living()
	a, signed := jwt.Peek(grant.AccessToken)
	if !signed {
		t.Inapplicable("access tokens are opaque here")
	}
	return a, grant
}
