package fakeserver

import (
	"net/http"
	"time"
)

// IntrospectingRules decide about the introspection endpoint (RFC 7662).
type IntrospectingRules struct {
	Methods       []string
	ContentType   string
	TokenOptional bool                            // a request without a token is answered as one about an unknown token
	HintTrusted   bool                            // only the kind of token that the hint names is looked for
	Active        func(active bool) any           // how the member active is written
	RevokedActive bool                            // a revoked token is still active
	ExpiredActive bool                            // an expired token is still active
	CodeActive    bool                            // a code is an active token
	UnknownActive func(token string) bool         // asked of a token that was never issued; may be nil
	Inactive      func(members []Member) []Member // a last look at the answer about a dead token; may be nil
	Living        func(members []Member) []Member // the same about a living one; may be nil
	ExpiresAfter  time.Duration                   // added to exp
	UnknownStatus int

	Errors       *ErrorAnswer // nil for that of the token endpoint
	MissingToken Refusal
}

func honestIntrospecting() IntrospectingRules {
	return IntrospectingRules{
		Methods:       []string{http.MethodPost},
		ContentType:   "application/json",
		Active:        func(active bool) any { return active },
		UnknownStatus: http.StatusOK,
		MissingToken:  Refusal{http.StatusBadRequest, invalidRequest, "token is missing"},
	}
}

// serveIntrospect is the introspection endpoint.
func (v *visit) serveIntrospect() {
	rules := &v.rules.Introspecting
	p, _, ok := v.aboutToken(aboutRules{rules.Methods, &v.rules.Identifying.AtIntrospection, rules.TokenOptional, &rules.MissingToken, rules.Errors})
	if !ok {
		return
	}
	members, alive := v.introspect(p.get("token"), p.get("token_type_hint"))
	status := http.StatusOK
	if !alive {
		status = rules.UnknownStatus
		members = []Member{{"active", rules.Active(false)}}
	}
	last := rules.Inactive
	if alive {
		last = rules.Living
	}
	if last != nil {
		members = last(members)
	}
	v.setHeader("Cache-Control", "no-store")
	v.write(status, rules.ContentType, v.encode(members))
}

// introspect describes a living token.
func (v *visit) introspect(token, hint string) ([]Member, bool) {
	rules := &v.rules.Introspecting
	trusted := rules.HintTrusted && tokenHint(hint)
	if t, ok := v.findAccess(token); ok && !(trusted && hint != "access_token") {
		revoked := t.revoked.Load() || t.grant.accessRevoked.Load()
		return v.described(t.grant, t.scope, t.diesAt(), "Bearer"), v.lives(t, revoked)
	}
	if t, ok := v.state.refreshes.get(token); ok && !(trusted && hint != "refresh_token") {
		revoked := t.usedAt.Load() != 0 || t.grant.refreshRevoked.Load()
		return v.described(t.grant, t.scope, t.diesAt(), ""), v.lives(t, revoked)
	}
	if c, ok := v.state.codes.get(token); ok && rules.CodeActive {
		return v.described(c.grant, c.grant.scope, c.diesAt(), ""), true
	}
	if rules.UnknownActive != nil && rules.UnknownActive(token) {
		return []Member{{"active", rules.Active(true)}}, true
	}
	return nil, false
}

func (v *visit) lives(t mortal, revoked bool) bool {
	rules := &v.rules.Introspecting
	return (!revoked || rules.RevokedActive) && (!dead(t, v.now) || rules.ExpiredActive)
}

// described are the members of RFC 7662 §2.2.
func (v *visit) described(g *grant, scope string, dies int64, kind string) []Member {
	rules := &v.rules.Introspecting
	members := []Member{{"active", rules.Active(true)}, {"scope", scope}, {"client_id", g.client.ID}}
	if g.user != nil {
		members = append(members, Member{"sub", g.user.ID}, Member{"username", g.user.Username})
	}
	if kind != "" {
		members = append(members, Member{"token_type", kind})
	}
	exp := time.Unix(0, dies).Add(rules.ExpiresAfter).Unix()
	return append(members, Member{"exp", exp}, Member{"iss", v.issuer()})
}
