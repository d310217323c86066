package fakeserver

// exchange redeems a code (RFC 6749 §4.1.3).
func (v *visit) exchange(p parameters) (*tokens, *Refusal) {
	found, known := v.codeOf(p)
	client, refusal := v.identify(p, &v.rules.Identifying.AtExchange, func() *Client {
		if !known {
			return nil
		}
		return found.grant.client
	})
	if refusal == nil {
		refusal = v.judgeExchange(p, client, found, known)
	}
	if refusal != nil {
		if known && v.rules.Exchanging.FailureBurnsCode {
			found.used.Store(true)
		}
		return nil, refusal
	}
	if refusal := v.redeem(found); refusal != nil {
		return nil, refusal
	}
	g, expires := found.grant, v.now.Add(v.rules.Expiring.AccessLifetime).UnixNano()
	access := v.issueAccess(g, g.client.Tenant, g.scope, expires, true)
	t := &tokens{access: access, shape: &v.rules.Answering.Exchange, scope: g.scope}
	if holdsScope(g.scope, v.rules.Scoping.NeededToRefresh) {
		t.refresh = v.issueRefresh(g, g.scope, access)
	}
	t.id = v.idToken(g, atExchange, "", access)
	return t, nil
}

// forItself grants a client tokens without any resource owner (RFC 6749 §4.4).
func (v *visit) forItself(p parameters) (*tokens, *Refusal) {
	client, refusal := v.identify(p, &v.rules.Identifying.AtExchange, func() *Client { return nil })
	if refusal != nil {
		return nil, refusal
	}
	g := &grant{client: client, user: v.firstAdministrator(client.Tenant), scope: v.allScopes()}
	expires := v.now.Add(v.rules.Expiring.AccessLifetime).UnixNano()
	access := v.issueAccess(g, client.Tenant, g.scope, expires, true)
	return &tokens{access: access, shape: &v.rules.Answering.Exchange, scope: g.scope}, nil
}

// findCode looks a code up, and where the rules are bent other credentials too.
func (v *visit) findCode(sent string) (*code, bool) {
	rules := &v.rules.Exchanging
	if sent == "" || !rules.Offered {
		return nil, false
	}
	if found, ok := v.state.codes.lookup(sent, rules.CodeMatches); ok {
		return found, true
	}
	if rules.RefreshTokenAsCode {
		if t, ok := v.state.refreshes.get(sent); ok {
			return newCode(t.grant, t.expires), true
		}
	}
	if rules.AccessTokenAsCode {
		if t, ok := v.issuedAccess(sent); ok {
			return newCode(t.grant, t.diesAt()), true
		}
	}
	return nil, false
}

// judgeExchange asks everything but whether the code was used before. That comes
// last, and in one step with marking it.
func (v *visit) judgeExchange(p parameters, client *Client, found *code, known bool) *Refusal {
	rules := &v.rules.Exchanging
	redirect := p.get("redirect_uri")
	switch {
	case !p.has("code") && !known:
		return &rules.MissingCode
	case p.get("code") == "" && !known:
		return &rules.EmptyCode
	case redirect == "" && rules.RedirectRequired:
		return &rules.MissingRedirect
	case !known:
		return &rules.UnknownCode
	case found.grant.client != client && rules.BoundToClient:
		return &rules.OtherClient
	case dead(found, v.now):
		if found.used.Load() && !rules.CodeReusable {
			v.replayed(found.grant) // a code does not stop being stolen when its life ends
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
func (v *visit) redeem(c *code) *Refusal {
	rules := &v.rules.Exchanging
	unused := false
	switch {
	case rules.CodeReusable:
		return nil
	case rules.Collides > 0:
		if !c.used.Load() {
			return v.collide(c)
		}
	case rules.MarkDelay > 0:
		unused = !c.used.Load()
		pause(v.r.Context(), rules.MarkDelay)
		c.used.Store(true)
	default:
		unused = c.used.CompareAndSwap(false, true)
	}
	if unused {
		return nil
	}
	v.replayed(c.grant)
	return &rules.UsedCode
}

// collide redeems a code slowly, and minds who else comes with it meanwhile.
func (v *visit) collide(c *code) *Refusal {
	rules := &v.rules.Exchanging
	if c.redeeming.Add(1) > 1 {
		return &rules.Collision
	}
	pause(v.r.Context(), rules.Collides)
	c.used.Store(true)
	if rules.CollisionSpoils && c.redeeming.Load() > 1 {
		return &rules.UsedCode
	}
	return nil
}

// replayed draws the consequences of a second use (RFC 6749 §4.1.2).
func (v *visit) replayed(g *grant) {
	if v.rules.Exchanging.ReplayRevokesAccess {
		g.accessRevoked.Store(true)
	}
	if v.rules.Exchanging.ReplayRevokesRefresh {
		g.refreshRevoked.Store(true)
	}
}

func (v *visit) triedTooLate(c *code) {
	if v.rules.Expiring.TryingRevivesCode {
		c.expires.Store(v.now.Add(v.rules.Expiring.CodeLifetime).UnixNano())
	}
}
