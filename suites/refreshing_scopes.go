package suites

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// refreshFor refreshes with a scope.
func (t *T) refreshFor(token, scope string) *scenarios.Reply {
	if token == "" {
		t.Untested("a refresh token was to be had first, but none was handed out")
	}
	return t.Do(scenarios.Step{Verb: scenarios.Refresh, Client: t.Held.Client, RefreshToken: token, Scope: scope})
}

// fewer is given: the client's scopes less one that neither the probe nor the
// refresh token hangs on.
func (t *T) fewer() (whole, part string) {
	names := t.scope()
	for i := len(names) - 1; i >= 0; i-- {
		if names[i] != t.Held.ProbeScope && names[i] != "offline_access" && len(names) > 1 {
			return strings.Join(names, " "), strings.Join(less(names, names[i]), " ")
		}
	}
	t.Untested("the target file names no scope that could be left out")
	return "", ""
}

// fewerAtProbe is given: the client's scopes less one that the probe asks for,
// so that it can tell what was granted; less another one where it asks for none.
func (t *T) fewerAtProbe() (whole, part string, needed bool) {
	names := t.scope()
	if len(names) > 1 && slices.Contains(names, t.Held.ProbeScope) {
		part = strings.Join(less(names, t.Held.ProbeScope), " ")
		if r := t.Call(t.grantFor(part).Credentials()); check.IsRefused(r) {
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
			grant := t.grantFor(part)
			t.Control(t.refreshFor(t.grantFor(part).RefreshToken, part), check.Granted())
			r := t.refreshFor(grant.RefreshToken, whole)
			kept := check.Granted().That("names no scope beside "+part, func(r *scenarios.Reply) bool {
				return r.Grant.Scope != "" && within(r.Grant.Scope, part)
			})
			t.Judge(r, check.Either(check.Refused("invalid_scope"), kept))
		}),
		on("REF-18", "refresh for less scope", func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			whole, part, needed := t.fewerAtProbe()
			r := t.refreshFor(t.Grant().RefreshToken, part)
			t.Judge(r, check.Granted().That("names a scope that was granted, or none", func(r *scenarios.Reply) bool {
				return r.Grant.Scope == "" || within(r.Grant.Scope, whole)
			}))
			if r.Grant.Scope != "" && !within(r.Grant.Scope, part) { // RFC 6749 §3.3: ignored, and said so
				t.Measure("a refresh for less scope", "gets all of it, and is told so")
				return
			}
			if needed {
				t.Judge(t.Call(r.Grant.Credentials()), check.Turned())
			}
		}, check.Looks),
		on("REF-19", "refresh for less scope, then for all of it", func(t *T) {
			whole, part := t.fewer()
			grant := t.Grant()
			r := t.refreshFor(grant.RefreshToken, part)
			t.Control(r, check.Granted())
			r = t.refreshFor(newest(grant, r.Grant).RefreshToken, whole)
			t.Judge(r, check.Granted().That("has the whole scope", func(r *scenarios.Reply) bool {
				return r.Grant.Scope == "" || sameScope(r.Grant.Scope, whole)
			}))
		}, check.Looks),
	}
}

// refreshingEnds holds refresh tokens to their end, and to who asked for them.
func refreshingEnds() []check.Check {
	return []check.Check{
		on("REF-20", "refresh just after the end of the refresh token's life", func(t *T) {
			life := t.Lifetime("refresh tokens", t.Policy.RefreshTokenLifetime)
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			grant := t.Grant()
			t.Until(t.JustAfter(life))
			t.Judge(t.Refresh(grant.RefreshToken), check.Refused("invalid_grant"))
		}, check.Waits, check.OfRefresh),
		on("REF-21", "leave out the scope offline_access", func(t *T) {
			names := t.scope()
			if len(less(names, "offline_access")) == len(names) {
				t.Untested("the scope of the target file holds no offline_access")
			}
			t.Control(t.Exchange(t.Code()), check.Granted().That("has a refresh token",
				func(r *scenarios.Reply) bool { return r.Grant.RefreshToken != "" }))
			r := t.Exchange(t.codeOf(t.askingFor(strings.Join(less(names, "offline_access"), " "))))
			t.Judge(r, check.Granted().That("has no refresh token",
				func(r *scenarios.Reply) bool { return r.Grant.RefreshToken == "" }))
		}, check.Looks),
	}
}
