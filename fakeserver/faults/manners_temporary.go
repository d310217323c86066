package faults

import (
	"io"
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// mannersOfTemporary are unusual and right ways with temporary tokens.
func mannersOfTemporary() []Fault {
	return append(mannersOfIssues(), mannersOfWithdrawals()...)
}

// mannersOfIssues are unusual and right ways of making tokens.
func mannersOfIssues() []Fault {
	return []Fault{
		{Name: "temporary-201", Summary: "issues tokens with status 201", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Showing.Issued.Status = http.StatusCreated }},
		{Name: "temporary-extra-members", Summary: "adds members to what it shows of a token", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				extra := func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "id", Value: 7}, fakeserver.Member{Name: "name", Value: nil})
				}
				r.Temporary.Showing.Issued.Members, r.Temporary.Showing.Inspected.Members = extra, extra
			}},
		{Name: "temporary-keys-long", Summary: "makes keys and secrets of two hundred characters", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.NewKey = func(random io.Reader) string { return fakeserver.RandomString(random, 200) }
				r.Temporary.NewSecret = func(random io.Reader, _ string) string { return fakeserver.RandomString(random, 200) }
			}},
		{Name: "temporary-secrets-with-punctuation", Summary: "makes secrets that need escaping in a query", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.NewSecret = func(random io.Reader, _ string) string {
					return "s+/=~&%:" + fakeserver.RandomString(random, 40) + ":#?"
				}
			}},
		{Name: "method-501", Summary: "answers 501 to methods that it does not know", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.OddMethod = http.StatusNotImplemented }},
		{Name: "super-given", Summary: "gives the permission super to whom it is asked for, and to his tokens", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Rights.SuperPermission, r.Temporary.Rights.ScopesOfUser = nil, true
			}},
		{Name: "temporary-past-taken", Summary: "issues tokens that are expired already", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.PastTaken = true }},
		{Name: "temporary-at-most-a-year", Summary: "refuses an expiry in more than a year", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.Longest = 365 * 24 * time.Hour }},
		{Name: "temporary-brought-forward", Summary: "ends tokens after a year that were to live for longer", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Ending.Longest, r.Temporary.Ending.BroughtForward = 365*24*time.Hour, true
			}},
		{Name: "temporary-guessing-stopped", Summary: "answers 429 to a token's key after five wrong secrets", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Guesses = 5 }},
		{Name: "scope-beyond-permissions-useless", Summary: "issues tokens with scopes that the user's permissions make useless",
			Breaks: lxhive(), Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.WideScope = nil }},
		{Name: "scope-super-useless", Summary: "issues tokens with a scope super that is good for nothing", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Rights.SuperScope = nil }},
		{Name: "numeric-text-refused", Summary: "refuses a Unix time that is written as text", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ending.NumericText = false }},
	}
}

// mannersOfWithdrawals are unusual and right ways of showing and ending tokens.
func mannersOfWithdrawals() []Fault {
	return []Fault{
		{Name: "withdrawal-again-404", Summary: "answers 404 to a withdrawal of what is gone", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Ended.GoneStatus, r.Temporary.Ended.WrongStatus = http.StatusNotFound, http.StatusNotFound
			}},
		{Name: "withdrawal-again-403", Summary: "answers 403 to a withdrawal of what is gone, or by a wrong secret", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Ended.GoneStatus, r.Temporary.Ended.WrongStatus = http.StatusForbidden, http.StatusForbidden
			}},
		{Name: "withdrawal-unnamed-404", Summary: "answers 404 to a withdrawal that names no token", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Ended.NoPair.Status = http.StatusNotFound }},
		{Name: "inspection-403", Summary: "answers 403 to the inspection of what is not there", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Showing.UnknownKey.Status, r.Temporary.Showing.WrongSecret.Status = http.StatusForbidden, http.StatusForbidden
			}},
		{Name: "options-204", Summary: "answers 204 to OPTIONS", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) { r.Temporary.Options = http.StatusNoContent }},
		{Name: "temporary-errors-verbose", Summary: "adds members to its refusals", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.ErrorType = "application/json; charset=utf-8"
				r.Temporary.ErrorBody = func(m []fakeserver.Member) []byte {
					return []byte(`{"error":true,"message":"refused","errors":[{"code":1}]}`)
				}
			}},
		{Name: "temporary-challenge-extra", Summary: "adds a challenge of another scheme to those for Basic", Breaks: lxhive(),
			Bend: func(r *fakeserver.Rules) {
				r.Temporary.Challenge = []string{`Bearer realm="lxHive", Basic realm="lxHive", charset="UTF-8"`}
			}},
	}
}
