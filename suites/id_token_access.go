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

// idTokenForged writes access tokens that the server never signed.
func idTokenForged() []check.Check {
	forged := func(id, when string, forge func(t *T, token string) string) check.Check {
		return on(id, when, func(t *T) {
			_, grant := t.signedAccess()
			t.Judge(t.Call(scenarios.Bearer(forge(t, grant.AccessToken))), check.Dead())
		})
	}
	return []check.Check{
		forged("IDT-15", "set the algorithm of an access token to none", func(_ *T, token string) string {
			return jwt.Unsigned(token)
		}),
		forged("IDT-16", "put another end into an access token", func(_ *T, token string) string {
			return jwt.Changed(token, func(claims map[string]any) { claims["exp"] = 4102444800 })
		}),
		forged("IDT-17", "sign an access token with the public key as a secret", func(t *T, token string) string {
			text, err := t.Keys().SignedByPublicKey(token)
			if err != nil {
				t.Inapplicable("%v", err)
			}
			return text
		}),
		forged("IDT-18", "sign an access token with a key that it brings along", func(t *T, token string) string {
			text, err := jwt.SignedByStranger(token)
			if err != nil {
				t.Untested("%v", err)
			}
			return text
		}),
		forged("IDT-19", "take the signature from an access token", func(_ *T, token string) string {
			return jwt.Stripped(token)
		}),
	}
}
