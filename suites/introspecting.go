package suites

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/identity"
	"github.com/authassay/authassay/suites/nearmiss"
)

// introspecting is the chapter of what a server says of a token to who
// protects a resource. RFC 7662.
func introspecting() []check.Check {
	return slices.Concat(
		introspectingLife(), introspectingEnds(), introspectingAnswers(),
		introspectingSpares(),
		introspectingOthers(),
		introspectingRequests(),
		introspectingMethods(),
		introspectingTimes(),
	)
}

// introspectingLife follows a token through its life.
func introspectingLife() []check.Check {
	return []check.Check{
		on("INT-01", "ask about a fresh access token", func(t *T) {
			t.Judge(t.Introspect(t.Grant().AccessToken, ""), active())
		}, check.Looks),
		on("INT-07", "ask about an access token just after the end of its life", func(t *T) {
			grant := t.Grant()
			asked := grant
			if t.unused() {
				asked = t.Grant()
			}
			t.Control(t.Introspect(asked.AccessToken, ""), active())
			t.Until(t.WellAfter(t.LifeOf(grant)))
			t.Judge(t.Introspect(grant.AccessToken, ""), inactive())
		}, check.Waits, check.Looks, check.OfAccess),
		on("INT-08", "ask about an access token that was revoked", func(t *T) {
			grant := t.Grant()
			t.Control(t.Introspect(grant.AccessToken, ""), active())
			t.revoked(grant.AccessToken, "access_token", t.Control)
			t.Judge(t.Introspect(grant.AccessToken, ""), inactive())
		}, check.Ends, check.Looks, check.OfRevocations),
	}
}

// introspectingEnds compares what an answer says of the end of a token with its life.
func introspectingEnds() []check.Check {
	return []check.Check{
		on("INT-06", "compare exp with expires_in", func(t *T) {
			grant, asked, arrived := t.Lately()
			told := t.AnnouncedLife(grant)
			if told == 0 {
				t.Inapplicable("the token response says nothing of a lifetime")
			}
			r := t.Introspect(grant.AccessToken, "")
			t.Control(r, active())
			exp, number := r.Members["exp"].(float64)
			switch {
			case r.Members["exp"] == nil:
				t.Inapplicable("the answer has no exp, which is optional")
			case !number:
				t.Inapplicable("exp is no number, which is for INT-18 to say")
			}
			t.Judge(r, active().That("agrees with expires_in", func(*scenarios.Reply) bool {
				end, skew := time.Unix(int64(exp), 0), t.Policy.Skew+time.Second
				return !end.Before(asked.Add(told-skew)) && !end.After(arrived.Add(told+skew))
			}))
		}),
		on("INT-17", "compare the exp of a refresh token with its life", func(t *T) {
			life := t.Lifetime("refresh tokens", t.Policy.RefreshTokenLifetime)
			asked := t.Clock.Now()
			grant := t.Grant()
			arrived := t.Latest()
			t.Control(t.Introspect(grant.AccessToken, ""), active())
			r := t.Introspect(grant.RefreshToken, "refresh_token")
			if !active().Accepts(r) {
				t.Inapplicable("introspection knows no refresh tokens here")
			}
			exp, there := r.Members["exp"].(float64)
			if !there {
				t.Inapplicable("the answer has no exp, which is optional")
			}
			end, skew := time.Unix(int64(exp), 0), t.Policy.Skew+time.Second
			t.Judge(r, active().That("agrees with the life of refresh tokens", func(*scenarios.Reply) bool {
				return !end.Before(asked.Add(life-skew)) && !end.After(arrived.Add(life+skew))
			}))
		}),
	}
}

// introspectingAnswers holds the answers to their shape.
func introspectingAnswers() []check.Check {
	return []check.Check{
		on("INT-03", "look at the answer about a token that was never issued", func(t *T) {
			t.controlActive()
			r := t.Introspect(t.Nonce(), "")
			t.Control(r, inactive())
			t.Judge(r, inactive().That("says nothing else", func(r *scenarios.Reply) bool { return len(r.Members) == 1 }))
		}),
		on("INT-09", "compare client_id, scope and token_type with the grant", func(t *T) {
			grant, _, _ := t.Lately()
			t.Judge(t.toldOf(grant), t.describes(grant))
			if name := t.narrower(); name != "" {
				var narrow scenarios.Grant
				if !t.UntilCut(func() { narrow = t.GrantFor(name) }) {
					narrow.Scope = cmp.Or(narrow.Scope, name) // RFC 6749 §5.1
					t.JudgeEach("a grant of "+name, t.Introspect(narrow.AccessToken, ""), t.describes(narrow))
				}
			}
			if t.Kit.OtherClient != nil { // which need not be told anything
				r := t.introspectAs(t.OtherClient(), grant.AccessToken, "")
				t.JudgeEach("told to another client", r, check.Either(untold(), inactive(), t.describes(grant)))
			}
		}),
		on("INT-11", "look at content type and type of active", func(t *T) {
			r := t.Introspect(t.Grant().AccessToken, "")
			t.Control(r, check.RefusedWith(http.StatusOK))
			t.Judge(r, check.RefusedWith(http.StatusOK).That("is application/json with a boolean active", func(r *scenarios.Reply) bool {
				_, boolean := r.Members["active"].(bool)
				return check.IsJSON(r.Header) && boolean
			}))
		}),
	}
}

// introspectingOthers asks about what is no access token.
func introspectingOthers() []check.Check {
	return []check.Check{
		on("INT-02", "ask about tokens that were never issued", func(t *T) {
			t.controlActive()
			t.Judge(t.Introspect(t.Nonce(), ""), inactive())
			made := nearmiss.Made(cmp.Or(t.Kit.ProbeUser.Is, "admin"), t.Kit.Client.ID, t.Kit.Issuer, t.Clock.Now().Unix())
			made = slices.DeleteFunc(made, func(m nearmiss.Miss) bool { return strings.Count(m.Value, ".") != 2 })
			t.Sweep(made, func(m nearmiss.Miss) any { return t.Introspect(m.Value, "") }, check.Either(inactive(), check.Turned())) // who gives no signed tokens may refuse the form
		}),
		on("INT-10", "ask about a code", func(t *T) {
			t.controlActive()
			t.Judge(t.Introspect(t.Code(), ""), inactive())
		}),
		on("INT-13", "ask about an access token that is called a refresh token", func(t *T) {
			grant := t.controlActive()
			t.Judge(t.Introspect(grant.AccessToken, "refresh_token"), active())
			t.Judge(t.Introspect(grant.AccessToken, "assay_token"), active())
		}),
		on("INT-14", "ask about what only resembles a token", func(t *T) {
			grant := t.controlActive()
			ask := func(m nearmiss.Miss) any { return t.Introspect(m.Value, "") }
			sound, odd := resembling(grant.AccessToken)
			t.Sweep(sound, ask, inactive())
			t.Sweep(odd, ask, check.Either(inactive(), check.Turned())) // no token has such characters
			t.Control(t.Introspect(grant.AccessToken, ""), active())
		}),
	}
}

// introspectingSpares holds asking to its changing nothing and giving nothing away.
func introspectingSpares() []check.Check {
	return []check.Check{
		on("INT-23", "ask twice, some time apart, and compare what is told", func(t *T) {
			grant := t.Grant()
			first := t.Introspect(grant.AccessToken, "")
			t.Control(first, active())
			told := lasting(first)
			if len(told) == 0 {
				t.Inapplicable("nothing is told of a token but that it is active, and until when")
			}
			t.Pauses()
			again := t.Introspect(grant.AccessToken, "")
			t.Control(again, active())
			t.Judge(again, active().That("tells what was told before", func(r *scenarios.Reply) bool {
				return maps.Equal(told, lasting(r))
			}))
		}),
		on("INT-24", "ask about both tokens, then use them", func(t *T) {
			grant := t.Grant()
			t.Control(t.Call(grant.Credentials()), check.Alive())
			t.toldOf(grant)
			t.Sound(t.Introspect(grant.RefreshToken, "refresh_token"))
			t.JudgeEach("the access token", t.Call(grant.Credentials()), check.Alive())
			t.JudgeEach("the refresh token", t.Refreshable(grant.RefreshToken), check.Granted())
		}),
		on("INT-25", "look for other credentials in what is told", func(t *T) {
			grant := t.Grant()
			t.Judge(t.toldOf(grant), active().That("holds neither the refresh token nor the secret", func(r *scenarios.Reply) bool {
				return check.KeepsBack(grant.RefreshToken, t.Kit.Client.Secret).Accepts(r)
			}))
		}, check.Looks),
	}
}

// introspectingRequests bends the request and who sends it.
func introspectingRequests() []check.Check {
	return []check.Check{
		on("INT-04", "ask without any authorization", func(t *T) {
			grant := t.Admitted()
			if !t.public() {
				grant = t.controlActive()
			}
			r := t.introspectAs(scenarios.Registration{Authentication: "none"}, grant.AccessToken, "")
			t.Judge(r, check.Turned())
			if t.public() {
				t.Judge(t.introspectAs(t.Kit.Client, grant.AccessToken, ""), check.Turned())
				return
			}
			named := t.Kit.Client
			named.Secret = ""
			t.JudgeEach("client_id alone", t.introspectAs(named, grant.AccessToken, ""), check.Turned())
			bearer := scenarios.Authorized("Bearer " + grant.AccessToken)
			t.JudgeEach("the token itself", t.introspectAs(scenarios.Registration{Authentication: "none"}, grant.AccessToken, "", bearer), check.Turned())
		}),
		on("INT-05", "ask with a wrong client secret", func(t *T) {
			t.confidential()
			grant := t.controlActive()
			client := t.Kit.Client
			client.Secret = t.Nonce()
			t.Judge(t.introspectAs(client, grant.AccessToken, ""), check.Refused("invalid_client"))
		}, check.Attacks),
		on("INT-16", "ask with a wrong client secret and look at the status", func(t *T) {
			t.confidential()
			grant := t.controlActive()
			client := t.Kit.Client
			client.Secret = t.Nonce()
			r := t.introspectAs(client, grant.AccessToken, "")
			t.Sound(r)
			if !check.IsRefused(r) {
				t.Inapplicable("a wrong secret is taken, which is for INT-05 to say")
			}
			t.Judge(r, check.RefusedWith(http.StatusUnauthorized))
		}, check.Attacks),
		on("INT-12", "leave out the token", func(t *T) {
			t.controlActive()
			t.Judge(t.Introspect(t.Nonce(), "", scenarios.Without("token")), check.Turned()) // no clause gives the refusal a name
		}),
	}
}

// introspectingMethods asks by other methods, and with parameters that come twice.
func introspectingMethods() []check.Check {
	return []check.Check{
		on("INT-15", "ask by GET", func(t *T) {
			grant := t.controlActive()
			t.Judge(t.Introspect(grant.AccessToken, "", scenarios.InQuery(), scenarios.ByMethod(http.MethodGet)), untold())
		}),
		on("INT-22", "ask by other methods", func(t *T) {
			t.controlActive()
			t.spoils(t.requests("introspect", t.Kit.Client), byMethods()[1:], untold())
		}),
		on("INT-21", "send each parameter twice, with one value and with two", func(t *T) {
			t.controlActive()
			t.repeats(untold())
		}),
	}
}

// introspectingTimes holds what is said of times, and of tokens at all times of
// their lives.
func introspectingTimes() []check.Check {
	return []check.Check{
		on("INT-18", "look at the times that are told", func(t *T) {
			grant, asked, arrived := t.Lately()
			r := t.Introspect(grant.AccessToken, "")
			t.Control(r, active())
			identity.Dated(t.T, r.Members, asked, arrived, "exp", "iat", "nbf")
		}, check.Looks),
		on("INT-19", "ask about a token that is worth nothing any more", func(t *T) {
			t.controlActive()
			token, hint := t.dying()
			said := t.Introspect(token, hint)
			if active().Accepts(said) && t.lives(token) {
				t.Inapplicable("the token lives on here, as is said of it")
			}
			t.Judge(said, inactive())
		}, check.Ends, check.Looks, check.OfRevocations),
		on("INT-20", "ask about the former access token after a refresh, and use it", func(t *T) {
			grant := t.Grant()
			t.Control(t.Introspect(grant.AccessToken, ""), active())
			t.Control(t.Call(grant.Credentials()), check.Alive())
			t.Control(t.Refresh(grant.RefreshToken), check.Granted())
			opens := t.Call(grant.Credentials())
			t.Sound(opens)
			said := active()
			if check.IsRefused(opens) {
				said = inactive()
			}
			t.Judge(t.Introspect(grant.AccessToken, ""), said)
		}, check.Looks),
	}
}
