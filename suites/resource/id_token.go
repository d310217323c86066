package resource

import (
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// Asserting is that part of the chapter of signed tokens that is about protected
// resources: none takes an access token that the server never signed. RFC 8725.
func Asserting() []check.Check {
	forged := func(id, when string, forge func(t *T, good, other string) []jwt.Forgery) check.Check {
		return on(id, when, func(t *T) {
			t.at(func() {
				good := t.signedAccess()
				all := forge(t, good, t.anotherAccess(good))
				if len(all) == 0 {
					t.Inapplicable("access tokens are signed in another serialisation here")
				}
				t.refusesForged(good, all)
				t.Control(t.Call(scenarios.Bearer(good)), check.Alive())
			})
		}, check.Attacks).At(check.Caller(1))
	}
	return []check.Check{
		on("IDT-14", "call the API with an ID token", func(t *T) {
			t.at(func() {
				t.Admitted()
				r := t.Exchange(t.CodeOf(t.AskingFor(t.OpenID())))
				t.Control(r, check.Granted())
				if r.Grant.IDToken == "" {
					t.Lacking("an ID token that can be verified", r)
				}
				t.Judge(t.Call(scenarios.Bearer(r.Grant.IDToken)), check.Dead())
			})
		}),
		forged("IDT-15", "say that an access token is signed with none, and with nothing known", func(_ *T, good, _ string) []jwt.Forgery {
			return jwt.WithoutAlgorithm(good)
		}),
		forged("IDT-16", "change the claims and the header of an access token", func(_ *T, good, _ string) []jwt.Forgery {
			return jwt.Claimed(good)
		}),
		forged("IDT-17", "sign an access token with the public key as a secret, and with what anybody knows", func(t *T, good, _ string) []jwt.Forgery {
			return t.Keys().BySecret(good, slices.DeleteFunc([]string{t.Kit.Client.Secret, t.Kit.Client.ID}, func(s string) bool { return s == "" })...)
		}),
		forged("IDT-18", "sign an access token with a key that it brings along or points at", func(t *T, good, _ string) []jwt.Forgery {
			all, err := jwt.ByStranger(good)
			if err != nil {
				t.Untested("%v", err)
			}
			return all
		}),
		forged("IDT-19", "take the signature from an access token, and put others there", func(_ *T, good, other string) []jwt.Forgery {
			return jwt.Spoilt(good, other)
		}),
	}
}

// refusesForged presents forgeries of a good token, and wants each refused.
func (t *T) refusesForged(good string, all []jwt.Forgery) {
	var misses []nearmiss.Miss
	for _, f := range all {
		if f.Token != good && legible(f.Token) {
			misses = append(misses, nearmiss.Miss{As: f.As, Why: f.Why, Value: f.Token})
		}
	}
	t.Sweep(misses, func(m nearmiss.Miss) any { return t.Call(scenarios.Bearer(m.Value)) }, check.DeadToken())
}

// signedAccess is given: an access token that is signed and lives. An opaque one is
// nobody's fault.
func (t *T) signedAccess() string {
	grant := t.Admitted()
	if _, signed := jwt.Peek(grant.AccessToken); !signed {
		t.Inapplicable("access tokens are opaque here")
	}
	return grant.AccessToken
}

// anotherAccess is given: another signed access token of the tester's.
func (t *T) anotherAccess(good string) string {
	return check.Borrow(t.T, "another grant", func(g scenarios.Grant) bool { return g.AccessToken != good }, t.Grant).AccessToken
}
