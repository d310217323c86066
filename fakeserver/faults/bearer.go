package faults

import (
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/authassay/authassay/fakeserver"
)

// presenting are the faults of access tokens at the API.
func presenting() []Fault {
	return append(presentingTokens(), presentingAnswers()...)
}

// presentingTokens are the faults of what is let in.
func presentingTokens() []Fault {
	return []Fault{
		{Name: "bearer-refused", Summary: "lets no access token in", Halts: true,
			Breaks: clearxp("PRE-01", "TEN-01").oauth2("PRE-01").xena("AUT-41", "PRE-01", "PRE-21", "PRE-24", "TEN-01"),
			Bend:   func(r *fakeserver.Rules) { r.Presenting.BearerAccepted = false }},
		{Name: "bearer-case-sensitive", Summary: "knows the scheme only as Bearer", Breaks: alike("PRE-02"),
			Bend: func(r *fakeserver.Rules) {
				r.Presenting.SchemeMatches = func(sent string) bool { return sent == "Bearer" }
			}},
		{Name: "anonymous-admitted", Summary: "lets requests without credentials in", Halts: true,
			Breaks: clearxp("PRE-03", "BAS-12", "LAU-07", "HYG-02").oauth2("PRE-03", "HYG-02").xena("PRE-03", "PRE-23", "HYG-02"),
			Bend:   func(r *fakeserver.Rules) { r.Presenting.AnonymousAdmitted = true }},
		{Name: "unknown-token-admitted", Summary: "lets any well-formed token in", Halts: true,
			Breaks: clearxp("PRE-06", "PRE-08", "PRE-13", "PRE-14").oauth2("PRE-06", "PRE-08", "PRE-13", "PRE-14").xena("PRE-06", "PRE-08", "PRE-13", "PRE-14", "PRE-23", "IDT-14", "IDT-15", "IDT-16", "IDT-17", "IDT-18", "IDT-19"),
			Bend: func(r *fakeserver.Rules) {
				r.Presenting.UnknownTokenAdmitted = func(token string) bool { return len(token) > 20 }
			}},
		{Name: "truncated-token-admitted", Summary: "compares only as much of a token as it was sent", Breaks: clearxp("PRE-08").oauth2("PRE-08", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.TokenMatches = prefix }},
		{Name: "token-case-folded", Summary: "compares tokens whatever their case", Breaks: clearxp("PRE-08").oauth2("PRE-08", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.TokenMatches = strings.EqualFold }},
		{Name: "query-token-admitted", Summary: "reads access tokens from the URI", Breaks: clearxp("PRE-10").xena("PRE-10"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.QueryTokenAdmitted = true }},
		{Name: "body-token-admitted", Summary: "reads access tokens from form bodies", Breaks: clearxp("PRE-11").xena("PRE-11"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.BodyTokenAdmitted = true }},
		{Name: "second-authorization-ignored", Summary: "looks only at the first Authorization header", Breaks: both(clearxp("PRE-12", "BAS-13").basic("BAS-13", "BAS-15").forms("PRE-12"), lxhive("BAS-13", "BAS-15")),
			Bend: func(r *fakeserver.Rules) { r.Presenting.PickAuthorization = first }},
		{Name: "first-authorization-ignored", Summary: "looks only at the last Authorization header", Breaks: both(alike("PRE-12").basic("BAS-15"), lxhive("BAS-15")),
			Bend: func(r *fakeserver.Rules) { r.Presenting.PickAuthorization = last }},
		{Name: "authorizations-tossed", Summary: "refuses two Authorization headers now in one way and now in another", Breaks: lxhive("BAS-15").basic("BAS-15"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.PickAuthorization = byTurns() }},
		{Name: "refresh-token-admitted", Summary: "lets refresh tokens open the API", Breaks: alike("PRE-13"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.RefreshTokenAdmitted = true }},
		{Name: "code-admitted", Summary: "lets codes open the API", Breaks: clearxp("PRE-14").oauth2("PRE-14", "INT-10").xena("PRE-14"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.CodeAdmitted = true }},
		{Name: "wrong-user-served", Summary: "serves every token as another administrator", Breaks: clearxp("PRE-15").oauth2("PRE-15").xena("PRE-15", "PRE-21"),
			Bend: func(r *fakeserver.Rules) {
				r.Presenting.Serves = func(_ fakeserver.User, all []fakeserver.User) fakeserver.User { return all[1] }
			}},
		{Name: "empty-bearer-admitted", Summary: "needs no token behind the scheme", Breaks: alike("PRE-16", "HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.EmptyBearerAdmitted = true }},
		{Name: "client-credentials-admitted", Summary: "lets a client's id and secret open the API", Breaks: clearxp("PRE-18").oauth2("PRE-18").xena("PRE-18", "PRE-25"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.ClientCredentialsAdmitted = true }},
	}
}

// presentingAnswers are the faults of how the others are told.
func presentingAnswers() []Fault {
	return []Fault{
		{Name: "challenge-missing", Summary: "sends no challenge to requests without credentials", Breaks: alike("PRE-04"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.ChallengeToAnonymous = nil }},
		{Name: "bad-token-challenge-missing", Summary: "sends no challenge to bad tokens", Breaks: alike("PRE-04"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.ChallengeToBadToken = nil }},
		{Name: "challenge-without-parameters", Summary: "sends a challenge of the scheme alone", Breaks: alike("PRE-04"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.ChallengeToAnonymous = []string{"Bearer"} }},
		{Name: "bad-token-400", Summary: "answers 400 to bad tokens", Breaks: alike("PRE-28"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.BadToken.Status = http.StatusBadRequest }},
		{Name: "anonymous-403", Summary: "answers 403 to requests without credentials", Breaks: alike("PRE-28"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.Anonymous.Status = http.StatusForbidden }},
		{Name: "several-authorizations-409", Summary: "answers 409 to two Authorization headers", Breaks: alike("PRE-30"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.SeveralAuthorizations.Status = http.StatusConflict }},
		{Name: "anonymous-500", Summary: "breaks over a request without credentials", Halts: true,
			Breaks: clearxp("PRE-03", "BAS-12", "LAU-07", "HYG-02").oauth2("PRE-03", "PRE-18", "HYG-02").xena("PRE-03", "PRE-18", "PRE-23", "PRE-25", "HYG-02"),
			Bend:   func(r *fakeserver.Rules) { r.Presenting.Anonymous.Status = http.StatusInternalServerError }},
		{Name: "bad-token-500", Summary: "breaks over a bad token", Halts: true,
			Breaks: clearxp("EXC-04", "PRE-06", "PRE-08", "PRE-13", "PRE-14", "HYG-02").
				oauth2("EXC-04", "PRE-06", "PRE-08", "PRE-13", "PRE-14", "REV-02", "REV-03", "HYG-02").
				xena("EXC-04", "PRE-06", "PRE-08", "PRE-13", "PRE-14", "PRE-23", "REV-02", "REV-03", "IDT-14", "IDT-15", "IDT-16", "IDT-17", "IDT-18", "IDT-19", "HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.BadToken.Status = http.StatusInternalServerError }},
		{Name: "challenge-blames-anonymous", Summary: "names an error though no token was sent", Breaks: alike("PRE-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Presenting.ChallengeToAnonymous = []string{`Bearer realm="ClearXP", error="invalid_token"`}
			}},
		{Name: "invalid-token-unnamed", Summary: "does not name invalid_token", Breaks: alike("PRE-07"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.ChallengeToBadToken = []string{`Bearer realm="ClearXP"`} }},
		{Name: "challenge-repeats-realm", Summary: "writes the realm twice into a challenge", Breaks: alike("PRE-27"),
			Bend: func(r *fakeserver.Rules) {
				r.Presenting.ChallengeToBadToken = []string{`Bearer realm="ClearXP", realm="ClearXP", error="invalid_token"`}
			}},
		{Name: "challenge-of-wrong-scheme", Summary: "answers a bad token with a Basic challenge only", Breaks: alike("PRE-09"),
			Bend: func(r *fakeserver.Rules) { r.Presenting.ChallengeToBadToken = []string{`Basic realm="ClearXP"`} }},
		{Name: "api-errors-as-html", Summary: "refuses in HTML at the API", Breaks: clearxp("PRE-17"),
			Bend: func(r *fakeserver.Rules) {
				r.Presenting.ErrorContentType = "text/html"
				r.Presenting.ErrorEncode = func([]fakeserver.Member) []byte {
					return []byte("<h1>" + http.StatusText(http.StatusUnauthorized) + "</h1>")
				}
			}},
	}
}

// first takes the first of several headers.
func first(values []string) (string, bool) { return values[0], true }

// last takes the last of several headers.
func last(values []string) (string, bool) { return values[len(values)-1], true }

// byTurns refuses several headers as such, or as credentials that nobody can
// read, by turns.
func byTurns() func([]string) (string, bool) {
	n := new(atomic.Int64)
	return func(values []string) (string, bool) {
		if len(values) > 1 && n.Add(1)%2 == 0 {
			return "Basic !", true
		}
		return values[0], len(values) == 1
	}
}
