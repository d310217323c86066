package faults

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/authassay/authassay/fakeserver"
	cxp "github.com/authassay/authassay/fakeserver/clearxp"
)

// launching are the faults of content launches.
func launching() []Fault {
	return append(launchingCredentials(), launchingContent()...)
}

// launchingCredentials are the faults of launch credentials.
func launchingCredentials() []Fault {
	return []Fault{
		{Name: "launch-refused", Summary: "makes no launch credentials", Halts: true, Breaks: clearxp("LAU-01"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Offered = false }},
		{Name: "launch-delayed", Summary: "lets launch credentials in only after a minute", Halts: true, Breaks: clearxp("LAU-02", "LAU-10"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).AliveAfter = time.Minute }},
		{Name: "launch-lives-half", Summary: "halves the life of launch credentials", Breaks: clearxp("LAU-03"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Lifetime = func(asked time.Duration) time.Duration { return asked / 2 }
			}},
		{Name: "launch-never-ends", Summary: "lets launch credentials live for years", Breaks: clearxp("LAU-04"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Lifetime = func(time.Duration) time.Duration { return 20000 * time.Hour }
			}},
		{Name: "launch-unconfined", Summary: "opens every learner's data to launch credentials", Breaks: clearxp("LAU-05"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Confined = false }},
		{Name: "launch-shared", Summary: "gives all learners the same launch credentials", Halts: true, Breaks: clearxp("LAU-06", "LAU-15"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).ReuseKey = func(string) string { return "all" } }},
		{Name: "launch-by-anyone", Summary: "makes launch credentials for anyone", Breaks: clearxp("LAU-07"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).MadeByAnyone = true }},
		{Name: "launch-begets-launch", Summary: "makes launch credentials for launch credentials", Breaks: clearxp("LAU-08"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).MadeByLaunch = true }},
		{Name: "launch-ttl-unchecked", Summary: "takes any lifetime for launch credentials", Breaks: clearxp("LAU-12"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).TTLChecked = false }},
		{Name: "launch-ttl-422", Summary: "answers 422 to a lifetime that is none", Breaks: clearxp("PRE-30"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).BadTTL.Status = http.StatusUnprocessableEntity }},
		{Name: "launch-nameless", Summary: "makes launch credentials for nobody", Breaks: clearxp("LAU-13"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).UsernameRequired = false }},
		{Name: "launch-echoes-password", Summary: "repeats the password in the answer", Breaks: clearxp("LAU-14"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).EchoesPassword = true }},
		{Name: "launch-password-unchecked", Summary: "takes any launch password", Breaks: clearxp("LAU-16"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).PasswordMatches = anything }},
	}
}

// launchingContent are the faults of what the content is handed.
func launchingContent() []Fault {
	return []Fault{
		{Name: "launch-without-activity", Summary: "does not say which activity was launched", Breaks: clearxp("LAU-09"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Parameters = func(p url.Values) { p.Del("activity_id") } }},
		{Name: "launch-auth-without-scheme", Summary: "hands over the credentials without their scheme", Breaks: clearxp("LAU-10"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).AuthValue = func(username, password string) string {
					return base64.StdEncoding.EncodeToString([]byte(username + ":" + password))
				}
			}},
		{Name: "launch-for-another", Summary: "launches for another learner", Breaks: clearxp("LAU-10", "LAU-11"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Learner = func(_ fakeserver.Learner, all []fakeserver.Learner) fakeserver.Learner { return all[1] }
			}},
		{Name: "launch-token-reused", Summary: "gives a learner the same launch credentials again", Breaks: clearxp("LAU-15"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).ReuseKey = func(learner string) string { return learner } }},
	}
}
