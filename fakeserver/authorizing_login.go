package fakeserver

import (
	"crypto/subtle"
	"net/http"
	"net/url"
)

// serveLogin answers the login page's form, and shows the page again to a
// browser that comes back to it.
func (v *visit) serveLogin() {
	if !v.allows(http.MethodGet, http.MethodPost) {
		v.showError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	l := v.currentLogin()
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if v.r.Method != http.MethodPost {
		v.showLogin(http.StatusOK, l, "", "")
		return
	}
	form := v.readPageForm()
	if !equal(form.Get("csrf"), l.csrf) {
		v.showError(http.StatusForbidden, "The form did not come from this login.")
		return
	}
	if name := form.Get("username"); name != "" {
		l.username = name
	}
	password := form.Get("password")
	if password == "" && l.username != "" && v.rules.Authorizing.Pages.TwoSteps {
		v.showLogin(http.StatusOK, l, "", "")
		return
	}
	v.logIn(l, password)
}

// currentLogin finds the login that a request goes on with. It has answered when
// it returns nil.
func (v *visit) currentLogin() *login {
	l := v.state.logins.get(v.loginID(), v.now)
	if l == nil {
		v.showError(http.StatusBadRequest, "This login has ended. Please start again.")
		return nil
	}
	cookie, err := v.r.Cookie(loginCookie)
	if err != nil || !equal(cookie.Value, l.browser) {
		v.showError(http.StatusForbidden, "This login began in another browser.")
		return nil
	}
	return l
}

// loginID is the login that a request names, or that its browser has begun last
// where that will do.
func (v *visit) loginID() string {
	id := v.r.URL.Query().Get("request")
	if cookie, err := v.r.Cookie(loginCookie); id == "" && err == nil && v.rules.Authorizing.ConsentByCookie {
		return v.state.logins.latest(cookie.Value)
	}
	return id
}

func (v *visit) readPageForm() url.Values {
	body, _ := v.readBody()
	form, _ := url.ParseQuery(string(body))
	return form
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// logIn checks username and password and goes on to what the login is for.
func (v *visit) logIn(l *login, password string) {
	name := l.username
	l.username = "" // a failed try begins with the first page again
	if l.grant == nil {
		if learner := v.learner(name); learner != nil && v.passwordMatches(learner.Password, password) {
			v.startContent(l, *learner)
			return
		}
	} else if user := v.user(name); user != nil && v.passwordMatches(user.Password, password) {
		v.startSession(user)
		v.authenticated(l, user)
		return
	}
	v.showLogin(v.rules.Authorizing.Pages.WrongPasswordStatus, l, "Username or password is wrong.", password)
}

func (v *visit) passwordMatches(stored, sent string) bool {
	return v.rules.Authorizing.PasswordMatches(stored, sent)
}

// authenticated goes on to consent, or to the client.
func (v *visit) authenticated(l *login, user *User) {
	rules := &v.rules.Authorizing
	l.user = user
	if !rules.MayAuthorise(*user, *l.grant.client) {
		if v.state.logins.end(l) {
			v.sendError(l, accessDenied, "The account may not authorise this integration.")
		}
		return
	}
	remembered := rules.ConsentRemembered && !l.prompted && v.state.habits.consented(user, l.grant.client)
	if rules.ConsentAsked && !remembered {
		v.goToConsent(l)
		return
	}
	v.decide(l, true)
}

// serveConsent shows the consent page and answers its form. A form without a
// decision is a browser that arrived by a redirect which kept its method.
func (v *visit) serveConsent() {
	if !v.allows(http.MethodGet, http.MethodPost) {
		v.showError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	l := v.currentLogin()
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	form := url.Values{}
	if v.r.Method == http.MethodPost {
		form = v.readPageForm()
	}
	decision := form.Get("decision")
	switch {
	case l.grant == nil || l.user == nil:
		v.showError(http.StatusForbidden, "Nobody has logged in.")
	case decision == "":
		v.showConsent(l)
	case v.rules.Authorizing.ConsentOriginChecked && v.r.Header.Get("Origin") != v.origin():
		v.showError(http.StatusForbidden, "The form did not come from here.")
	case v.rules.Authorizing.ConsentTokenChecked && !equal(form.Get("csrf"), l.csrf):
		v.showError(http.StatusForbidden, "The form did not come from this login.")
	default:
		v.decide(l, decision == "allow")
	}
}

// decide ends the login. Of two decisions the first counts.
func (v *visit) decide(l *login, allowed bool) {
	if !v.state.logins.end(l) {
		v.showError(http.StatusBadRequest, "This login has ended. Please start again.")
		return
	}
	if !allowed && v.rules.Authorizing.DenialHeeded {
		v.sendError(l, accessDenied, "The resource owner refused.")
		return
	}
	v.state.habits.keepConsent(l.user, l.grant.client)
	l.grant.user = l.user
	v.sendAnswer(l)
}

func (s *Server) user(name string) *User {
	for i := range s.fixtures.Users {
		if s.fixtures.Users[i].Username == name {
			return &s.fixtures.Users[i]
		}
	}
	return nil
}

func (s *Server) learner(name string) *Learner {
	for i := range s.fixtures.Learners {
		if s.fixtures.Learners[i].Username == name {
			return &s.fixtures.Learners[i]
		}
	}
	return nil
}
