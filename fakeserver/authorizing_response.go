package fakeserver

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/authassay/authassay/fakeserver/rules"
)

// sendCode ends an authorization well (RFC 6749 §4.1.2).
func (v *Visit) sendCode(l *login) {
	rules := &v.Rules.Authorizing
	makeCode := func() string { return rules.NewCode(v.random) }
	var text string
	if life := rules.CodeRepeatedFor; life > 0 {
		text = v.state.habits.repeat(l.grant, v.Now, life, makeCode)
	} else {
		text = makeCode()
	}
	expires := v.Now.Add(v.Rules.Expiring.CodeLifetime).UnixNano()
	if rules.CodeEndsFormer {
		v.endCodes(l.grant)
	}
	issued := newCode(l.grant, expires)
	v.state.codes.Put(text, issued, v.Now)
	v.state.latest.code.Store(issued)
	parameters := url.Values{"code": {text}}
	if l.kind == Hybrid && !rules.HybridWithheld {
		parameters.Set("id_token", v.idToken(l.grant, atAuthorization, text, ""))
	}
	v.sendBack(l, parameters, rules.SuccessParameters)
}

// endCodes ends the codes that the user and client of a grant have.
func (v *Visit) endCodes(g *grant) {
	v.state.codes.Each(func(c *code) {
		if c.grant.client == g.client && c.grant.user == g.user {
			c.expires.Store(0)
		}
	})
}

// sendError ends an authorization badly (RFC 6749 §4.1.2.1).
func (v *Visit) sendError(l *login, code, description string) {
	parameters := url.Values{"error": {code}, "error_description": {description}}
	v.sendBack(l, parameters, v.Rules.Authorizing.FailureParameters)
}

// sendBack redirects the browser to the client with the parameters appended.
func (v *Visit) sendBack(l *login, parameters url.Values, last func(url.Values)) {
	rules := &v.Rules.Authorizing
	if l.hasState {
		parameters.Set("state", l.state)
	}
	if rules.IssuerSent {
		issuer := v.issuer()
		if rules.IssuerNamed != nil {
			issuer = rules.IssuerNamed(issuer)
		}
		parameters.Set("iss", issuer)
	}
	if last != nil {
		last(parameters)
	}
	v.dressPage()
	if l.mode == "form_post" && rules.FormPostHeeded {
		v.postBack(l.grant.redirectURI, parameters)
		return
	}
	uri, _, _ := strings.Cut(printable(l.grant.redirectURI), "#")
	base, query, _ := strings.Cut(uri, "?")
	if query != "" && rules.RedirectQueryKept && !(rules.ErrorDropsQuery && parameters.Has("error")) {
		base += "?" + query
	}
	v.SetHeader("Location", base+v.placed(l, base, parameters))
	v.W.WriteHeader(rules.RedirectStatus)
}

// postBack has the browser post the answer (OAuth 2.0 Form Post Response Mode).
func (v *Visit) postBack(uri string, parameters url.Values) {
	var b strings.Builder
	if err := v.pages.ready().ExecuteTemplate(&b, "post", map[string]any{"URI": uri, "Parameters": parameters, "Extra": v.extra("post", parameters)}); err != nil {
		v.W.WriteHeader(http.StatusInternalServerError)
		return
	}
	v.Write(http.StatusOK, "text/html; charset=utf-8", []byte(b.String()))
}

// The response types that a contract may have beside code.
const (
	Hybrid   = "code id_token"  // of the hybrid flow (OpenID Connect Core 1.0 §3.3)
	Implicit = "id_token token" // of the implicit flow that gives both tokens (OpenID Connect Core 1.0 §3.2)
)

// sendAnswer ends an authorization well, with what its response type asks for.
func (v *Visit) sendAnswer(l *login) {
	if l.kind == Implicit {
		v.sendTokens(l)
		return
	}
	v.sendCode(l)
}

// sendTokens gives tokens at once (RFC 6749 §4.2.2, OpenID Connect Core 1.0
// §3.2.2.5).
func (v *Visit) sendTokens(l *login) {
	g, shape := l.grant, &v.Rules.TokenResponse.Exchange
	expires := v.Now.Add(v.Rules.Expiring.AccessLifetime).UnixNano()
	access := v.issueAccess(g, g.client.Tenant, g.scope, expires, v.Rules.Authorizing.ImplicitWorks)
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
	v.sendBack(l, parameters, v.Rules.Authorizing.ImplicitParameters)
}

// placed is the answer behind a redirect URI, in its query, or in the fragment where
// tokens must not reach servers (OAuth 2.0 Multiple Response Type Encoding Practices
// §5).
func (v *Visit) placed(l *login, uri string, parameters url.Values) string {
	r, place := &v.Rules.Authorizing, rules.InQuery
	switch {
	case l.kind == Implicit && l.mode == "query" && r.ImplicitInQuery:
	case l.mode == "fragment" || l.kind == Hybrid || l.kind == Implicit:
		place = rules.InFragment
	}
	if r.Place != nil {
		place = r.Place(place, parameters)
	}
	text, mark := parameters.Encode(), "?"
	if strings.Contains(uri, "?") {
		mark = "&"
	}
	switch place {
	case rules.InFragment:
		return "#" + text
	case rules.InBoth:
		return mark + text + "#" + text
	}
	return mark + text
}

// printable is an address with its controls escaped, as it can stand in a header
// (RFC 9110 §5.5).
func printable(uri string) string {
	var b strings.Builder
	for _, c := range []byte(uri) {
		if c < ' ' || c == 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// answerSilently answers a request without asking anybody (OpenID Connect Core 1.0
// §3.1.2.6).
func (v *Visit) answerSilently(l *login, query url.Values) {
	r := &v.Rules.Authorizing
	s := v.session(query)
	if s == nil && r.Prompting.NoneGrants {
		s = &session{user: v.firstAdministrator(l.grant.client.Tenant), began: v.Now.Unix()}
	}
	if s == nil {
		v.tellSilently(l, r.Prompting.LoginRequired, "Nobody is logged in.")
		return
	}
	l.grant.authenticated, l.user = s.began, s.user
	asks := r.ConsentAsked && !(r.ConsentRemembered && v.consentKept(l, s.user))
	switch {
	case !r.MayAuthorise(*s.user, *l.grant.client):
		v.tellSilently(l, rules.AccessDenied, "The account may not authorise this integration.")
	case asks && r.Prompting.NoneAsksConsent:
		v.state.logins.put(l)
		v.setCookie(loginCookie, l.browser)
		v.goToConsent(l)
	case asks && !r.Prompting.NoneConsents:
		v.tellSilently(l, r.Prompting.ConsentRequired, "The resource owner has not consented.")
	default:
		l.grant.user = s.user
		v.sendAnswer(l)
	}
}

func (v *Visit) tellSilently(l *login, code, description string) {
	r := &v.Rules.Authorizing.Prompting
	if r.NoneOnPage {
		v.ShowError(http.StatusBadRequest, description)
		return
	}
	l.hasState = l.hasState && !r.StateDropped
	v.sendError(l, code, description)
}

// session is somebody who is logged in with a browser.
type session struct {
	user    *User
	asks    string // what nothing but a page of the session holds
	began   int64  // in seconds since the Unix epoch
	expires int64  // in nanoseconds since then
}

func (s *session) DiesAt() int64 { return s.expires }

// startSession keeps the browser logged in.
func (v *Visit) startSession(l *login, user *User) {
	life := v.Rules.Authorizing.Pages.SessionLifetime
	if life == 0 {
		return
	}
	id := rules.RandomString(v.random, 32)
	if v.Rules.Authorizing.Pages.SessionKept {
		id = l.browser
	}
	if make := v.Rules.Authorizing.Pages.NewSession; make != nil {
		id = make()
	}
	v.state.sessions.Put(id, &session{user, rules.RandomString(v.random, 32), v.Now.Unix(), v.Now.Add(life).UnixNano()}, v.Now)
	v.setCookie(sessionCookie, id)
}

// session is who is logged in with the browser, nil for nobody, or where the
// request wants a fresh login (OpenID Connect Core 1.0 §3.1.2.1).
func (v *Visit) session(query url.Values) *session {
	name := sessionCookie
	if v.Rules.Authorizing.Pages.SessionKept {
		name = loginCookie
	}
	cookie, err := v.R.Cookie(name)
	if err != nil || prompts(query, "login") && v.Rules.Authorizing.Prompting.LoginHeeded {
		return nil
	}
	s, ok := v.state.sessions.Get(cookie.Value)
	if !ok || v.Now.UnixNano() >= s.expires {
		return nil
	}
	if age, err := strconv.ParseInt(query.Get("max_age"), 10, 64); err == nil && v.Now.Unix()-s.began > age {
		return nil
	}
	return s
}

// prompts says whether a request asks for a value of prompt (OpenID Connect Core
// 1.0 §3.1.2.1).
func prompts(query url.Values, value string) bool {
	return slices.Contains(strings.Fields(query.Get("prompt")), value)
}

// silent says whether nobody may be shown a page.
func (v *Visit) silent(query url.Values) bool {
	r := &v.Rules.Authorizing.Prompting
	return r.NoneHeeded && prompts(query, "none") && !(r.OthersFirst && (prompts(query, "login") || prompts(query, "consent")))
}
