package fakeserver

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver/rules"
)

// Login answers the login page's form, and shows the page again to a
// browser that comes back to it.
func Login(v *Visit) {
	if !v.Allows(http.MethodGet, http.MethodPost) {
		v.ShowError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	l := v.currentLogin()
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	form := v.R.URL.Query()
	switch {
	case v.R.Method == http.MethodPost:
		form = v.readPageForm()
	case !v.Rules.Authorizing.Pages.LoginByGet || !form.Has("password"):
		v.showLogin(http.StatusOK, l, "", "")
		return
	}
	if !equal(form.Get("csrf"), l.csrf) {
		v.ShowError(http.StatusForbidden, "The form did not come from this login.")
		return
	}
	if name := form.Get("username"); name != "" {
		l.username = name
	}
	password := form.Get("password")
	l.decision = form.Get("decision")
	if password == "" && l.username != "" && v.Rules.Authorizing.Pages.TwoSteps {
		v.showLogin(http.StatusOK, l, "", "")
		return
	}
	v.logIn(l, password)
}

// currentLogin finds the login that a request goes on with. It has answered when
// it returns nil.
func (v *Visit) currentLogin() *login {
	l := v.state.logins.get(v.loginID(), v.Now)
	if l == nil {
		v.ShowError(http.StatusBadRequest, "This login has ended. Please start again.")
		return nil
	}
	cookie, err := v.R.Cookie(loginCookie)
	if (err != nil || !equal(cookie.Value, l.browser)) && !v.Rules.Authorizing.LoginOfAnyBrowser {
		v.ShowError(http.StatusForbidden, "This login began in another browser.")
		return nil
	}
	return l
}

// loginID is the login that a request names, or that its browser has begun last
// where that will do.
func (v *Visit) loginID() string {
	id := v.R.URL.Query().Get("request")
	if cookie, err := v.R.Cookie(loginCookie); id == "" && err == nil && v.Rules.Authorizing.ConsentByCookie {
		return v.state.logins.latest(cookie.Value)
	}
	return id
}

func (v *Visit) readPageForm() url.Values {
	body, _ := v.ReadBody()
	form, _ := url.ParseQuery(string(body))
	return form
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// logIn checks username and password and goes on to what the login is for.
func (v *Visit) logIn(l *login, password string) {
	name := l.username
	if l.said != nil {
		l.said["username"] = []string{name}
	}
	problem := "Username or password is wrong."
	l.username = "" // a failed try begins with the first page again
	if l.own != nil {
		if goOn := l.own.Judge(v, name, password); goOn != nil {
			v.finish(l, goOn)
			return
		}
	} else if user, queried := v.named(name); user != nil && (queried || v.passwordMatches(user.Password, password)) {
		v.startSession(l, user)
		v.authenticated(l, user)
		return
	} else if user == nil && v.Rules.Authorizing.UnknownNameTold {
		problem = "Nobody has this name."
	} else if user != nil && v.Rules.Authorizing.Pages.FailedLoginKept {
		v.startSession(l, user)
	}
	v.showLogin(v.Rules.Authorizing.Pages.WrongPasswordStatus, l, problem, password)
}

// named is who has a name, and whether a bent rule lets him in without his password.
func (v *Visit) named(name string) (user *User, queried bool) {
	if query := v.Rules.Authorizing.NameQueried; query != nil {
		if of, known := query(name); known {
			return v.user(of), true
		}
	}
	return v.user(name), false
}

// finish ends a login of the contract's own. Of two tries the first counts.
func (v *Visit) finish(l *login, goOn func()) {
	if !v.state.logins.end(l) {
		v.ShowError(http.StatusBadRequest, "This login has ended. Please start again.")
		return
	}
	goOn()
}

// LoginPage is a login of a contract's own, for something else than a grant.
type LoginPage struct {
	Path string // where its form is sent: a route that Login answers
	// Judge looks at what was entered, and returns how the browser goes on; nil
	// shows the page again.
	Judge func(v *Visit, username, password string) (goOn func())
}

// AskLogin shows the login page of a contract's own.
func (v *Visit) AskLogin(page *LoginPage) {
	l := v.blankLogin()
	l.own = page
	v.state.logins.put(l)
	v.setCookie(loginCookie, l.browser)
	v.showLogin(http.StatusOK, l, "", "")
}

func (v *Visit) passwordMatches(stored, sent string) bool {
	return v.Rules.Authorizing.PasswordMatches(stored, sent)
}

// authenticated goes on to consent, or to the client.
func (v *Visit) authenticated(l *login, user *User) {
	r := &v.Rules.Authorizing
	l.user = user
	if !r.MayAuthorise(*user, *l.grant.client) {
		if v.state.logins.end(l) {
			v.sendError(l, rules.AccessDenied, "The account may not authorise this integration.")
		}
		return
	}
	remembered := r.ConsentRemembered && !l.prompted && v.consentKept(l, user)
	if r.Pages.OneStep {
		v.decide(l, l.decision == "allow")
		return
	}
	if r.ConsentAsked && !remembered {
		v.goToConsent(l)
		return
	}
	v.decide(l, true)
}

// Consent shows the consent page and answers its form. A form without a
// decision is a browser that arrived by a redirect which kept its method.
func Consent(v *Visit) {
	if !v.Allows(http.MethodGet, http.MethodPost) {
		v.ShowError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	l := v.currentLogin()
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	form := url.Values{}
	if v.R.Method == http.MethodPost {
		form = v.readPageForm()
	}
	decision := form.Get("decision")
	switch {
	case l.grant == nil || l.user == nil && !v.Rules.Authorizing.ConsentBeforeLogin:
		v.ShowError(http.StatusForbidden, "Nobody has logged in.")
	case decision == "":
		v.showConsent(l)
	case v.Rules.Authorizing.ConsentOriginChecked && v.R.Header.Get("Origin") != v.Origin():
		v.ShowError(http.StatusForbidden, "The form did not come from here.")
	case v.Rules.Authorizing.ConsentTokenChecked && !v.tokenFits(l, form.Get("csrf")):
		v.ShowError(http.StatusForbidden, "The form did not come from this login.")
	default:
		rules := &v.Rules.Authorizing
		v.decide(v.decided(l, form), decision == "allow" || rules.ConsentUnlessDenied && decision != "deny")
	}
}

// tokenFits says whether a form carries the anti-forgery token of its login.
func (v *Visit) tokenFits(l *login, token string) bool {
	return equal(token, l.csrf) || v.Rules.Authorizing.ConsentTokenOfAnyone && v.state.logins.issued(token)
}

// decided is the login that a consent decides, with the scope that it is for.
func (v *Visit) decided(l *login, form url.Values) *login {
	r := &v.Rules.Authorizing
	if scope := form.Get("scope"); scope != "" && r.ConsentScopeTaken {
		l.grant.scope = v.grantedScope(scope)
	}
	if to := form.Get("redirect_uri"); to != "" && r.ConsentRedirectTaken {
		l.grant.redirectURI = to
	}
	if state := form.Get("state"); state != "" && r.ConsentStateTaken {
		l.state = state
	}
	if client := v.client(form.Get("client_id")); client != nil && r.ConsentClientTaken {
		l.grant.client = client
	}
	if l.user == nil {
		l.user = v.firstAdministrator(l.grant.client.Tenant)
	}
	if user := v.user(form.Get("username")); user != nil && r.ConsentPersonTaken {
		l.user = user
	}
	if !r.ConsentOfLatest {
		return l
	}
	latest := v.state.logins.get(v.state.logins.latest(l.browser), v.Now)
	if latest == nil || latest.grant == nil {
		return l
	}
	latest.user = l.user
	return latest
}

// consentKept says whether the user has allowed the client before what it asks for.
func (v *Visit) consentKept(l *login, user *User) bool {
	given, known := v.state.habits.consented(user, l.grant.client)
	if !known || v.Rules.Authorizing.ConsentForAnyScope {
		return known
	}
	return !slices.ContainsFunc(strings.Fields(l.grant.scope), func(name string) bool {
		return !slices.Contains(given, name)
	})
}

// decide ends the login. Of two decisions the first counts.
func (v *Visit) decide(l *login, allowed bool) {
	if !v.Rules.Authorizing.ConsentRepeatable && !v.state.logins.end(l) {
		v.ShowError(http.StatusBadRequest, "This login has ended. Please start again.")
		return
	}
	if !allowed && v.Rules.Authorizing.DenialHeeded {
		if v.Rules.Authorizing.DenialEndsGrants {
			l.grant.user = l.user
			v.endGrant(l.grant, rules.ReachesSame, true, true)
		}
		v.sendError(l, rules.AccessDenied, "The resource owner refused.")
		return
	}
	v.state.habits.keepConsent(l.user, l.grant)
	l.grant.user = l.user
	v.sendAnswer(l)
}
