package fakeserver

import (
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/store"
	"github.com/authassay/authassay/fakeserver/rules"
)

// refresh redeems a refresh token.
func (v *Visit) refresh(p parameters) (*tokens, *Refusal) {
	rules := &v.Rules.Refreshing
	sent := p.get("refresh_token")
	found, known := v.refreshOf(sent)
	client, refusal := v.identify(p, &v.Rules.ClientAuthentication.AtRefresh, func() *Client {
		if !known {
			return nil
		}
		return found.grant.client
	})
	switch {
	case refusal != nil:
		if known && rules.BurntByStranger {
			v.burn(found.grant)
		}
		return nil, refusal
	case sent == "" && !known:
		return nil, &rules.MissingToken
	case !known:
		return nil, &rules.UnknownToken
	case found.grant.refreshRevoked.Load():
		return nil, &rules.RevokedToken
	case found.grant.client != client && rules.BoundToClient:
		if rules.BurntByOther {
			v.burn(found.grant)
		}
		return nil, &rules.OtherClient
	case store.Dead(found, v.Now), v.unusable(found.grant):
		return nil, &rules.ExpiredToken
	}
	return v.useRefresh(found, p)
}

// useRefresh uses a refresh token that is good by itself.
func (v *Visit) useRefresh(found *refreshToken, p parameters) (*tokens, *Refusal) {
	rules := &v.Rules.Refreshing
	if p.has("scope") && p.get("scope") == "" && v.Rules.Exchanging.EmptyCounts {
		return nil, &v.Rules.Scoping.Broader
	}
	scope, refusal := v.refreshedScope(found, p.get("scope"))
	switch {
	case v.Rules.Scoping.EmptyMinded && p.has("scope") && p.get("scope") == "":
		return nil, &v.Rules.Scoping.Unknown
	case refusal != nil:
		if rules.BurntByScope {
			v.burn(found.grant)
		}
		return nil, refusal
	case rules.Collides > 0 && found.usedAt.Load() == 0:
		if !v.collidesWith(found) {
			return nil, &rules.Collision
		}
	case !v.spend(found):
		return nil, &rules.UsedToken
	}
	if found.grant.refreshes.Add(1) > int64(rules.MaxChain) && rules.MaxChain > 0 {
		return nil, &rules.ChainEnded
	}
	if rules.WritesBack > 0 {
		pause(v.R.Context(), rules.WritesBack)
		found.grant.refreshRevoked.Store(false)
		found.grant.accessRevoked.Store(false)
	}
	return v.renew(found, p.get("refresh_token"), scope), nil
}

// burn ends a grant whose refresh token was tried wrongly.
func (v *Visit) burn(g *grant) {
	g.ended(true, true)
	v.endGrant(g, v.Rules.Refreshing.FailureReach, true, true)
}

// unusable says that a refresh needs an access token that was used, and that the
// grant's has expired without.
func (v *Visit) unusable(g *grant) bool {
	former := g.former.Load()
	return v.Rules.Expiring.NeedsUse && former != nil && former.seen.Load() == 0 && store.Dead(former, v.Now)
}

// collidesWith uses a token slowly, minds who else comes with it meanwhile, and says
// whether it is good.
func (v *Visit) collidesWith(t *refreshToken) (good bool) {
	rules := &v.Rules.Refreshing
	if t.using.Add(1) > 1 {
		v.state.felled.Store(rules.CollisionFells)
		return false
	}
	pause(v.R.Context(), rules.Collides)
	t.usedAt.Store(v.Now.UnixNano())
	return !rules.CollisionSpoils || t.using.Load() == 1
}

// findRefresh looks a token up, and where the rules are bent other credentials too.
func (v *Visit) findRefresh(sent string) (*refreshToken, bool) {
	rules := &v.Rules.Refreshing
	if sent == "" || !rules.Offered {
		return nil, false
	}
	if found, ok := v.state.refreshes.Lookup(sent, rules.TokenMatches); ok {
		return found, true
	}
	if rules.AccessTokenAccepted {
		if t, ok := v.issuedAccess(sent); ok {
			return &refreshToken{grant: t.grant, scope: t.scope, expires: t.DiesAt()}, true
		}
	}
	if rules.CodeAccepted {
		if c, ok := v.state.codes.Get(sent); ok {
			return &refreshToken{grant: c.grant, scope: c.grant.scope, expires: c.DiesAt()}, true
		}
	}
	return nil, false
}

// spend marks a token as used and says whether it was good. A token that is used
// twice was stolen by one of the two (RFC 9700 §4.14.2), so that all die.
func (v *Visit) spend(t *refreshToken) bool {
	r := &v.Rules.Refreshing
	if r.Rotation != rules.RotatesToken || v.mark(t) {
		return true
	}
	// Who came at the same moment may have looked at the clock before the one
	// who was first to mark the token: no time at all has passed for him.
	since := max(0, time.Duration(v.Now.UnixNano()-t.usedAt.Load()))
	if since < r.Grace || r.ForgetsUse > 0 && since >= r.ForgetsUse {
		return true
	}
	if r.ReuseRevokes {
		t.grant.ended(true, true)
		v.endGrant(t.grant, r.ReuseReach, true, true)
	}
	return false
}

// mark notes the first use of a token and says whether this is it. Of any number
// of simultaneous calls one gets true.
func (v *Visit) mark(t *refreshToken) bool {
	gap := v.Rules.Refreshing.MarkDelay
	if gap <= 0 {
		return t.usedAt.CompareAndSwap(0, v.Now.UnixNano())
	}
	unused := t.usedAt.Load() == 0
	pause(v.R.Context(), gap)
	t.usedAt.CompareAndSwap(0, v.Now.UnixNano())
	return unused
}

// renew issues what a refresh is answered with.
func (v *Visit) renew(used *refreshToken, sent, scope string) *tokens {
	g := used.grant
	r, expiring := &v.Rules.Refreshing, &v.Rules.Expiring
	expires := v.Now.Add(expiring.RefreshedLifetime).UnixNano()
	if former := g.former.Load(); former != nil {
		if expiring.RefreshRevives && store.Dead(former, v.Now) {
			former.expires.Store(expires)
		}
		if expiring.RefreshKeepsExpiry {
			expires = former.DiesAt()
		}
		if r.KillsFormerAccess {
			former.revoked.Store(true)
		}
	}
	tenant := g.client.Tenant
	if !v.Rules.Tenancy.RefreshKeepsTenant {
		tenant = ""
	}
	stranger, scope, tenant := v.renewed(g, scope, tenant)
	t := &tokens{access: v.issueAccessFor(stranger, g, tenant, scope, expires, r.AccessWorks), refresh: sent, scope: scope}
	t.shape, t.id = &v.Rules.TokenResponse.Refresh, v.idToken(g, atRefresh, "", t.access)
	switch r.Rotation {
	case rules.RotatesToken:
		kept := used.scope
		if v.Rules.Scoping.NarrowsForGood {
			kept = scope
		}
		t.refresh = v.issueRefresh(g, kept, t.access, used)
	case rules.OmitsToken:
		t.refresh = ""
	}
	return t
}

// renewed is whom an access token of a refresh acts for, and with what: nil for those
// of the grant, or a stranger where a bent rule says so.
func (v *Visit) renewed(g *grant, scope, tenant string) (*grant, string, string) {
	last := v.Rules.Refreshing.Renewed
	if last == nil {
		return nil, scope, tenant
	}
	r := rules.Renewal{Count: g.refreshes.Load(), User: *g.user, Client: *g.client, Scope: scope, Tenant: tenant}
	if newest := v.state.latest.code.Load(); newest != nil {
		r.LastUser, r.LastClient = *newest.grant.user, *newest.grant.client
	}
	r = last(r)
	return &grant{client: &r.Client, user: &r.User}, r.Scope, r.Tenant
}

// knownScopes splits a scope parameter into what the contract knows and says
// whether that is all. A contract without scopes knows none, and minds none.
func (v *Visit) knownScopes(text string) (known []string, all bool) {
	if len(v.fixtures.Scopes) == 0 {
		return nil, true
	}
	all = true
	names, same := strings.FieldsFunc(text, func(c rune) bool { return c == ' ' }), func(known, sent string) bool { return known == sent }
	if split := v.Rules.Scoping.Split; split != nil {
		names = split(text)
	}
	if matches := v.Rules.Scoping.NameMatches; matches != nil {
		same = matches
	}
	for _, name := range names {
		at := slices.IndexFunc(v.fixtures.Scopes, func(scope string) bool { return same(scope, name) })
		if alike := v.Rules.Scoping.Alike; at < 0 && alike != nil && slices.ContainsFunc(v.fixtures.Scopes, func(scope string) bool { return alike(scope, name) }) {
			known = append(known, name)
			continue
		}
		if at < 0 {
			all = false
			continue
		}
		known = append(known, v.fixtures.Scopes[at])
	}
	return known, all
}

// grantedScope is what a good authorization request grants.
func (v *Visit) grantedScope(asked string) string {
	known, _ := v.knownScopes(asked)
	return strings.Join(v.Rules.Scoping.Granted(known), " ")
}

// refreshedScope is the scope of a refreshed token.
func (v *Visit) refreshedScope(t *refreshToken, asked string) (string, *Refusal) {
	r := &v.Rules.Scoping
	if asked == "" || len(v.fixtures.Scopes) == 0 {
		return t.scope, nil
	}
	known, all := v.knownScopes(asked)
	granted := t.scope
	if r.WholeIfAsked {
		granted = t.grant.scope
	}
	if r.BroaderDropped && !(all && within(known, granted)) {
		return granted, nil
	}
	if !all && r.BroaderRefused {
		return "", &r.Broader
	}
	for _, name := range known {
		if !rules.HoldsScope(granted, name) && r.BroaderRefused {
			return "", &r.Broader
		}
	}
	if !r.Narrows && len(known) <= len(strings.Fields(granted)) {
		return granted, nil
	}
	return strings.Join(known, " "), nil
}

// within says whether a scope holds all of the names.
func within(names []string, scope string) bool {
	for _, name := range names {
		if !rules.HoldsScope(scope, name) {
			return false
		}
	}
	return true
}
