package fakeserver

import (
	"crypto/subtle"
	"fmt"
	"net/http"
)

// userLoginCookie binds the form of a user's login to the browser that it was shown
// to.
const userLoginCookie = "lxhive_login"

// serveUserLogin answers /lxhive/oauth/login, where the users of temporary
// tokens log in. Nobody is granted anything here: a user who is let in is sent
// on.
func (v *visit) serveUserLogin() {
	switch v.r.Method {
	case http.MethodGet:
		v.showUserLogin(http.StatusOK)
	case http.MethodPost:
		if v.knowsUser() {
			v.setHeader("Location", "/lxhive/oauth/authorize")
			v.w.WriteHeader(http.StatusFound)
			return
		}
		v.showUserLogin(http.StatusUnauthorized)
	default:
		_ = v.allows(http.MethodGet, http.MethodPost)
		v.turnAway(&Refusal{http.StatusMethodNotAllowed, methodError, "the method is not allowed"})
	}
}

func (v *visit) showUserLogin(status int) {
	csrf := RandomString(v.random, 40)
	http.SetCookie(v.w, &http.Cookie{Name: userLoginCookie, Value: csrf, Path: "/lxhive", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	v.setHeader("Cache-Control", "no-store")
	v.write(status, "text/html; charset=utf-8", fmt.Appendf(nil, `<!doctype html><title>Log in</title><form method="post">`+
		`<input type="hidden" name="csrfToken" value="%s"><input name="email"><input type="password" name="password"></form>`, csrf))
}

// knowsUser says whether the form is one that was shown to this browser, and
// the password the user's.
func (v *visit) knowsUser() bool {
	shown, err := v.r.Cookie(userLoginCookie)
	if err != nil || subtle.ConstantTimeCompare([]byte(shown.Value), []byte(v.r.PostFormValue("csrfToken"))) != 1 {
		return false
	}
	email, sent := v.r.PostFormValue("email"), v.r.PostFormValue("password")
	h, known := v.state.temporary.holders.get(email)
	switch opens := v.rules.Temporary.PasswordlessOpens; {
	case !known:
		return false
	case h.password == "":
		return opens != nil && opens(email, sent)
	}
	return sameSecret(h.password, sent)
}
