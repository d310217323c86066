package fakeserver

import (
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
	v.state.codes.put(text, newCode(l.grant, expires), v.now)
	v.sendBack(l, url.Values{"code": {text}}, rules.SuccessParameters)
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
	if last != nil {
		last(parameters)
	}
	uri, _, _ := strings.Cut(l.grant.redirectURI, "#")
	base, query, _ := strings.Cut(uri, "?")
	if query != "" && rules.RedirectQueryKept {
		base += "?" + query + "&"
	} else {
		base += "?"
	}
	v.dressPage()
	v.setHeader("Location", base+parameters.Encode())
	v.w.WriteHeader(rules.RedirectStatus)
}
