package fakeserver

import "net/http"

// serveUser is the userinfo endpoint (OpenID Connect Core 1.0 §5.3).
func (v *visit) serveUser() {
	p, b := v.admit(false)
	if b == nil {
		b = v.checkScope(p, v.rules.Scoping.NeededAtUser)
	}
	switch {
	case b != nil:
		v.rebuffed(b)
	case !v.allows(http.MethodGet, http.MethodPost):
		v.methodRefused()
	default:
		v.answerUser(p)
	}
}

func (v *visit) answerUser(p principal) {
	user := v.servedUser(p)
	members := []Member{{"sub", user.ID}}
	if holdsScope(p.scope, "profile") {
		members = append(members, Member{"name", user.DisplayName}, Member{"preferred_username", user.Username})
	}
	if holdsScope(p.scope, "email") {
		members = append(members, Member{"email", user.Email})
	}
	if v.rules.Asserting.UserClaims != nil {
		members = v.rules.Asserting.UserClaims(members)
	}
	v.setHeader("Cache-Control", "no-store")
	v.write(http.StatusOK, "application/json", v.encode(members))
}
