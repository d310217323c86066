package faults

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	cxp "github.com/authassay/authassay/fakeserver/clearxp"
)

// launching are the faults of content launches.
func launching() []Fault {
	return slices.Concat(launchingCredentials(), launchingPasswords(), launchingMakers(), launchingConfined(), launchingContent(), launchingAddresses(), launchingShared())
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
		{Name: "launch-never-ends", Summary: "lets launch credentials live for years", Breaks: clearxp("LAU-04", "LAU-17", "LAU-18"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Lifetime = func(time.Duration) time.Duration { return 20000 * time.Hour }
			}},
		{Name: "launch-unconfined", Summary: "opens every learner's data to launch credentials", Breaks: clearxp("LAU-05", "LAU-22", "LAU-23"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Confined = false }},
		{Name: "launch-shared", Summary: "gives all learners the same launch credentials", Halts: true, Breaks: clearxp("LAU-06", "LAU-15", "LAU-16"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).ReuseKey = func(string) string { return "all" } }},
		{Name: "launch-by-anyone", Summary: "makes launch credentials for anyone", Breaks: clearxp("LAU-07"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Admits = anonymous }},
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

// anonymous says whether a request brings no credentials.
func anonymous(h http.Header) bool { return h.Get("Authorization") == "" }

// schemed says whether a request brings credentials of a scheme.
func schemed(scheme string) func(http.Header) bool {
	return func(h http.Header) bool { return strings.HasPrefix(h.Get("Authorization"), scheme+" ") }
}

// launchingMakers are the faults of who may make launch credentials, and for how
// long.
func launchingMakers() []Fault {
	return []Fault{
		{Name: "launch-by-any-pair", Summary: "makes launch credentials for any key and secret", Breaks: clearxp("LAU-19", "LAU-20"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Admits = schemed("Basic") }},
		{Name: "launch-by-any-token", Summary: "makes launch credentials for any access token", Breaks: clearxp("LAU-19"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Admits = schemed("Bearer") }},
		{Name: "launch-in-any-tenant", Summary: "makes launch credentials in any tenant that a header names", Breaks: clearxp("LAU-20"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Admits = func(h http.Header) bool { return schemed("Basic")(h) && h.Get("X-Cxp-Tenant") != "" }
			}},
		{Name: "launch-ttl-ignored", Summary: "lets launch credentials live for an hour, whatever was asked for", Breaks: clearxp("LAU-17"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Lifetime = func(time.Duration) time.Duration { return time.Hour }
			}},
		{Name: "launch-without-ttl-unending", Summary: "lets launch credentials live for a year that were asked for without a lifetime", Breaks: clearxp("LAU-18"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).DefaultLifetime = 365 * 24 * time.Hour }},
	}
}

// launchingPasswords are careless comparisons of launch passwords.
func launchingPasswords() []Fault {
	return carelessly("launch-password", "launch passwords", clearxp("LAU-16"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { cxp.Rules(r).PasswordMatches = equal },
		"trimmed", "cut-at-nul", "first-8", "by-beginning", "by-like", "decoded-twice", "digest-taken")
}

// launchingConfined are the faults of what launch credentials open.
func launchingConfined() []Fault {
	return []Fault{
		{Name: "launch-password-prefix", Summary: "compares only as much of a launch password as it was sent", Breaks: clearxp("LAU-16"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).PasswordMatches = prefix }},
		{Name: "launch-password-case-folded", Summary: "compares launch passwords whatever their case", Breaks: clearxp("LAU-16"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).PasswordMatches = strings.EqualFold }},
		{Name: "launch-password-of-another", Summary: "takes the password of any launch", Breaks: clearxp("LAU-16"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).PasswordOfAny = true }},
		{Name: "launch-lists-everybody", Summary: "shows every learner's data to launch credentials that ask for nobody's", Breaks: clearxp("LAU-22"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).ConfinedUnnamed = false }},
		{Name: "launch-stores-for-another", Summary: "stores what launch credentials say of another learner", Breaks: clearxp("LAU-23"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).ConfinedWriting = false }},
	}
}

// launchingAddresses are the faults of how addresses are written and read.
func launchingAddresses() []Fault {
	return []Fault{
		{Name: "launch-blanks-as-plus", Summary: "writes the blanks of a launch's parameters as plus signs", Breaks: clearxp("LAU-24"),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).Encode = url.Values.Encode }},
		{Name: "launch-plus-unescaped", Summary: "leaves the plus signs of a launch's parameters as they are", Breaks: clearxp("LAU-24"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Encode = func(p url.Values) string {
					p.Set("activity_id", p.Get("activity_id")+"?parts=1+2")
					return strings.ReplaceAll(strings.ReplaceAll(p.Encode(), "+", "%20"), "%2B", "+")
				}
			}},
		{Name: "query-plus-literal", Summary: "takes a plus sign in the query of the store for itself", Breaks: clearxp("LAU-25"),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).ReadQuery = func(query string) url.Values {
					read, _ := url.ParseQuery(strings.ReplaceAll(query, "+", "%2B"))
					return read
				}
			}},
	}
}

// launchingShared are the faults of how the store is shared with content of other
// origins.
func launchingShared() []Fault {
	sharing := func(bend func(s *cxp.Sharing)) func(*fakeserver.Rules) {
		return func(r *fakeserver.Rules) { bend(&cxp.Rules(r).Sharing) }
	}
	return []Fault{
		{Name: "preflight-unknown", Summary: "takes a preflight for any other request", Breaks: clearxp("LAU-26"),
			Bend: sharing(func(s *cxp.Sharing) { s.Preflight = 0 })},
		{Name: "preflight-guarded", Summary: "wants credentials with a preflight", Breaks: clearxp("LAU-26"),
			Bend: sharing(func(s *cxp.Sharing) { s.Authenticated = true })},
		{Name: "preflight-without-origin", Summary: "names no origin to a preflight, nor to anybody", Breaks: clearxp("LAU-26", "LAU-27", "LAU-28"),
			Bend: sharing(func(s *cxp.Sharing) { s.Origin = func(string) string { return "" } })},
		{Name: "preflight-of-another-origin", Summary: "shares its answers with another origin than the content's", Breaks: clearxp("LAU-26", "LAU-27", "LAU-28"),
			Bend: sharing(func(s *cxp.Sharing) { s.Origin = func(string) string { return "https://content.example" } })},
		{Name: "preflight-without-put", Summary: "gives content no leave to store with PUT", Breaks: clearxp("LAU-26"),
			Bend: sharing(func(s *cxp.Sharing) { s.Methods = "GET, POST" })},
		{Name: "preflight-without-authorization", Summary: "gives content no leave to send credentials", Breaks: clearxp("LAU-26"),
			Bend: sharing(func(s *cxp.Sharing) { s.Headers = "Content-Type, X-Experience-API-Version" })},
		{Name: "preflight-star-for-authorization", Summary: "takes a star for leave to send credentials", Breaks: clearxp("LAU-26"),
			Bend: sharing(func(s *cxp.Sharing) { s.Headers = "*" })},
		{Name: "answers-unshared", Summary: "answers preflights, and shares no answer", Breaks: clearxp("LAU-27"),
			Bend: sharing(func(s *cxp.Sharing) { s.Answers = false })},
		{Name: "refusals-unshared", Summary: "does not share its refusals with content", Breaks: clearxp("LAU-28"),
			Bend: sharing(func(s *cxp.Sharing) { s.Refusals = false })},
		{Name: "shared-with-cookies", Summary: "lets any site send cookies along", Breaks: clearxp("LAU-29"),
			Bend: sharing(func(s *cxp.Sharing) { s.Origin, s.Cookies = func(origin string) string { return origin }, true })},
	}
}

// mannersOfLaunches are unusual and right launches.
func mannersOfLaunches() []Fault {
	return []Fault{
		{Name: "launch-by-key-alone", Summary: "makes launch credentials for API keys alone", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) { cxp.Rules(r).MadeByToken = false }},
		{Name: "preflight-of-one-origin", Summary: "shares the store with the origin that asks, without cookies", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) {
				cxp.Rules(r).Sharing.Origin = func(origin string) string { return origin }
			}},
		{Name: "preflight-200", Summary: "answers preflights with 200, in small letters", Breaks: clearxp(),
			Bend: func(r *fakeserver.Rules) {
				s := &cxp.Rules(r).Sharing
				s.Preflight, s.Headers, s.Methods = http.StatusOK, "authorization,content-type, x-experience-api-version", "*"
			}},
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
