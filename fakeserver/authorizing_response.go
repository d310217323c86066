package fakeserver

import (
	"net/http"
	"net/url"
	"strings"
)

// sendCode ends an authorization well (RFC 6749 §4.1.2).
func (v *visit) sendCode(l *login) {
	rules := &v.rules.Authorizing
	makeCode := func() string { return rules.NewCode(v.random) }
	var text string
	if life := rules.CodeRepeatedFor; life > 0 {
		text = v.state.habits.repeat(l.grant, v.now, life, makeCode)
	} else {
		text = makeCode()
	}
	expires := v.now.Add(v.rules.Expiring.CodeLifetime).UnixNano()
	issued := newCode(l.grant, expires)
	v.state.codes.put(text, issued, v.now)
	v.state.latest.code.Store(issued)
	parameters := url.Values{"code": {text}}
	if l.kind == hybrid && !rules.HybridWithheld {
		parameters.Set("id_token", v.idToken(l.grant, atAuthorization, text, ""))
	}
	v.sendBack(l, parameters, rules.SuccessParameters)
}

// sendError ends an authorization badly (RFC 6749 §4.1.2.1).
func (v *visit) sendError(l *login, code, description string) {
	parameters := url.Values{"error": {code}, "error_description": {description}}
	v.sendBack(l, parameters, v.rules.Authorizing.FailureParameters)
}

// sendBack redirects the browser to the client with the parameters appended.
func (v *visit) sendBack(l *login, parameters url.Values, last func(url.Values)) {
	rules := &v.rules.Authorizing
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
	uri, _, _ := strings.Cut(l.grant.redirectURI, "#")
	base, query, _ := strings.Cut(uri, "?")
	if query != "" && rules.RedirectQueryKept {
		base += "?" + query
	}
	v.setHeader("Location", base+v.separator(l, base)+parameters.Encode())
	v.w.WriteHeader(rules.RedirectStatus)
}

// postBack has the browser post the answer (OAuth 2.0 Form Post Response Mode).
func (v *visit) postBack(uri string, parameters url.Values) {
	var b strings.Builder
	if err := v.pages.ExecuteTemplate(&b, "post", map[string]any{"URI": uri, "Parameters": parameters}); err != nil {
		v.w.WriteHeader(http.StatusInternalServerError)
		return
	}
	v.write(http.StatusOK, "text/html; charset=utf-8", []byte(b.String()))
}
