package fakeserver

import (
	"net/http"
	"net/url"
)

// serveLaunch answers GET /launch/{activity}: the learner logs in, and the
// browser goes on to the content.
func (v *visit) serveLaunch() {
	if !v.allows(http.MethodGet) {
		v.showError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	l := v.blankLogin()
	l.activity = v.r.PathValue("activity")
	v.state.logins.put(l)
	v.setCookie(loginCookie, l.browser)
	v.showLogin(http.StatusOK, l, "", "")
}

// startContent hands the content its parameters, as a Rustici launch does.
func (v *visit) startContent(l *login, loggedIn Learner) {
	rules := &v.rules.Launching
	if !v.state.logins.end(l) {
		v.showError(http.StatusBadRequest, "This login has ended. Please start again.")
		return
	}
	learner := rules.Learner(loggedIn, v.fixtures.Learners)
	actor, password := learner.actor(), RandomString(v.random, 32)
	made := v.makeLaunch(learner.Tenant, learner.Username, password, canonical(actor), v.launchLifetime())
	parameters := url.Values{
		"endpoint":     {v.origin() + "/xapi/"},
		"auth":         {rules.AuthValue(made.username, made.firstPassword())},
		"actor":        {canonical(actor)},
		"activity_id":  {"https://content.acme.example/" + l.activity},
		"registration": {randomUUID(v.random)},
	}
	if rules.Parameters != nil {
		rules.Parameters(parameters)
	}
	v.dressPage()
	v.setHeader("Location", ContentURL+"?"+parameters.Encode())
	v.w.WriteHeader(http.StatusFound)
}

// firstPassword makes reused credentials look the same at every launch.
func (l *launchCredentials) firstPassword() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.passwords[0]
}

// origin is how the client reached this server.
func (v *visit) origin() string {
	if v.r.TLS != nil {
		return "https://" + v.r.Host
	}
	return "http://" + v.r.Host
}
