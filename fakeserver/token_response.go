package fakeserver

import (
	"net/http"
)

// serveToken is the token endpoint (RFC 6749 §3.2).
func (v *visit) serveToken() {
	if v.resting() {
		v.w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if !v.allows(v.rules.Exchanging.Methods...) {
		v.refuseTokens(parameters{}, &Refusal{http.StatusMethodNotAllowed, invalidRequest, "the method is not allowed"})
		return
	}
	p, refusal := v.readTokenRequest()
	if refusal != nil {
		v.tire()
		v.refuseTokens(p, refusal)
		return
	}
	v.rest()
	tokens, refusal := v.grantTokens(p)
	if refusal != nil {
		v.refuseTokens(p, refusal)
		return
	}
	v.answerTokens(p, tokens)
}

// grantTokens finds the grant type and does what it says.
func (v *visit) grantTokens(p parameters) (*tokens, *Refusal) {
	rules := &v.rules.Exchanging
	if rules.UnknownMemberRefused && p.unknown {
		return nil, &rules.UnknownMember
	}
	if rules.NeedsTenant && v.r.Header.Get(tenantHeader) == "" {
		return nil, &rules.MissingTenant
	}
	kind := p.get("grant_type")
	if kind == "" {
		kind = rules.DefaultGrant
	}
	switch kind {
	case "":
		return nil, &rules.MissingGrantType
	case "authorization_code":
		return v.exchange(p)
	case "refresh_token":
		return v.refresh(p)
	case "client_credentials":
		if rules.ClientCredentials {
			return v.forItself(p)
		}
		return nil, &rules.UnknownGrantType
	}
	if rules.UnknownGrant == "authorization_code" {
		return v.exchange(p)
	}
	return nil, &rules.UnknownGrantType
}

// tokens is what a successful request is given.
type tokens struct {
	access  string
	refresh string // "" is none
	id      string // "" is none
	scope   string
	shape   *TokenAnswer
}

// issueAccess makes an access token of a grant. A token that does not work is
// handed out, but not kept.
func (v *visit) issueAccess(g *grant, tenant, scope string, expires int64, works bool) string {
	key := v.rules.Answering.NewAccessToken(v.random)
	token := newAccessToken(g, tenant, expires)
	token.scope = scope
	g.outlasts(expires)
	text := v.sealAccess(key, token)
	g.former.Store(token)
	if works {
		v.state.accesses.put(key, token, v.now)
	}
	return text
}

// issuedAccess finds an access token by its text.
func (v *visit) issuedAccess(sent string) (*accessToken, bool) {
	key, ok := v.accessKey(sent)
	if !ok {
		return nil, false
	}
	return v.state.accesses.lookup(key, v.rules.Presenting.TokenMatches)
}

func (v *visit) issueRefresh(g *grant, scope, access string) string {
	text := access
	if !v.rules.Answering.RefreshEqualsAccess {
		text = v.rules.Answering.NewRefreshToken(v.random)
	}
	expires := v.now.Add(v.rules.Expiring.RefreshLifetime).UnixNano()
	g.outlasts(expires)
	token := &refreshToken{grant: g, scope: scope, expires: expires}
	v.state.refreshes.put(text, token, v.now)
	v.state.latest.refresh.Store(token)
	return text
}

func (v *visit) answerTokens(p parameters, t *tokens) {
	shape := t.shape
	members := []Member{{"access_token", t.access}}
	if shape.RefreshToken && t.refresh != "" {
		members = append(members, Member{"refresh_token", t.refresh})
	}
	members = append(members, Member{"token_type", shape.TokenType})
	if shape.ExpiresIn != nil {
		members = append(members, Member{"expires_in", shape.ExpiresIn})
	}
	if shape.ScopeTold && t.scope != "" {
		members = append(members, Member{"scope", t.scope})
	}
	if t.id != "" {
		members = append(members, Member{"id_token", t.id})
	}
	members = v.echo(members, p)
	if shape.Members != nil {
		members = shape.Members(members)
	}
	v.setHeader("Cache-Control", shape.CacheControl)
	v.setHeader("Pragma", shape.Pragma)
	if shape.Header != nil {
		shape.Header(v.w.Header(), t.access)
	}
	v.write(shape.Status, shape.ContentType, v.encode(members))
}

// refuseTokens answers as RFC 6749 §5.2 says.
func (v *visit) refuseTokens(p parameters, refusal *Refusal) {
	v.refuseAs(nil, p, refusal)
}

// refuseAs answers with a refusal of the shape, nil for that of the token
// endpoint.
func (v *visit) refuseAs(shape *ErrorAnswer, p parameters, refusal *Refusal) {
	if shape == nil {
		shape = &v.rules.Answering.Errors
	}
	r := *refusal
	if shape.Adjust != nil {
		r = shape.Adjust(r)
	}
	members := []Member{{"error", r.Error}}
	if r.Description != "" {
		members = append(members, Member{"error_description", r.Description})
	}
	members = v.trace(v.echo(members, p))
	if shape.Members != nil {
		members = shape.Members(members)
	}
	if _, _, used := v.r.BasicAuth(); used && r.Status == http.StatusUnauthorized {
		v.w.Header()["Www-Authenticate"] = v.rules.Identifying.HeaderChallenge
	}
	v.setHeader("Cache-Control", shape.CacheControl)
	v.setHeader("Pragma", shape.Pragma)
	body := v.encode(members)
	if shape.Encode != nil {
		body = shape.Encode(members)
	}
	v.write(r.Status, shape.ContentType, body)
}
