package identity

import (
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
)

// identity is an ID token with all that it came with.
type identity struct {
	jwt.Token
	grant scenarios.Grant
	nonce string
}

// identified is given: a grant with an ID token whose signature holds.
func (t *T) identified(fields ...scenarios.Param) identity {
	step := t.AskingFor(t.OpenID())
	step.OIDCNonce, step.Fields = t.Nonce(), fields
	r := t.Exchange(t.CodeOf(step))
	t.Control(r, check.Granted())
	a, err := t.vouched(r.Grant.IDToken)
	if err != nil {
		t.Lacking("an ID token that can be verified", r)
	}
	return identity{a, r.Grant, step.OIDCNonce}
}

// asserted is an ID token to look at. It is on loan and may have expired.
func (t *T) asserted() identity {
	return check.Borrow(t.T, "ID token", func(identity) bool { return true }, func() identity { return t.identified() })
}

// idTokenSignature holds the ID token to its signature.
func idTokenSignature() []check.Check {
	return []check.Check{
		on("IDT-01", "verify the ID token by the key set", func(t *T) {
			r := t.Exchange(t.CodeOf(t.AskingFor(t.OpenID())))
			t.Control(r, check.Granted())
			_, err := t.vouched(r.Grant.IDToken)
			t.Require(err == nil, "an ID token that a key of the key set vouches for", "%v", err)
		}),
		on("IDT-02", "look at the algorithm of the ID token", func(t *T) {
			r := t.Exchange(t.CodeOf(t.AskingFor(t.OpenID())))
			t.Control(r, check.Granted())
			if r.Grant.IDToken == "" {
				t.Lacking("an ID token that can be verified", r)
			}
			a, ok := jwt.Peek(r.Grant.IDToken)
			t.Require(ok && a.Algorithm == "RS256", "an ID token of RS256", "algorithm %q", a.Algorithm)
		}),
		on("IDT-09", "leave out the scope openid", func(t *T) {
			t.asserted()
			scope := strings.Join(check.Without(strings.Fields(t.OpenID()), "openid"), " ")
			t.Judge(t.Exchange(t.CodeOf(t.AskingFor(scope))), check.Granted().That("has no ID token", func(r *scenarios.Reply) bool {
				return r.Grant.IDToken == ""
			}))
		}),
	}
}

// idTokenClaims holds the ID token to what it was asked for.
func idTokenClaims() []check.Check {
	return []check.Check{
		on("IDT-03", "compare iss with the issuer", func(t *T) {
			issuer, id := t.Issuer(), t.asserted()
			t.Require(id.Text("iss") == issuer, "iss "+issuer, "iss %q", id.Text("iss"))
		}),
		on("IDT-04", "look for the client in aud", func(t *T) {
			id, own := t.asserted(), t.Kit.Client.ID
			strange := slices.DeleteFunc(id.Audience(), func(aud string) bool { return aud == own })
			authorised := len(strange) == 0 || id.Text("azp") == own
			t.Require(id.For(own) && authorised, "aud "+own+", and azp where there are others", "aud %q", id.Audience())
		}),
		on("IDT-06", "compare the nonce", func(t *T) {
			id := t.asserted()
			t.Require(id.Text("nonce") == id.nonce, "the nonce of the request", "a nonce of %d characters", len(id.Text("nonce")))
		}),
		on("IDT-07", "compare at_hash with the access token", func(t *T) {
			id := t.asserted()
			hash := id.Text("at_hash")
			if id.Claims["at_hash"] == nil {
				t.Inapplicable("the ID token of this flow has no at_hash, which is optional")
			}
			t.Require(hash == id.HalfHash(id.grant.AccessToken), "half of the access token's hash", "at_hash of %d characters", len(hash))
		}),
		on("IDT-08", "compare sub at two logins", func(t *T) {
			one, other := t.identified().Text("sub"), t.identified().Text("sub")
			t.Require(one != "" && one == other && len(one) <= 255 && check.Describable(one), "one sub of at most 255 ASCII characters",
				"%d and %d characters, the same: %v", len(one), len(other), one == other)
		}),
		on("IDT-13", "refresh and compare the ID tokens", func(t *T) {
			id, again, err := t.reidentified()
			t.Require(err == nil && again.Text("iss") == id.Text("iss") && again.Text("sub") == id.Text("sub") &&
				slices.Equal(again.Audience(), id.Audience()), "the same iss, sub and aud", "verified: %v", err == nil)
		}),
	}
}

// idTokenTimes holds the ID token to the clock.
func idTokenTimes() []check.Check {
	return []check.Check{
		on("IDT-05", "compare exp and iat with the clock", func(t *T) {
			before := t.Clock.Now()
			id := t.identified()
			after := t.Latest()
			exp, ends := id.Time("exp")
			iat, begins := id.Time("iat")
			skew := t.Policy.Skew + 2*check.WholeSecond
			t.Require(ends && begins && exp.After(before) && !iat.Before(before.Add(-skew)) && !iat.After(after.Add(skew)),
				"exp ahead and iat now", "exp in %s, iat %s ago", exp.Sub(after), after.Sub(iat))
		}),
		on("IDT-22", "ask with max_age and look for auth_time", func(t *T) {
			before := t.Clock.Now()
			id := t.identified(scenarios.Param{Name: "max_age", Value: "600"})
			at, there := id.Time("auth_time")
			t.Require(there && before.Sub(at) < 600*1e9+t.Policy.Skew, "auth_time within max_age", "there: %v", there)
		}),
	}
}

// wrong are those of the claims that do not say what they should in an ID token
// that was asked for at a moment.
func (t *T) wrong(id identity, asked time.Time, claims []string) []string {
	exp, ends := id.Time("exp")
	right := map[string]bool{
		"iss": id.Text("iss") == t.Issuer(), "aud": id.For(t.Kit.Client.ID),
		"nonce": id.Text("nonce") == id.nonce, "exp": ends && exp.After(asked),
	}
	return slices.DeleteFunc(slices.Clone(claims), func(name string) bool { return right[name] })
}

// wrongAlone is what is wrong with the ID token of a flow of its own, in words;
// "" for nothing. What every flow has wrong is one habit, which the requirements
// of the token response's ID token are about.
func (t *T) wrongAlone(id identity, asked time.Time, claims ...string) string {
	wrong := t.wrong(id, asked, claims)
	if len(wrong) == 0 {
		return ""
	}
	now := t.Clock.Now()
	alone := wrong
	t.UntilCut(func() { // there may be no ID token of another flow
		everywhere := t.wrong(t.identified(), now, claims)
		alone = slices.DeleteFunc(slices.Clone(wrong), func(name string) bool { return slices.Contains(everywhere, name) })
	})
	if len(alone) == 0 {
		t.Inapplicable("the ID tokens of token responses have the same: %s", strings.Join(wrong, ", "))
	}
	return "wrong " + strings.Join(alone, ", ")
}

// idTokenHybrid holds the ID token of the authorization response to OpenID
// Connect Core 1.0 §3.3.2.
func idTokenHybrid() []check.Check {
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
			again, err := t.vouched(r.Grant.IDToken)
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
	step := t.Hybrid()
	l := t.Visit(step, scenarios.Consents)
	a, err := t.vouched(l.Answer.Get("id_token"))
	if err != nil || l.Code() == "" {
		t.Lacking("a code with an ID token that can be verified", l)
	}
	return identity{Token: a, nonce: step.OIDCNonce}, l
}

// idTokenImplicit holds the ID token of an implicit answer to OpenID Connect
// Core 1.0 §3.2.2.
func idTokenImplicit() []check.Check {
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
	step := t.Implicit()
	l := t.Visit(step, scenarios.Consents)
	t.Control(l, check.WithTokens())
	a, err := t.vouched(l.Answer.Get("id_token"))
	if err != nil {
		t.Lacking("an ID token that can be verified", l)
	}
	return identity{Token: a, nonce: step.OIDCNonce}, l
}
