package fakeserver

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver/rules"
)

// Token is the token endpoint (RFC 6749 §3.2).
func Token(v *Visit) {
	if v.state.felled.CompareAndSwap(true, false) {
		panic(http.ErrAbortHandler)
	}
	if v.TooManyMalformed() {
		v.W.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if !v.Allows(v.Rules.Exchanging.Methods...) {
		v.refuseTokens(parameters{}, &Refusal{Status: http.StatusMethodNotAllowed, Error: rules.InvalidRequest, Description: "the method is not allowed"})
		return
	}
	p, refusal := v.readTokenRequest()
	if refusal != nil {
		if refusal == v.malformed() { // others could be read
			v.CountMalformed()
		}
		v.refuseTokens(p, refusal)
		return
	}
	v.ForgetMalformed()
	tokens, refusal := v.grantTokens(p)
	if refusal != nil {
		v.refuseTokens(p, refusal)
		return
	}
	v.answerTokens(p, tokens)
}

// grantTokens finds the grant type and does what it says.
func (v *Visit) grantTokens(p parameters) (*tokens, *Refusal) {
	rules := &v.Rules.Exchanging
	if rules.UnknownMemberRefused && p.unknown {
		return nil, &rules.UnknownMember
	}
	if rules.NeedsTenant && v.R.Header.Get(v.Rules.Tenancy.Header) == "" {
		return nil, &rules.MissingTenant
	}
	kind := p.get("grant_type")
	if kind == "" {
		kind = rules.DefaultGrant
	}
	if matches := rules.GrantTypeMatches; matches != nil {
		for _, known := range []string{"authorization_code", "refresh_token"} {
			if matches(known, kind) {
				kind = known
			}
		}
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
	shape   *rules.TokenAnswer
}

// issueAccess makes an access token of a grant. A token that does not work is
// handed out, but not kept.
func (v *Visit) issueAccess(g *grant, tenant, scope string, expires int64, works bool) string {
	return v.issueAccessFor(nil, g, tenant, scope, expires, works)
}

// issueAccessFor makes one that acts for another user or client than the grant's;
// nil is nobody else.
func (v *Visit) issueAccessFor(stranger, g *grant, tenant, scope string, expires int64, works bool) string {
	key := v.Rules.TokenResponse.NewAccessToken(v.random)
	if of := v.Rules.Tenancy.OfToken; of != nil {
		tenant = of(v.R, tenant)
	}
	token := newAccessToken(g, tenant, expires)
	token.scope, token.stranger = scope, stranger
	g.outlasts(expires)
	text := v.sealAccess(key, token)
	g.former.Store(token)
	if works {
		v.state.accesses.Put(key, token, v.Now)
	}
	return text
}

// issuedAccess finds an access token by its text.
func (v *Visit) issuedAccess(sent string) (*accessToken, bool) {
	key, ok := v.accessKey(sent)
	if !ok {
		return nil, false
	}
	return v.state.accesses.Lookup(key, v.Rules.Bearer.TokenMatches)
}

// issueRefresh makes a refresh token of a grant; by is the one that was used for
// it, nil for none.
func (v *Visit) issueRefresh(g *grant, scope, access string, by *refreshToken) string {
	text := access
	if !v.Rules.TokenResponse.RefreshEqualsAccess {
		text = v.Rules.TokenResponse.NewRefreshToken(v.random)
	}
	expires := v.Now.Add(v.Rules.Expiring.RefreshLifetime).UnixNano()
	switch {
	case by != nil && v.Rules.Expiring.RotatedKeepsEnd:
		expires = by.expires
	case by != nil:
		expires = v.Now.Add(v.Rules.Expiring.RotatedLifetime).UnixNano()
	}
	g.outlasts(expires)
	token := &refreshToken{grant: g, scope: scope, expires: expires, refreshed: by != nil}
	v.state.refreshes.Put(text, token, v.Now)
	v.state.latest.refresh.Store(token)
	return text
}

func (v *Visit) answerTokens(p parameters, t *tokens) {
	shape := t.shape
	members := []Member{{Name: "access_token", Value: t.access}}
	if shape.RefreshToken && t.refresh != "" {
		members = append(members, Member{Name: "refresh_token", Value: t.refresh})
	}
	members = append(members, Member{Name: "token_type", Value: shape.TokenType})
	if shape.ExpiresIn != nil {
		members = append(members, Member{Name: "expires_in", Value: shape.ExpiresIn})
	}
	if shape.ScopeTold && t.scope != "" {
		members = append(members, Member{Name: "scope", Value: t.scope})
	}
	if t.id != "" {
		members = append(members, Member{Name: "id_token", Value: t.id})
	}
	members = v.echo(members, p)
	if shape.Members != nil {
		members = shape.Members(members)
	}
	v.SetHeader("Cache-Control", shape.CacheControl)
	v.SetHeader("Pragma", shape.Pragma)
	if shape.Header != nil {
		shape.Header(v.W.Header(), t.access)
	}
	v.Write(shape.Status, shape.ContentType, v.Encode(members))
}

// refuseTokens answers as RFC 6749 §5.2 says.
func (v *Visit) refuseTokens(p parameters, refusal *Refusal) {
	var shape *rules.ErrorAnswer
	if p.get("grant_type") == "refresh_token" {
		shape = v.Rules.TokenResponse.RefreshErrors
	}
	v.refuseAs(shape, p, refusal)
}

// refuseAs answers with a refusal of the shape, nil for that of the token
// endpoint.
func (v *Visit) refuseAs(shape *rules.ErrorAnswer, p parameters, refusal *Refusal) {
	if shape == nil {
		shape = &v.Rules.TokenResponse.Errors
	}
	r := *refusal
	if shape.Adjust != nil {
		r = shape.Adjust(r)
	}
	members := []Member{{Name: "error", Value: r.Error}}
	if r.Description != "" {
		members = append(members, Member{Name: "error_description", Value: r.Description})
	}
	members = v.echo(members, p)
	if p.has("token") {
		members = v.echoed(members, p, v.Rules.Hygiene.EchoesElsewhere)
	}
	members = v.Trace(members)
	if shape.Members != nil {
		members = shape.Members(members)
	}
	if _, _, used := v.R.BasicAuth(); used && r.Status == http.StatusUnauthorized {
		v.W.Header()["Www-Authenticate"] = v.Rules.ClientAuthentication.HeaderChallenge
	}
	v.SetHeader("Cache-Control", shape.CacheControl)
	v.SetHeader("Pragma", shape.Pragma)
	body := v.Encode(members)
	if shape.Encode != nil {
		body = shape.Encode(members)
	}
	v.Write(r.Status, shape.ContentType, body)
}
