package fakeserver

import (
	"fmt"
	"net/url"
	"strings"
)

// implicit is the response type of the implicit flow that gives both tokens
// (OpenID Connect Core 1.0 §3.2).
const implicit = "id_token token"

// sendAnswer ends an authorization well, with what its response type asks for.
func (v *visit) sendAnswer(l *login) {
	if l.kind == implicit {
		v.sendTokens(l)
		return
	}
	v.sendCode(l)
}

// sendTokens gives tokens at once (RFC 6749 §4.2.2, OpenID Connect Core 1.0
// §3.2.2.5).
func (v *visit) sendTokens(l *login) {
	g, shape := l.grant, &v.rules.Answering.Exchange
	expires := v.now.Add(v.rules.Expiring.AccessLifetime).UnixNano()
	access := v.issueAccess(g, g.client.Tenant, g.scope, expires, v.rules.Authorizing.ImplicitWorks)
	parameters := url.Values{"access_token": {access}, "token_type": {"Bearer"}}
	if shape.ExpiresIn != nil {
		parameters.Set("expires_in", fmt.Sprint(shape.ExpiresIn))
	}
	if shape.ScopeTold && g.scope != "" {
		parameters.Set("scope", g.scope)
	}
	if id := v.idToken(g, atImplicit, "", access); id != "" {
		parameters.Set("id_token", id)
	}
	v.sendBack(l, parameters, v.rules.Authorizing.ImplicitParameters)
}

// separator is what stands between a redirect URI and the answer: a question
// mark, an ampersand, or a number sign where tokens must not reach servers
// (OAuth 2.0 Multiple Response Type Encoding Practices §5).
func (v *visit) separator(l *login, uri string) string {
	fragment := l.mode == "fragment" || l.kind == hybrid || l.kind == implicit
	if l.kind == implicit && l.mode == "query" && v.rules.Authorizing.ImplicitInQuery {
		fragment = false
	}
	switch {
	case fragment:
		return "#"
	case strings.Contains(uri, "?"):
		return "&"
	}
	return "?"
}
