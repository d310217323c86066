package faults

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/jws"
	"github.com/authassay/authassay/fakeserver/internal/packing"
	oau "github.com/authassay/authassay/fakeserver/oauth2"
)

// bearer are the faults of access tokens at the API.
func bearer() []Fault {
	return slices.Concat(bearerTokens(), bearerAnswers(), bearerPackings(), bearerCompared(), bearerSigned(), resourceWays(), bearerGuises())
}

// bearerTokens are the faults of what is let in.
func bearerTokens() []Fault {
	return []Fault{
		{Name: "bearer-refused", Summary: "lets no access token in", Halts: true,
			Breaks: clearxp("PRE-01", "TEN-01").oauth2("PRE-01", "PRE-21", "PRE-24").xena("AUT-41", "PRE-01", "PRE-21", "PRE-24", "TEN-01"),
			Bend:   func(r *fakeserver.Rules) { r.Bearer.BearerAccepted = false }},
		{Name: "bearer-case-sensitive", Summary: "knows the scheme only as Bearer", Breaks: alike("PRE-02"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.SchemeMatches = func(sent string) bool { return sent == "Bearer" }
			}},
		{Name: "anonymous-admitted", Summary: "lets requests without credentials in", Halts: true,
			Breaks: clearxp("PRE-03", "BAS-12", "LAU-07", "HYG-02").forms("PRE-03", "PRE-23", "HYG-02"),
			Bend:   func(r *fakeserver.Rules) { r.Bearer.AnonymousAdmitted = true }},
		{Name: "unknown-token-admitted", Summary: "lets any well-formed token in", Halts: true,
			Breaks: clearxp("PRE-06", "PRE-08", "PRE-12", "PRE-13", "PRE-14", "PRE-32", "PRE-34", "PRE-36", "PRE-39", "LAU-19").
				oauth2("PRE-06", "PRE-08", "PRE-12", "PRE-13", "PRE-14", "PRE-23", "PRE-32", "PRE-34", "PRE-36", "PRE-39", "IDT-14").
				xena("PRE-06", "PRE-08", "PRE-12", "PRE-13", "PRE-14", "PRE-23", "PRE-32", "PRE-34", "PRE-36", "PRE-39", "IDT-14", "IDT-15", "IDT-16", "IDT-17", "IDT-18", "IDT-19"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return len(token) > 20 }
			}},
		{Name: "truncated-token-admitted", Summary: "compares only as much of a token as it was sent", Breaks: clearxp("PRE-08").oauth2("PRE-08", "REV-16", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.TokenMatches = prefix }},
		{Name: "token-case-folded", Summary: "compares tokens whatever their case", Breaks: clearxp("PRE-08").oauth2("PRE-08", "REV-16", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.TokenMatches = strings.EqualFold }},
		{Name: "query-token-admitted", Summary: "reads access tokens from the URI", Breaks: clearxp("PRE-10").xena("PRE-10"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.QueryTokenAdmitted = true }},
		{Name: "body-token-admitted", Summary: "reads access tokens from form bodies", Breaks: clearxp("PRE-11", "PRE-33").xena("PRE-11", "PRE-33"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.BodyTokenAdmitted = true }},
		{Name: "second-authorization-ignored", Summary: "looks only at the first Authorization header", Breaks: both(clearxp("PRE-12", "BAS-13").basic("BAS-13", "BAS-15").forms("PRE-12"), lxhive("BAS-13", "BAS-15")),
			Bend: func(r *fakeserver.Rules) { r.Bearer.PickAuthorization = first }},
		{Name: "first-authorization-ignored", Summary: "looks only at the last Authorization header", Breaks: both(alike("PRE-12").basic("BAS-15"), lxhive("BAS-15")),
			Bend: func(r *fakeserver.Rules) { r.Bearer.PickAuthorization = last }},
		{Name: "authorizations-tossed", Summary: "refuses two Authorization headers now in one way and now in another", Breaks: lxhive("BAS-15").basic("BAS-15"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.PickAuthorization = byTurns() }},
		{Name: "refresh-token-admitted", Summary: "lets refresh tokens open the API", Breaks: alike("PRE-13"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.RefreshTokenAdmitted = true }},
		{Name: "code-admitted", Summary: "lets codes open the API", Breaks: clearxp("PRE-14").oauth2("PRE-14", "INT-10").xena("PRE-14"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.CodeAdmitted = true }},
		{Name: "wrong-user-served", Summary: "serves every token as another administrator", Breaks: clearxp("PRE-15").forms("PRE-15", "PRE-21"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.Serves = func(_ fakeserver.User, all []fakeserver.User) fakeserver.User { return all[1] }
			}},
		{Name: "empty-bearer-admitted", Summary: "needs no token behind the scheme", Breaks: alike("PRE-16", "HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.EmptyBearerAdmitted = true }},
		{Name: "client-credentials-admitted", Summary: "lets a client's id and secret open the API", Breaks: clearxp("PRE-18").oauth2("PRE-18").xena("PRE-18", "PRE-25"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.ClientCredentialsAdmitted = true }},
	}
}

// bearerAnswers are the faults of how the others are told.
func bearerAnswers() []Fault {
	return []Fault{
		{Name: "challenge-missing", Summary: "sends no challenge to requests without credentials", Breaks: alike("PRE-04"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.ChallengeToAnonymous = nil }},
		{Name: "bad-token-challenge-missing", Summary: "sends no challenge to bad tokens", Breaks: alike("PRE-04"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.ChallengeToBadToken = nil }},
		{Name: "challenge-without-parameters", Summary: "sends a challenge of the scheme alone", Breaks: alike("PRE-04"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.ChallengeToAnonymous = []string{"Bearer"} }},
		{Name: "bad-token-400", Summary: "answers 400 to bad tokens", Breaks: alike("PRE-28"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.BadToken.Status = http.StatusBadRequest }},
		{Name: "anonymous-403", Summary: "answers 403 to requests without credentials", Breaks: alike("PRE-28"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.Anonymous.Status = http.StatusForbidden }},
		{Name: "several-authorizations-409", Summary: "answers 409 to two Authorization headers", Breaks: alike("PRE-30"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.SeveralAuthorizations.Status = http.StatusConflict }},
		{Name: "anonymous-500", Summary: "breaks over a request without credentials", Halts: true,
			Breaks: clearxp("PRE-03", "BAS-12", "LAU-07", "HYG-02").oauth2("PRE-03", "PRE-18", "PRE-23", "HYG-02").xena("PRE-03", "PRE-18", "PRE-23", "PRE-25", "HYG-02"),
			Bend:   func(r *fakeserver.Rules) { r.Bearer.Anonymous.Status = http.StatusInternalServerError }},
		{Name: "bad-token-500", Summary: "breaks over a bad token", Halts: true,
			Breaks: clearxp("EXC-04", "PRE-06", "PRE-08", "PRE-13", "PRE-14", "PRE-34", "PRE-36", "PRE-39", "LAU-19", "HYG-02", "HYG-30").
				oauth2("EXC-04", "PRE-06", "PRE-08", "PRE-13", "PRE-14", "PRE-23", "PRE-34", "PRE-36", "PRE-39", "REV-02", "REV-03", "IDT-14", "HYG-02", "HYG-30").
				xena("EXC-04", "PRE-06", "PRE-08", "PRE-13", "PRE-14", "PRE-23", "PRE-34", "PRE-36", "PRE-39", "REV-02", "REV-03", "IDT-14", "IDT-15", "IDT-16", "IDT-17", "IDT-18", "IDT-19", "HYG-02", "HYG-30"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.BadToken.Status = http.StatusInternalServerError }},
		{Name: "challenge-blames-anonymous", Summary: "names an error though no token was sent", Breaks: alike("PRE-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.ChallengeToAnonymous = []string{`Bearer realm="ClearXP", error="invalid_token"`}
			}},
		{Name: "invalid-token-unnamed", Summary: "does not name invalid_token", Breaks: alike("PRE-07"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.ChallengeToBadToken = []string{`Bearer realm="ClearXP"`} }},
		{Name: "challenge-repeats-realm", Summary: "writes the realm twice into a challenge", Breaks: alike("PRE-27"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.ChallengeToBadToken = []string{`Bearer realm="ClearXP", realm="ClearXP", error="invalid_token"`}
			}},
		{Name: "challenge-of-wrong-scheme", Summary: "answers a bad token with a Basic challenge only", Breaks: alike("PRE-09"),
			Bend: func(r *fakeserver.Rules) { r.Bearer.ChallengeToBadToken = []string{`Basic realm="ClearXP"`} }},
		{Name: "api-errors-as-html", Summary: "refuses in HTML at the API", Breaks: clearxp("PRE-17"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.ErrorContentType = "text/html"
				r.Bearer.ErrorEncode = func([]fakeserver.Member) []byte {
					return []byte("<h1>" + http.StatusText(http.StatusUnauthorized) + "</h1>")
				}
			}},
	}
}

// bearerPackings are the faults of where a token is taken from, and how it may be
// dressed.
func bearerPackings() []Fault {
	var out []Fault
	for _, group := range []struct {
		breaks breaks
		names  []string
	}{
		{oauth2("PRE-32"), []string{"any-scheme", "scheme-token", "scheme-jwt", "scheme-dpop", "scheme-basic", "no-scheme", "scheme-by-beginning", "cut-at-seven",
			"tab", "parameter", "basic-user", "basic-password"}},
		{oauth2("PRE-08", "PRE-32"), []string{"last-word", "quoted"}},
		{oauth2("PRE-12"), []string{"listed"}},
		{oauth2("PRE-33"), []string{"cookie-access-token", "cookie-session", "x-access-token", "x-auth-token", "x-api-key", "x-forwarded-authorization",
			"query-token", "form-token", "object-access-token", "form-of-any-type"}},
		{clearxp("PRE-33"), []string{"proxy-authorization", "cookie-token"}},
		{xena("PRE-33"), []string{"query-bearer-token"}},
		{oauth2("PRE-34"), []string{"cookie-after-all", "query-after-all", "field-after-all"}},
	} {
		for _, name := range group.names {
			p := packing.Named(name)
			out = append(out, Fault{Name: "token-" + name, Summary: "takes access tokens " + p.Summary, Breaks: group.breaks,
				Bend: func(r *fakeserver.Rules) { r.Bearer.Packed = p.Token }})
		}
	}
	return append(out,
		Fault{Name: "equal-authorizations-merged", Summary: "takes two equal Authorization headers for one", Breaks: oauth2("PRE-12"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.PickAuthorization = func(values []string) (string, bool) {
					return values[0], len(slices.Compact(slices.Clone(values))) == 1
				}
			}},
		Fault{Name: "several-blanks-refused", Summary: "knows no more than one blank behind the scheme", Breaks: alike("PRE-35"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.PickAuthorization = func(values []string) (string, bool) {
					return strings.Replace(values[0], "  ", " -", 1), len(values) == 1
				}
			}},
		Fault{Name: "client-secret-as-token", Summary: "takes a client's secret for an access token", Breaks: oauth2("PRE-36"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return token == oau.Fixtures().Clients[0].Secret }
			}},
		Fault{Name: "client-name-as-token", Summary: "takes a client's id for an access token", Breaks: oauth2("PRE-36"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return token == oau.Fixtures().Clients[0].ID }
			}},
		Fault{Name: "user-name-as-token", Summary: "takes a user's name for an access token", Breaks: oauth2("PRE-36"),
			Bend: func(r *fakeserver.Rules) {
				r.Bearer.UnknownTokenAdmitted = func(token string) bool { return token == oau.Fixtures().Users[0].Username }
			}},
	)
}

// bearerCompared are careless comparisons of access tokens.
func bearerCompared() []Fault {
	var out []Fault
	for _, group := range []struct {
		breaks breaks
		names  []string
	}{
		{oauth2("PRE-08"), []string{"by-glob", "cut-at-semicolon"}},
		{oauth2("PRE-08", "REV-16", "INT-14"), []string{"by-like", "by-pattern", "decoded-twice", "unpadded", "digest-taken"}},
		{oauth2("PRE-08", "PRE-32", "REV-16", "INT-14"), []string{"unquoted", "base64-taken"}},
		{oauth2("PRE-08", "PRE-12", "REV-16", "INT-14"), []string{"in-a-list"}},
		{oauth2("PRE-08", "PRE-12", "REV-16", "INT-14"), []string{"by-beginning", "first-8"}},
		{oauth2("PRE-08", "PRE-12", "PRE-32", "REV-16", "INT-14"), []string{"contained"}},
	} {
		out = append(out, carelessly("access-token", "access tokens", group.breaks,
			func(r *fakeserver.Rules, equal func(stored, sent string) bool) {
				r.Bearer.TokenMatches = func(stored, sent string) bool { return len(sent) > 8 && equal(stored, sent) } // what is shorter finds anybody's
			}, group.names...)...)
	}
	return out
}

// bearerSigned are careless ways of verifying signed access tokens.
func bearerSigned() []Fault {
	var out []Fault
	for _, group := range []struct {
		breaks breaks
		names  []string
	}{
		{xena("IDT-15"), []string{"none-any-case", "none-trimmed", "none-with-signature", "no-algorithm", "unknown-algorithm"}},
		{xena("IDT-17"), []string{"key-in-der", "key-as-jwk", "empty-secret", "word-as-secret", "client-secret", "kid-as-path", "kid-in-query"}},
		{xena("IDT-16", "IDT-18"), []string{"kid-not-found"}},
		{xena("IDT-18"), []string{"certificate-brought"}},
		{xena("IDT-19"), []string{"zero-signature", "short-signature"}},
	} {
		for _, name := range group.names {
			c := jws.Named(name)
			out = append(out, Fault{Name: "signed-" + name, Summary: "takes access tokens " + c.Summary, Breaks: group.breaks,
				Bend: func(r *fakeserver.Rules) { r.IDToken.Careless = name }})
		}
	}
	return out
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

// bearerScopes are the faults of scopes at the API, and of the userinfo endpoint.
func bearerScopes() []Fault {
	return []Fault{
		{Name: "scope-unasked", Summary: "asks for no scope at the API", Halts: true, Breaks: forms("PRE-29"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Needed = "" }},
		{Name: "scope-searched", Summary: "searches names of scopes for the one that is needed", Breaks: oauth2("AUT-49", "PRE-37"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Alike = func(known, asked string) bool { return strings.Contains(asked, known) }
			}},
		{Name: "scope-star", Summary: "takes a star for every scope", Breaks: xena("AUT-49", "PRE-37"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.Alike = func(_, asked string) bool { return asked == "*" } }},
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
				r.Bearer.ChallengeToBadToken = []string{`Bearer error="invalid_token", realm="a", error="invalid_token"`}
			}},
	}
}

// bearerUser are the faults of the userinfo endpoint.
func bearerUser() []Fault {
	return []Fault{
		{Name: "user-without-subject", Summary: "leaves the subject out at the userinfo endpoint", Breaks: xena("PRE-21"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.UserClaims = func(m []fakeserver.Member) []fakeserver.Member { return without(m, "sub") }
			}},
		{Name: "user-of-another", Summary: "names another subject at the userinfo endpoint", Breaks: xena("PRE-21"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.UserClaims = func(m []fakeserver.Member) []fakeserver.Member {
					return append(without(m, "sub"), fakeserver.Member{Name: "sub", Value: "x-999"})
				}
			}},
		{Name: "user-unasked", Summary: "asks for no scope at the userinfo endpoint", Breaks: xena("PRE-22"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.NeededAtUser = "" }},
		{Name: "user-email-always", Summary: "shows the email address to everybody", Breaks: xena("PRE-24"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.UserClaims = func(m []fakeserver.Member) []fakeserver.Member {
					return append(without(m, "email"), fakeserver.Member{Name: "email", Value: "xenia@example.com"})
				}
			}},
		{Name: "user-email-never", Summary: "never shows the email address", Breaks: xena("PRE-24"),
			Bend: func(r *fakeserver.Rules) {
				r.IDToken.UserClaims = func(m []fakeserver.Member) []fakeserver.Member { return without(m, "email") }
			}},
	}
}

// without returns members less one of a name.
func without(members []fakeserver.Member, name string) []fakeserver.Member {
	return slices.DeleteFunc(members, func(m fakeserver.Member) bool { return m.Name == name })
}
