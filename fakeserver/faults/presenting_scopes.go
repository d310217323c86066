package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// presentingScopes are the faults of scopes at the API, and of the userinfo endpoint.
func presentingScopes() []Fault {
	return []Fault{
		{Name: "scope-unasked", Summary: "asks for no scope at the API", Halts: true, Breaks: forms("PRE-29"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Needed = "" }},
		{Name: "scope-refused-401", Summary: "answers 401 to a token without the scope", Breaks: forms("PRE-19"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Insufficient.Status = http.StatusUnauthorized }},
		{Name: "scope-challenge-missing", Summary: "sends no challenge to a token without the scope", Breaks: forms("PRE-20"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Challenge = func(string) []string { return nil } }},
		{Name: "scope-challenge-blames-token", Summary: "says invalid_token to a token without the scope", Breaks: forms("PRE-20"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Challenge = func(string) []string { return []string{`Bearer error="invalid_token"`} }
			}},
		{Name: "challenge-error-twice", Summary: "names the error twice in a challenge", Breaks: forms("PRE-27"),
			Bend: func(r *fakeserver.Rules) {
				r.Presenting.ChallengeToBadToken = []string{`Bearer error="invalid_token", realm="a", error="invalid_token"`}
			}},
	}
}
