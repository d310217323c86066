package fakeserver

import (
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/store"
	"github.com/authassay/authassay/fakeserver/rules"
)

// exchange redeems a code (RFC 6749 §4.1.3).
func (v *Visit) exchange(p parameters) (*tokens, *Refusal) {
	found, known := v.codeOf(p)
	client, refusal := v.identify(p, &v.Rules.ClientAuthentication.AtExchange, func() *Client {
		if !known {
			return nil
		}
		return found.grant.client
	})
	if refusal == nil {
		refusal = v.judgeExchange(p, client, found, known)
	}
	if refusal != nil {
		if known && v.Rules.Exchanging.FailureBurnsCode {
			found.used.Store(true)
		}
		return nil, refusal
	}
	if refusal := v.redeem(found); refusal != nil && (client == found.grant.client || !v.Rules.Exchanging.AnyClientInTime) {
		return nil, refusal
	}
	g, expires := v.granted(found.grant, p), v.Now.Add(v.Rules.Expiring.AccessLifetime).UnixNano()
	access := v.issueAccess(g, g.client.Tenant, g.scope, expires, true)
	t := &tokens{access: access, shape: &v.Rules.TokenResponse.Exchange, scope: g.scope}
	if rules.HoldsScope(g.scope, v.Rules.Scoping.NeededToRefresh) {
		t.refresh = v.issueRefresh(g, g.scope, access, nil)
	}
	t.id = v.idToken(g, atExchange, "", access)
	return t, nil
}

// granted is the grant of a code that is good, changed where the rules are bent.
func (v *Visit) granted(g *grant, p parameters) *grant {
	if newest := v.state.latest.code.Load(); newest != nil && v.Rules.Exchanging.UserOfLatest {
		g.user = newest.grant.user
	}
	if name := p.get("username"); name != "" && v.Rules.Exchanging.UserTaken {
		named := *g.user
		named.ID, named.Username = name, name
		g.user = &named
	}
	if scope := p.get("scope"); scope != "" && v.Rules.Exchanging.ScopeTaken {
		g.scope = v.grantedScope(scope)
	}
	return g
}

// forItself grants a client tokens without any resource owner (RFC 6749 §4.4).
func (v *Visit) forItself(p parameters) (*tokens, *Refusal) {
	client, refusal := v.identify(p, &v.Rules.ClientAuthentication.AtExchange, func() *Client { return nil })
	if refusal != nil {
		return nil, refusal
	}
	g := &grant{client: client, user: v.firstAdministrator(client.Tenant), scope: v.allScopes()}
	expires := v.Now.Add(v.Rules.Expiring.AccessLifetime).UnixNano()
	access := v.issueAccess(g, client.Tenant, g.scope, expires, v.Rules.Exchanging.ClientTokensWork)
	return &tokens{access: access, shape: &v.Rules.TokenResponse.Exchange, scope: g.scope}, nil
}

// findCode looks a code up, and where the rules are bent other credentials too.
func (v *Visit) findCode(sent string) (*code, bool) {
	rules := &v.Rules.Exchanging
	if sent == "" || !rules.Offered {
		return nil, false
	}
	if found, ok := v.state.codes.Lookup(sent, rules.CodeMatches); ok {
		return found, true
	}
	if rules.RefreshTokenAsCode {
		if t, ok := v.state.refreshes.Get(sent); ok {
			return newCode(t.grant, t.expires), true
		}
	}
	if rules.AccessTokenAsCode {
		if t, ok := v.issuedAccess(sent); ok {
			return newCode(t.grant, t.DiesAt()), true
		}
	}
	return nil, false
}

// judgeExchange asks everything but whether the code was used before. That comes
// last, and in one step with marking it.
func (v *Visit) judgeExchange(p parameters, client *Client, found *code, known bool) *Refusal {
	rules := &v.Rules.Exchanging
	redirect := p.get("redirect_uri")
	unminded := known && rules.AnyClientInTime && v.crowded(found)
	switch {
	case !p.has("code") && !known:
		return &rules.MissingCode
	case p.get("code") == "" && !known:
		return &rules.EmptyCode
	case redirect == "" && rules.RedirectRequired && !(rules.EmptyRedirectTaken && p.has("redirect_uri")):
		return &rules.MissingRedirect
	case !known:
		return &rules.UnknownCode
	case found.grant.client != client && rules.BoundToClient && !unminded && (rules.MayRedeem == nil || !rules.MayRedeem(*found.grant.client, *client)):
		return &rules.OtherClient
	case store.Dead(found, v.Now):
		if found.used.Load() && !rules.CodeReusable {
			v.replayed(found) // a code does not stop being stolen when its life ends
		}
		v.triedTooLate(found)
		return &rules.ExpiredCode
	case redirect != "" && !rules.RedirectMatches(found.grant.redirectURI, redirect):
		return &rules.WrongRedirect
	}
	return v.prove(found.grant, p)
}

// redeem marks a code as used, and refuses one that was. Of any number of
// simultaneous calls one is not refused.
func (v *Visit) redeem(c *code) *Refusal {
	rules := &v.Rules.Exchanging
	unused := false
	if rules.ForgetsUse > 0 || rules.ReplayMindedFor > 0 {
		defer c.usedAt.CompareAndSwap(0, v.Now.UnixNano())
	}
	switch {
	case rules.CodeReusable, rules.ForgetsUse > 0 && c.used.Load() && v.since(c) >= rules.ForgetsUse:
		return nil
	case rules.Collides > 0:
		if !c.used.Load() {
			return v.collide(c)
		}
	case rules.MarkDelay > 0:
		unused = !c.used.Load()
		pause(v.R.Context(), rules.MarkDelay)
		c.used.Store(true)
	default:
		unused = c.used.CompareAndSwap(false, true)
	}
	if unused {
		return nil
	}
	v.replayed(c)
	return &rules.UsedCode
}

// since is how long ago a code was used first.
func (v *Visit) since(c *code) time.Duration {
	return time.Duration(v.Now.UnixNano() - c.usedAt.Load())
}

// crowded says whether somebody else comes with a code meanwhile.
func (v *Visit) crowded(c *code) bool {
	c.redeeming.Add(1)
	pause(v.R.Context(), 2*time.Millisecond)
	return c.redeeming.Load() > 1
}

// collide redeems a code slowly, and minds who else comes with it meanwhile.
func (v *Visit) collide(c *code) *Refusal {
	rules := &v.Rules.Exchanging
	if c.redeeming.Add(1) > 1 {
		v.state.felled.Store(rules.CollisionFells)
		return &rules.Collision
	}
	pause(v.R.Context(), rules.Collides)
	c.used.Store(true)
	if rules.CollisionSpoils && c.redeeming.Load() > 1 {
		return &rules.UsedCode
	}
	return nil
}

// replayed draws the consequences of a second use (RFC 6749 §4.1.2).
func (v *Visit) replayed(c *code) {
	r, g := &v.Rules.Exchanging, c.grant
	if r.ReplayMindedFor > 0 && v.since(c) > r.ReplayMindedFor || r.ReplayOnceRefreshed && g.refreshes.Load() > 0 {
		return
	}
	g.ended(r.ReplayRevokesAccess, r.ReplayRevokesRefresh)
	v.endGrant(g, r.ReplayReach, true, true)
}

func (v *Visit) triedTooLate(c *code) {
	if v.Rules.Expiring.TryingRevivesCode {
		c.expires.Store(v.Now.Add(v.Rules.Expiring.CodeLifetime).UnixNano())
	}
}

// latest is what was issued last. Only bent rules ask for it: it stands for what
// a careless server takes instead of a credential that it cannot find.
type latest struct {
	code    atomic.Pointer[code]
	refresh atomic.Pointer[refreshToken]
}

// longestStray is how long a code may be that is taken without looking: what is
// longer fits in no column of a table.
const longestStray = 1 << 10

// codeOf is the code that a request means.
func (v *Visit) codeOf(p parameters) (*code, bool) {
	rules := &v.Rules.Exchanging
	if found, known := v.findCode(p.get("code")); known {
		return found, true
	}
	newest := v.state.latest.code.Load()
	switch {
	case newest == nil:
		return nil, false
	case p.loose["code"]:
		return newest, true
	case !p.has("code"):
		return newest, rules.MissingCodeTaken
	case p.get("code") == "":
		return newest, rules.EmptyCodeTaken
	}
	return newCode(newest.grant, newest.DiesAt()), rules.UnknownCodeTaken && len(p.get("code")) < longestStray
}

// refreshOf is the refresh token that a request means.
func (v *Visit) refreshOf(sent string) (*refreshToken, bool) {
	rules := &v.Rules.Refreshing
	if found, known := v.findRefresh(sent); known {
		return found, true
	}
	newest := v.state.latest.refresh.Load()
	switch {
	case newest == nil:
		return nil, false
	case sent == "":
		return newest, rules.MissingTaken
	}
	return &refreshToken{grant: newest.grant, scope: newest.scope, expires: newest.expires}, rules.UnknownTaken
}

// prove asks a token request for the verifier of its code.
func (v *Visit) prove(g *grant, p parameters) *Refusal {
	rules := &v.Rules.PKCE
	verifier := p.get("code_verifier")
	if rules.ReadVerifier != nil {
		verifier = rules.ReadVerifier(verifier)
	}
	challenge, method := g.challenge, g.method
	if sent := p.get("code_challenge"); rules.RequestDecides && sent != "" {
		challenge = sent
	}
	if sent := p.get("code_challenge_method"); rules.RequestMethod && sent != "" {
		method = sent
	}
	switch {
	case !rules.Supported:
		return nil
	case g.challenge == "" && verifier == "" && p.has("code_verifier") && v.Rules.Exchanging.EmptyCounts:
		return &rules.StrayVerifier
	case g.challenge != "" && verifier == "" && p.has("code_verifier") && rules.EmptyVerifierTaken:
		return nil
	case g.challenge == "" && verifier == "":
		return nil
	case g.challenge == "":
		if rules.StrayVerifierRefused {
			return &rules.StrayVerifier
		}
		return nil
	case verifier == "":
		if rules.VerifierRequired && !(rules.LostByFailure && g.wronged.Load()) && !(rules.MethodRequired && g.method == "") {
			return &rules.MissingVerifier
		}
		return nil
	case !rules.WellFormed(verifier):
		return &rules.WrongVerifier
	case !rules.Verifies(method, challenge, verifier):
		if g.wronged.Swap(true) && rules.SecondTryFree {
			return nil
		}
		return &rules.WrongVerifier
	}
	return nil
}
