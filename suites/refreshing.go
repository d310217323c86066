package suites

import (
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// refreshing is the chapter of the refresh token: what it gives, to whom, and
// for how long. RFC 6749 §6, RFC 9700 §4.14.
func refreshing() []check.Check {
	return slices.Concat(
		refreshingGives(),
		refreshingLives(),
		refreshingRotates(),
		refreshingReuses(),
		refreshingRefuses(),
		refreshingMembers(),
		refreshingScopes(),
		refreshingNameless(),
		refreshingEnds(),
		refreshingCourse(),
		refreshingSpares(),
	)
}

// refreshingGives holds the good answer to its use.
func refreshingGives() []check.Check {
	return []check.Check{
		on("REF-01", "refresh and use the new access token", func(t *T) {
			r := t.Refresh(t.Living().RefreshToken)
			t.Judge(r, check.Granted())
			t.Judge(t.Call(r.Grant.Credentials()), check.Alive())
		}, check.Looks),
		on("REF-02", "refresh ten times in a row, each time with the newest refresh token", func(t *T) {
			grant := t.Living()
			for range 10 {
				r := t.Refresh(grant.RefreshToken)
				t.Judge(r, check.Granted())
				grant = check.Newest(grant, r.Grant)
			}
			t.Judge(t.Call(grant.Credentials()), check.Alive())
		}, check.Looks),
		on("REF-14", "compare the answer to a refresh with the one to the exchange", func(t *T) {
			first := t.answer()
			r := t.Refresh(first.Grant.RefreshToken)
			t.Control(r, check.Granted())
			t.Sound(r)
			seen := map[bool]string{true: "with ", false: "without "}
			for _, like := range []labelled[func(*scenarios.Reply) bool]{
				{"token_type bearer", ofBearer}, {"a number as expires_in", timedIfTold}, {"Cache-Control: no-store", notStored},
			} {
				has := like.thing
				t.Require(has(r) || !has(first), "like the answer to the exchange, with "+like.as,
					"the exchange %s, the refresh %s", seen[has(first)]+like.as, seen[has(r)]+like.as)
			}
		}, check.Looks),
	}
}

// refreshingLives holds a refresh to the clock.
func refreshingLives() []check.Check {
	return []check.Check{
		on("REF-03", "refresh after the access token has expired", func(t *T) {
			grant := t.Grant()
			t.controlLife(grant)
			t.Until(t.WellAfter(t.LifeOf(grant)))
			r := t.Refresh(grant.RefreshToken)
			t.Judge(r, check.Granted())
			t.Judge(t.Call(r.Grant.Credentials()), check.Alive())
		}, check.Waits, check.Looks, check.OfAccess),
		on("REF-04", "refresh some time later and use the new access token until just before its own end", func(t *T) {
			r := t.JustBefore(func() check.Mortal {
				grant := t.Grant()
				t.NeedsPatience(t.apart(t.LifeOf(grant)) + t.LifeOf(grant))
				t.Until(t.Latest().Add(t.apart(t.LifeOf(grant))))
				asked := t.Clock.Now()
				refreshed := t.Granted(t.Refresh(grant.RefreshToken))
				t.Control(t.Call(refreshed.Credentials()), check.Alive())
				return check.Mortal{End: asked.Add(t.LifeOf(refreshed)), Use: func() *scenarios.Reply { return t.Call(refreshed.Credentials()) }}
			})
			t.Judge(r, check.Alive())
		}, check.Waits, check.Looks, check.OfAccess),
	}
}

// apart is how long after the first token a second one is asked for, so that it
// can be told whose end it dies at: no longer than need be, for a whole run lasts
// so much longer than a lifetime.
func (t *T) apart(life time.Duration) time.Duration {
	return min(max(check.Share(life), 3*(t.Policy.Skew+check.WholeSecond)), life/2)
}

// refreshingRefuses holds the grant to what is no refresh token of the client.
func refreshingRefuses() []check.Check {
	refused := func(id, when string, made func(*T) string) check.Check {
		return on(id, when, func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			t.Judge(t.Refresh(made(t)), check.Refused("invalid_grant"))
		})
	}
	return []check.Check{
		refused("REF-06", "refresh with a token that was never issued", func(t *T) string { return t.Nonce() }),
		refused("REF-07", "refresh with an access token", func(t *T) string { return t.Grant().AccessToken }),
		refused("REF-08", "refresh with a code", (*T).Code),
		on("REF-05", "refresh as another client", func(t *T) {
			other := t.OtherClient()
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			t.Judge(t.refreshAs(other, t.Grant().RefreshToken), check.Refused("invalid_grant"))
		}),
		on("REF-15", "refresh with what only resembles the token", func(t *T) {
			p := t.requests("refresh", t.Kit.Client)
			token := p.obtain()
			t.resembles(filled(nearmiss.Of(nearmiss.Credential, token)), token, p, check.Refused("invalid_grant", "invalid_request"))
		}),
	}
}

// refreshAs refreshes as another client would.
func (t *T) refreshAs(client scenarios.Registration, token string, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Refresh, Client: client, RefreshToken: token}, bends...)
}

// refreshingMembers bends the members of the request.
func refreshingMembers() []check.Check {
	return []check.Check{
		on("REF-09", "refresh with a wrong client secret", func(t *T) {
			t.confidential()
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			client := t.Kit.Client
			client.Secret = t.Nonce()
			t.Judge(t.refreshAs(client, t.Grant().RefreshToken), check.Refused("invalid_client"))
		}, check.Attacks),
		on("REF-16", "refresh without the client secret", func(t *T) {
			t.confidential()
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			client := t.Kit.Client
			client.Secret = ""
			t.Judge(t.refreshAs(client, t.Grant().RefreshToken), check.Refused("invalid_client", "invalid_request"))
		}),
		on("REF-10", "leave out the refresh token", func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			t.Judge(t.Refresh(t.Grant().RefreshToken, scenarios.Without("refresh_token")), check.Refused("invalid_request"))
		}),
	}
}

// refreshFor refreshes with a scope.
func (t *T) refreshFor(token, scope string) *scenarios.Reply {
	if token == "" {
		t.Untested("a refresh token was to be had first, but none was handed out")
	}
	return t.Do(scenarios.Step{Verb: scenarios.Refresh, Client: t.Kit.Client, RefreshToken: token, Scope: scope})
}

// fewer is given: the client's scopes less one that neither the probe nor the
// refresh token hangs on.
func (t *T) fewer() (whole, part string) {
	names := t.Scope()
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] != t.Kit.ProbeScope && names[i] != "offline_access" && len(names) > 1 {
			return strings.Join(names, " "), strings.Join(check.Without(names, names[i]), " ")
		}
	}
	t.Untested("the target file names no scope that could be left out")
	return "", ""
}

// fewerAtProbe is given: the client's scopes less one that the probe asks for,
// so that it can tell what was granted; less another one where it asks for none.
func (t *T) fewerAtProbe() (whole, part string, needed bool) {
	names := t.Scope()
	if len(names) > 1 && slices.Contains(names, t.Kit.ProbeScope) {
		part = strings.Join(check.Without(names, t.Kit.ProbeScope), " ")
		if r := t.Call(t.GrantFor(part).Credentials()); check.IsRefused(r) {
			return strings.Join(names, " "), part, true
		}
	}
	whole, part = t.fewer()
	return whole, part, false
}

// refreshingScopes holds a refresh to the scope of its grant. RFC 6749 §6.
func refreshingScopes() []check.Check {
	return []check.Check{
		on("REF-17", "refresh for a scope that was not granted", func(t *T) {
			whole, part := t.fewer()
			grant := t.GrantFor(part)
			t.Control(t.refreshFor(t.GrantFor(part).RefreshToken, part), check.Granted())
			r := t.refreshFor(grant.RefreshToken, whole)
			kept := check.Granted().That("names no scope beside "+part, func(r *scenarios.Reply) bool {
				return r.Grant.Scope != "" && check.Within(r.Grant.Scope, part)
			})
			t.Judge(r, check.Either(check.Refused("invalid_scope"), kept))
		}),
		on("REF-18", "refresh for less scope", func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			whole, part, needed := t.fewerAtProbe()
			r := t.refreshFor(t.Grant().RefreshToken, part)
			t.Judge(r, check.Granted().That("names a scope that was granted, or none", func(r *scenarios.Reply) bool {
				return r.Grant.Scope == "" || check.Within(r.Grant.Scope, whole)
			}))
			if r.Grant.Scope != "" && !check.Within(r.Grant.Scope, part) { // RFC 6749 §3.3: ignored, and said so
				t.Measure("a refresh for less scope", "gets all of it, and is told so")
				return
			}
			if needed {
				t.Judge(t.Call(r.Grant.Credentials()), check.Turned())
			}
		}, check.Looks),
		on("REF-19", "refresh for less scope, then without naming any, then for all of it", func(t *T) {
			whole, part := t.fewer()
			grant := t.Grant()
			r := t.refreshFor(grant.RefreshToken, part)
			t.Control(r, check.Granted())
			all := check.Granted().That("has the whole scope", func(r *scenarios.Reply) bool {
				return r.Grant.Scope == "" || check.SameScope(r.Grant.Scope, whole)
			})
			grant = check.Newest(grant, r.Grant)
			r = t.Refresh(grant.RefreshToken)
			t.Judge(r, all)
			t.Judge(t.refreshFor(check.Newest(grant, r.Grant).RefreshToken, whole), all)
		}, check.Looks),
	}
}

// refreshingNameless holds a refresh to parameters that say nothing. RFC 6749 §3.2.
func refreshingNameless() []check.Check {
	return []check.Check{
		on("REF-26", "refresh with an empty scope", func(t *T) {
			grant := t.Grant()
			r := t.Refresh(grant.RefreshToken)
			t.Control(r, check.Granted())
			t.Judge(t.Refresh(check.Newest(grant, r.Grant).RefreshToken, scenarios.With("scope", "")), check.Granted())
		}, check.Looks),
	}
}

// refreshingEnds holds refresh tokens to their end, and to who asked for them.
func refreshingEnds() []check.Check {
	return []check.Check{
		on("REF-20", "refresh just after the end of the refresh token's life", func(t *T) {
			life := t.Lifetime("refresh tokens", t.Policy.RefreshTokenLifetime)
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			token := t.ageing()
			t.Until(t.JustAfter(life))
			t.Judge(t.Refresh(token), check.Refused("invalid_grant"))
		}, check.Waits, check.OfRefresh),
		on("REF-36", "refresh just before the end of the refresh token's life", func(t *T) {
			life := t.Lifetime("refresh tokens", t.Policy.RefreshTokenLifetime)
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			t.Judge(t.JustBefore(func() check.Mortal {
				asked, token := t.Clock.Now(), t.ageing()
				return check.Mortal{End: asked.Add(life), Use: func() *scenarios.Reply { return t.Refresh(token) }}
			}), check.Granted())
		}, check.Waits, check.Looks, check.OfRefresh),
		on("REF-21", "leave out the scope offline_access", func(t *T) {
			names := t.Scope()
			if len(check.Without(names, "offline_access")) == len(names) {
				t.Untested("the scope of the target file holds no offline_access")
			}
			t.Control(t.Exchange(t.Code()), check.Granted().That("has a refresh token",
				func(r *scenarios.Reply) bool { return r.Grant.RefreshToken != "" }))
			r := t.Exchange(t.CodeOf(t.AskingFor(strings.Join(check.Without(names, "offline_access"), " "))))
			t.Judge(r, check.Granted().That("has no refresh token",
				func(r *scenarios.Reply) bool { return r.Grant.RefreshToken == "" }))
		}, check.Looks),
	}
}
