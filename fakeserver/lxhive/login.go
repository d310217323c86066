package lxhive

import (
	"crypto/subtle"
	"fmt"
	"net/http"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// userLoginCookie binds the form of a user's login to the browser that it was shown
// to.
const userLoginCookie = "lxhive_login"

// serveUserLogin answers /lxhive/oauth/login, where the users of temporary
// tokens log in. Nobody is granted anything here: a user who is let in is sent
// on.
func (v visit) serveUserLogin() {
	switch v.R.Method {
	case http.MethodGet:
		v.showUserLogin(http.StatusOK)
	case http.MethodPost:
		if v.knowsUser() {
			v.SetHeader("Location", "/lxhive/oauth/authorize")
			v.W.WriteHeader(http.StatusFound)
			return
		}
		v.showUserLogin(http.StatusUnauthorized)
	default:
		_ = v.Allows(http.MethodGet, http.MethodPost)
		v.turnAway(&fakeserver.Refusal{Status: http.StatusMethodNotAllowed, Error: rules.MethodError, Description: "the method is not allowed"})
	}
}

func (v visit) showUserLogin(status int) {
	csrf := rules.RandomString(v.Random(), 40)
	http.SetCookie(v.W, &http.Cookie{Name: userLoginCookie, Value: csrf, Path: "/lxhive", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	v.SetHeader("Cache-Control", "no-store")
	v.Write(status, "text/html; charset=utf-8", fmt.Appendf(nil, `<!doctype html><title>Log in</title><form method="post">`+
		`<input type="hidden" name="csrfToken" value="%s"><input name="email"><input type="password" name="password"></form>`, csrf))
}

// knowsUser says whether the form is one that was shown to this browser, and
// the password the user's.
func (v visit) knowsUser() bool {
	shown, err := v.R.Cookie(userLoginCookie)
	if err != nil || subtle.ConstantTimeCompare([]byte(shown.Value), []byte(v.R.PostFormValue("csrfToken"))) != 1 {
		return false
	}
	email, sent := v.R.PostFormValue("email"), v.R.PostFormValue("password")
	h, known := v.kept.holders.Get(v.own.UserOf(email))
	switch opens := v.own.PasswordlessOpens; {
	case !known:
		return false
	case h.password == "":
		return opens != nil && opens(email, sent)
	}
	return rules.SameSecret(h.password, sent)
}
