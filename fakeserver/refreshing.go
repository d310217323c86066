package fakeserver

import (
	"net/http"
	"time"
)

// Rotation says which refresh token a refresh answers with.
type Rotation int

// The three ways that RFC 6749 §6 leaves open.
const (
	RotatesToken Rotation = iota // a new one, and the used one dies
	KeepsToken                   // the same one again
	OmitsToken                   // none: the client keeps its own
)

// RefreshingRules decide what a refresh token is worth (RFC 6749 §6).
type RefreshingRules struct {
	Offered             bool                           // tokens are refreshed at all; else UnknownToken
	TokenMatches        func(issued, sent string) bool // nil compares exactly and at no cost
	BoundToClient       bool                           // a refresh token belongs to the client that it was issued to
	AccessTokenAccepted bool                           // an access token is taken for a refresh token
	CodeAccepted        bool                           // a code is taken for a refresh token
	MissingTaken        bool                           // a request without a refresh token means the latest one
	UnknownTaken        bool                           // a refresh token that was never issued is as good as the latest one
	Rotation            Rotation
	Grace               time.Duration // a rotated token is still good for so long after its first use
	ForgetsUse          time.Duration // a rotated token works again so long after its first use; 0 is never
	ReuseRevokes        bool          // replaying a rotated token kills all tokens of its grant
	MarkDelay           time.Duration // above zero: a token is looked up and marked in two steps, so far apart
	MaxChain            int           // how often a grant can be refreshed; 0 is without end
	AccessWorks         bool          // the new access token opens the API
	KillsFormerAccess   bool          // the access token before the refresh dies

	MissingToken Refusal
	UnknownToken Refusal
	RevokedToken Refusal
	UsedToken    Refusal
	ExpiredToken Refusal
	OtherClient  Refusal
	ChainEnded   Refusal
}

func honestRefreshing() RefreshingRules {
	dead := Refusal{http.StatusBadRequest, invalidGrant, "the refresh token is not valid for this request"}
	return RefreshingRules{
		Offered:       true,
		BoundToClient: true,
		Rotation:      RotatesToken,
		ReuseRevokes:  true,
		AccessWorks:   true,
		MissingToken:  Refusal{http.StatusBadRequest, invalidRequest, "refresh_token is missing"},
		UnknownToken:  dead,
		RevokedToken:  dead,
		UsedToken:     dead,
		ExpiredToken:  dead,
		OtherClient:   dead,
		ChainEnded:    dead,
	}
}

// refresh redeems a refresh token.
func (v *visit) refresh(p parameters) (*tokens, *Refusal) {
	rules := &v.rules.Refreshing
	sent := p.get("refresh_token")
	found, known := v.refreshOf(sent)
	client, refusal := v.identify(p, &v.rules.Identifying.AtRefresh, func() *Client {
		if !known {
			return nil
		}
		return found.grant.client
	})
	switch {
	case refusal != nil:
		return nil, refusal
	case sent == "" && !known:
		return nil, &rules.MissingToken
	case !known:
		return nil, &rules.UnknownToken
	case found.grant.refreshRevoked.Load():
		return nil, &rules.RevokedToken
	case found.grant.client != client && rules.BoundToClient:
		return nil, &rules.OtherClient
	case dead(found, v.now):
		return nil, &rules.ExpiredToken
	}
	scope, refusal := v.refreshedScope(found, p.get("scope"))
	switch {
	case refusal != nil:
		return nil, refusal
	case !v.spend(found):
		return nil, &rules.UsedToken
	case found.grant.refreshes.Add(1) > int64(rules.MaxChain) && rules.MaxChain > 0:
		return nil, &rules.ChainEnded
	}
	return v.renew(found, sent, scope), nil
}

// findRefresh looks a token up, and where the rules are bent other credentials too.
func (v *visit) findRefresh(sent string) (*refreshToken, bool) {
	rules := &v.rules.Refreshing
	if sent == "" || !rules.Offered {
		return nil, false
	}
	if found, ok := v.state.refreshes.lookup(sent, rules.TokenMatches); ok {
		return found, true
	}
	if rules.AccessTokenAccepted {
		if t, ok := v.issuedAccess(sent); ok {
			return &refreshToken{grant: t.grant, scope: t.scope, expires: t.diesAt()}, true
		}
	}
	if rules.CodeAccepted {
		if c, ok := v.state.codes.get(sent); ok {
			return &refreshToken{grant: c.grant, scope: c.grant.scope, expires: c.diesAt()}, true
		}
	}
	return nil, false
}

// spend marks a token as used and says whether it was good. A token that is used
// twice was stolen by one of the two (RFC 9700 §4.14.2), so that all die.
func (v *visit) spend(t *refreshToken) bool {
	rules := &v.rules.Refreshing
	if rules.Rotation != RotatesToken || v.mark(t) {
		return true
	}
	// Who came at the same moment may have looked at the clock before the one
	// who was first to mark the token: no time at all has passed for him.
	since := max(0, time.Duration(v.now.UnixNano()-t.usedAt.Load()))
	if since < rules.Grace || rules.ForgetsUse > 0 && since >= rules.ForgetsUse {
		return true
	}
	if rules.ReuseRevokes {
		t.grant.accessRevoked.Store(true)
		t.grant.refreshRevoked.Store(true)
	}
	return false
}

// mark notes the first use of a token and says whether this is it. Of any number
// of simultaneous calls one gets true.
func (v *visit) mark(t *refreshToken) bool {
	gap := v.rules.Refreshing.MarkDelay
	if gap <= 0 {
		return t.usedAt.CompareAndSwap(0, v.now.UnixNano())
	}
	unused := t.usedAt.Load() == 0
	pause(v.r.Context(), gap)
	t.usedAt.CompareAndSwap(0, v.now.UnixNano())
	return unused
}

// renew issues what a refresh is answered with.
func (v *visit) renew(used *refreshToken, sent, scope string) *tokens {
	g := used.grant
	rules, expiring := &v.rules.Refreshing, &v.rules.Expiring
	expires := v.now.Add(expiring.RefreshedLifetime).UnixNano()
	if former := g.former.Load(); former != nil {
		if expiring.RefreshRevives && dead(former, v.now) {
			former.expires.Store(expires)
		}
		if expiring.RefreshKeepsExpiry {
			expires = former.diesAt()
		}
		if rules.KillsFormerAccess {
			former.revoked.Store(true)
		}
	}
	tenant := g.client.Tenant
	if !v.rules.Tenancy.RefreshKeepsTenant {
		tenant = ""
	}
	t := &tokens{access: v.issueAccess(g, tenant, scope, expires, rules.AccessWorks), refresh: sent, scope: scope}
	t.shape, t.id = &v.rules.Answering.Refresh, v.idToken(g, atRefresh, "", t.access)
	switch rules.Rotation {
	case RotatesToken:
		kept := used.scope
		if v.rules.Scoping.NarrowsForGood {
			kept = scope
		}
		t.refresh = v.issueRefresh(g, kept, t.access)
	case OmitsToken:
		t.refresh = ""
	}
	return t
}
