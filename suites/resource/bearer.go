package resource

import (
	"net/http"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/pointer"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// Bearer is the chapter of access tokens at the API: which are let in, and
// how the others are told. RFC 6750.
func Bearer() []check.Check {
	return slices.Concat(
		bearerAccepts(),
		bearerAnonymous(),
		bearerBadTokens(),
		bearerElsewhere(),
		bearerPacked(),
		bearerStrangers(),
		bearerGuises(),
		bearerOthers(),
		bearerScopes(),
		bearerUser(),
		bearerWordings(),
	)
}

// bearerWordings judges how refusals of the API are worded, wherever they
// were seen.
func bearerWordings() []check.Check {
	unknown := func(t *T) any {
		if !t.KeysOnly() {
			t.Admitted()
		}
		return t.Call(t.strange())
	}
	return []check.Check{
		wordings("PRE-28", "look at the status of refused credentials", check.KindToken, check.Dead(), unknown),
		wordings("PRE-07", "look for invalid_token in the challenges to bad tokens", check.KindInvalid, check.Dead(), unknown),
		wordings("PRE-04", "look at the challenges of refusals", check.KindChallenge, check.Dead(), func(t *T) any {
			t.Admitted()
			return t.Anonymous()
		}),
		wordings("PRE-30", "look at the status of requests that cannot be read", check.KindMalformed, check.Illegible(), func(t *T) any {
			t.Admitted()
			return t.Anonymous(scenarios.Authorized("Bearer"))
		}),
	}
}

// bearerAccepts holds the API to good tokens.
func bearerAccepts() []check.Check {
	return []check.Check{
		on("PRE-01", "call the API with a fresh access token", func(t *T) {
			t.Judge(t.Call(t.Grant().Credentials()), check.Alive())
		}, check.Looks),
		on("PRE-02", "write the scheme in small letters and in capitals", func(t *T) {
			grant := t.Grant()
			t.Control(t.Call(grant.Credentials()), check.Alive())
			for _, scheme := range []string{"bearer ", "BEARER "} {
				t.JudgeEach("the scheme "+check.Brief(scheme), t.Call(grant.Credentials(), scenarios.Authorized(scheme+grant.AccessToken)), check.Alive())
			}
		}),
		on("PRE-15", "ask the API whom the token acts for", func(t *T) {
			user := t.Kit.ProbeUser
			if user.Pointer == "" {
				t.Untested("the target file does not say how the probe names its user")
			}
			t.Needs(check.ProbeUser)
			r := t.Call(t.Grant().Credentials())
			t.Control(r, check.Alive())
			t.Judge(r, check.Alive().That("names the user "+user.Is+" at "+user.Pointer,
				func(r *scenarios.Reply) bool {
					is, found := pointer.Find(r.Body, user.Pointer)
					return found && is == user.Is
				}))
		}, check.Looks),
	}
}

// bearerAnonymous holds the API to requests without credentials.
func bearerAnonymous() []check.Check {
	return []check.Check{
		on("PRE-03", "call the API without credentials", func(t *T) {
			t.at(func() {
				t.Admitted()
				t.Judge(t.Anonymous(), check.Dead())
			})
		}, check.Looks),
		on("PRE-05", "look for an error code in that challenge", func(t *T) {
			t.Admitted()
			r := t.Anonymous()
			t.Control(r, check.Turned())
			t.hasChallenge(r)
			t.Judge(r, check.Turned().That("has no error in any challenge", func(r *scenarios.Reply) bool {
				for _, c := range scenarios.Challenges(r.Header) {
					if c.Params["error"] != "" {
						return false
					}
				}
				return true
			}))
		}, check.Looks),
	}
}

// hasChallenge is given: a refusal that has a challenge, whatever it says.
func (t *T) hasChallenge(r *scenarios.Reply) {
	if len(scenarios.Challenges(r.Header)) == 0 {
		t.elsewhere("PRE-04", "the refusal has no challenge to look at")
	}
}

// withChallenge accepts a refusal with a challenge of the kind.
func withChallenge(shows string, ok func(scenarios.Challenge) bool) check.Answer {
	return check.Turned().That("has "+shows, func(r *scenarios.Reply) bool {
		for _, c := range scenarios.Challenges(r.Header) {
			if ok(c) {
				return true
			}
		}
		return false
	})
}

// bearerBadTokens holds the API to tokens that are none.
func bearerBadTokens() []check.Check {
	return []check.Check{
		on("PRE-06", "call the API with a token that was never issued", func(t *T) {
			t.at(func() {
				t.Admitted()
				t.Judge(t.Call(scenarios.Bearer(t.Nonce())), check.Dead())
			})
		}),
		on("PRE-09", "look for a Bearer challenge", func(t *T) {
			t.Admitted()
			r := t.Call(scenarios.Bearer(t.Nonce()))
			t.Control(r, check.Turned())
			t.hasChallenge(r)
			t.Judge(r, withChallenge("a Bearer challenge", func(c scenarios.Challenge) bool { return c.Is(scenarios.SchemeBearer) }))
		}),
		on("PRE-17", "look at the body of the refusal", func(t *T) {
			t.Admitted()
			r := t.Call(scenarios.Bearer(t.Nonce()))
			t.Control(r, check.Turned())
			t.Judge(r, check.Turned().That("has the documented error body",
				func(r *scenarios.Reply) bool { return r.Documented && check.IsJSON(r.Header) }))
		}),
		on("PRE-27", "look for parameters that stand twice in a challenge", func(t *T) {
			if !t.KeysOnly() {
				t.Admitted()
			}
			for _, r := range t.withChallenges() {
				t.JudgeEach(r.as, r.thing, check.Turned().That("has challenges without repeated parameters", func(r *scenarios.Reply) bool {
					return !slices.ContainsFunc(scenarios.Challenges(r.Header), func(c scenarios.Challenge) bool { return len(c.Repeated) > 0 })
				}))
			}
		}),
		on("PRE-08", "call the API with what only resembles a token", func(t *T) {
			t.at(func() {
				grant := t.Admitted()
				t.Sweep(t.spellings(nearmiss.BearerToken, grant.AccessToken), func(m nearmiss.Miss) any {
					return t.Call(scenarios.Bearer(m.Value))
				}, check.DeadToken())
				t.Control(t.Call(grant.Credentials()), check.Alive())
			})
		}, check.Attacks),
		on("PRE-16", "call the API with the scheme and no token", func(t *T) {
			t.Admitted()
			for _, value := range []string{"Bearer", "Bearer "} {
				t.JudgeEach(check.Brief(value), t.Anonymous(scenarios.Authorized(value)), check.Illegible())
			}
		}),
	}
}

// strange are credentials of the tester's kind that are none, and of nobody: who
// only tests guesses at nobody's secret. Where they are a pair, the tester's own
// has been seen to live.
func (t *T) strange() scenarios.Credentials {
	if t.KeysOnly() {
		t.KeyHolder()
		return scenarios.Basic(t.Nonce(), t.Nonce())
	}
	return scenarios.Bearer(t.Nonce())
}

// withChallenges are given: refusals that hold challenges, to no credentials and
// to bad ones.
func (t *T) withChallenges() []labelled[*scenarios.Reply] {
	seen := []labelled[*scenarios.Reply]{{"no credentials", t.Anonymous()}, {"bad credentials", t.Call(t.strange())}}
	seen = slices.DeleteFunc(seen, func(r labelled[*scenarios.Reply]) bool {
		return !check.IsRefused(r.thing) || len(scenarios.Challenges(r.thing.Header)) == 0
	})
	if len(seen) == 0 {
		t.elsewhere("PRE-04", "no refusal has a challenge to look at")
		t.Untested("no refusal came that has a challenge to look at")
	}
	return seen
}

// bearerElsewhere sends the token where it does not belong.
func bearerElsewhere() []check.Check {
	return []check.Check{
		on("PRE-10", "send the access token in the URI", func(t *T) {
			grant := t.Admitted()
			t.Control(t.Anonymous(), check.Turned())
			t.Judge(t.Anonymous(scenarios.WithQuery("access_token", grant.AccessToken)), check.Turned())
		}),
		on("PRE-11", "send the access token in a form body", func(t *T) {
			grant := t.Admitted()
			t.Control(t.Anonymous(), check.Turned())
			inBody := scenarios.RawBody("access_token="+grant.AccessToken, "application/x-www-form-urlencoded")
			t.JudgeEach("by GET", t.Anonymous(inBody), check.Turned())
			t.JudgeEach("by POST", t.Anonymous(inBody, scenarios.ByMethod(http.MethodPost)), check.Turned())
		}),
	}
}

// bearerOthers presents what is a secret, but no access token.
func bearerOthers() []check.Check {
	refused := func(id, when string, made func(*T) string) check.Check {
		return on(id, when, func(t *T) {
			t.at(func() {
				t.Admitted()
				token := made(t)
				t.Judge(t.CallIn(t.Kit.Tenant, scenarios.Bearer(token)), check.DeadAs(token))
			})
		})
	}
	return []check.Check{
		refused("PRE-13", "call the API with a refresh token", func(t *T) string {
			token := t.Grant().RefreshToken
			if token == "" {
				t.Untested("no refresh token was handed out")
			}
			return token
		}),
		refused("PRE-14", "call the API with a code", (*T).Code),
		// A server that knows no Basic at its API may call it a bad request.
		on("PRE-18", "call the API with the client's id and secret", func(t *T) {
			t.Admitted()
			if t.Kit.Client.Secret == "" {
				t.Inapplicable("the client is a public one and has no secret")
			}
			t.Judge(t.CallIn(t.Kit.Tenant, scenarios.Basic(t.Kit.Client.ID, t.Kit.Client.Secret)), check.Turned())
		}),
	}
}

// elsewhere ends the check because what it would look at is missing, where the
// profile has another requirement which says that it must be there.
func (t *T) elsewhere(id, missing string) {
	if _, adopted := t.Profile.Duty(catalogue.ID(id)); adopted {
		t.Inapplicable("%s, which is for %s to judge", missing, id)
	}
}
