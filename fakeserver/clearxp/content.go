package clearxp

import (
	"net/http"
	"net/url"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// launchLogin is where the form of a launch's login is sent.
const launchLogin = "/launch/login"

// serveLaunch answers GET /launch/{activity}: the learner logs in, and the
// browser goes on to the content.
func (v visit) serveLaunch() {
	if !v.Allows(http.MethodGet) {
		v.ShowError(http.StatusMethodNotAllowed, "The method is not allowed.")
		return
	}
	activity := v.R.PathValue("activity")
	v.AskLogin(&fakeserver.LoginPage{Path: launchLogin, Judge: func(at *fakeserver.Visit, username, password string) func() {
		learner := learnerOf(at, username)
		if learner == nil || !at.Rules.Authorizing.PasswordMatches(learner.Password, password) {
			return nil
		}
		return func() { visitOf(at).startContent(activity, *learner) }
	}})
}

func learnerOf(v *fakeserver.Visit, name string) *fakeserver.Learner {
	for i := range v.Fixtures().Learners {
		if learner := &v.Fixtures().Learners[i]; learner.Username == name {
			return learner
		}
	}
	return nil
}

// startContent hands the content its parameters, as a Rustici launch does.
func (v visit) startContent(activity string, loggedIn fakeserver.Learner) {
	learner := v.launching.Learner(loggedIn, v.Fixtures().Learners)
	actor, password := actorOf(learner), rules.RandomString(v.Random(), 32)
	made := v.makeLaunch(learner.Tenant, learner.Username, password, canonical(actor), v.launching.DefaultLifetime)
	parameters := url.Values{
		"endpoint":     {v.Origin() + "/xapi/"},
		"auth":         {v.launching.AuthValue(made.username, made.firstPassword())},
		"actor":        {canonical(actor)},
		"activity_id":  {"https://content.acme.example/" + activity},
		"registration": {rules.RandomUUID(v.Random())},
	}
	if v.launching.Parameters != nil {
		v.launching.Parameters(parameters)
	}
	v.LeaveFor(ContentURL + "?" + v.launching.Encode(parameters))
}

// firstPassword makes reused credentials look the same at every launch.
func (l *launchCredentials) firstPassword() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.passwords[0]
}
