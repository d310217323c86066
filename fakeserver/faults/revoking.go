package faults

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// revoking are the faults of revocation.
func revoking() []Fault {
	return slices.Concat(revokingTokens(), revokingSpellings(), revokingClients())
}

// revokingTokens are the faults of what a revocation ends.
func revokingTokens() []Fault {
	return []Fault{
		{Name: "revocation-spares-refresh", Summary: "answers a revocation and ends no refresh token", Halts: true, Breaks: forms("REV-01", "REV-03", "REV-05", "REV-13"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.RefreshRevocable = false }},
		{Name: "revocation-delayed", Summary: "ends a token half a minute after it has said so", Halts: true,
			Breaks: oauth2("REV-01", "REV-02", "REV-03", "REV-05", "REV-13", "INT-08").xena("REV-01", "REV-02", "REV-03", "REV-05", "REV-13"),
			Bend:   func(r *fakeserver.Rules) { r.Revoking.Delay = 30 * time.Second }},
		{Name: "revocation-spares-access", Summary: "answers a revocation and ends no access token", Halts: true, Breaks: oauth2("REV-02", "INT-08").xena("REV-02"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.AccessRevocable = false }},
		{Name: "revocation-spares-grant", Summary: "leaves the access tokens of a revoked refresh token alive", Breaks: forms("REV-03"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.RefreshKillsAccess = false }},
		{Name: "revocation-ends-everything", Summary: "ends every grant of the resource owner", Breaks: forms("REV-12"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.EverythingOfUser = true }},
		{Name: "revocation-hint-trusted", Summary: "looks only where the hint says", Breaks: forms("REV-05"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.HintTrusted = true }},
		{Name: "revocation-hint-refused", Summary: "refuses a hint that it does not know", Breaks: forms("REV-13"),
			Bend: func(r *fakeserver.Rules) {
				r.Revoking.UnknownHint = &fakeserver.Refusal{Status: 400, Error: "unsupported_token_type", Description: "no such type"}
			}},
		{Name: "revocation-unknown-400", Summary: "answers 400 to an unknown token", Breaks: forms("REV-04", "REV-10"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.UnknownStatus = http.StatusBadRequest }},
		{Name: "revocation-unknown-404", Summary: "answers 404 to an unknown token", Breaks: forms("REV-04", "REV-10"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.UnknownStatus = http.StatusNotFound }},
	}
}

// revokingSpellings are careless comparisons of tokens, and methods, of who ends them.
func revokingSpellings() []Fault {
	out := carelessly("revoked-token", "tokens that are to be revoked", oauth2("REV-16"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Revoking.TokenMatches = equal },
		"trimmed", "case-folded", "by-beginning", "first-8", "by-like", "decoded-twice", "digest-taken")
	for _, method := range []string{http.MethodPut, http.MethodPatch, http.MethodDelete} {
		out = append(out, Fault{Name: "revocation-by-" + strings.ToLower(method), Summary: "revokes by " + method, Breaks: oauth2("REV-17"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.Methods = append(r.Revoking.Methods, method) }})
	}
	return out
}

// revokingClients are the faults of who may revoke, and how.
func revokingClients() []Fault {
	return []Fault{
		{Name: "revocation-secret-unchecked", Summary: "takes any client secret at revocation", Breaks: forms("IDN-01", "IDN-06", "IDN-09", "REV-14"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtRevocation.SecretMatches = anything }},
		{Name: "revocation-secret-optional", Summary: "needs no client secret at revocation", Breaks: forms("REV-06"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtRevocation.SecretRequired = false }},
		{Name: "revocation-unbound", Summary: "lets any client revoke a token", Breaks: forms("REV-07"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.BoundToClient = false }},
		{Name: "revocation-without-token-named", Summary: "answers invalid_grant to a revocation without a token", Breaks: forms("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.MissingToken.Error = "invalid_grant" }},
		{Name: "revocation-without-token-accepted", Summary: "answers a revocation without a token as one of an unknown token", Breaks: forms("REV-08"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.TokenOptional = true }},
		{Name: "revocation-refusals-empty", Summary: "refuses a revocation without a body", Breaks: forms("ANS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Revoking.Errors = &rules.ErrorAnswer{ContentType: "application/json", Encode: nothing}
			}},
		{Name: "revocation-by-get", Summary: "revokes by GET", Breaks: forms("REV-09"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.Methods = append(r.Revoking.Methods, http.MethodGet) }},
	}
}

// introspecting are the faults of introspection.
func introspecting() []Fault {
	return slices.Concat(introspectingAnswers(), introspectingSpellings(), introspectingClients())
}

// introspectingAnswers are the faults of what is said of a token.
func introspectingAnswers() []Fault {
	return []Fault{
		{Name: "introspection-of-anything", Summary: "says that any token is active", Halts: true, Breaks: oauth2("INT-02", "INT-10", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownActive = func(string) bool { return true } }},
		{Name: "introspection-inactive-400", Summary: "answers 400 about an inactive token", Halts: true, Breaks: oauth2("INT-02", "INT-07", "INT-08", "INT-10", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownStatus = http.StatusBadRequest }},
		{Name: "introspection-inactive-404", Summary: "answers 404 about an inactive token", Halts: true, Breaks: oauth2("INT-02", "INT-07", "INT-08", "INT-10", "INT-14"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.UnknownStatus = http.StatusNotFound }},
		{Name: "introspection-says-why", Summary: "says why a token is inactive", Breaks: oauth2("INT-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Inactive = func(m []fakeserver.Member) []fakeserver.Member {
					return append(m, fakeserver.Member{Name: "reason", Value: "unknown"})
				}
			}},
		{Name: "introspection-exp-late", Summary: "says that tokens live an hour longer", Breaks: oauth2("INT-06", "INT-17"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiresAfter = time.Hour }},
		{Name: "introspection-exp-early", Summary: "says that tokens die a minute early", Breaks: oauth2("INT-06", "INT-17"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiresAfter = -time.Minute }},
		{Name: "introspection-refresh-exp-of-access", Summary: "says that refresh tokens die with their access tokens", Breaks: oauth2("INT-17"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.RefreshAfter = r.Expiring.AccessLifetime - r.Expiring.RefreshLifetime
			}},
		{Name: "introspection-refresh-exp-late", Summary: "says that refresh tokens live a day longer", Breaks: oauth2("INT-17"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.RefreshAfter = 24 * time.Hour }},
		{Name: "introspection-of-expired", Summary: "says that an expired token is active", Breaks: oauth2("INT-07"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ExpiredActive = true }},
		{Name: "introspection-of-revoked", Summary: "says that a revoked token is active", Breaks: oauth2("INT-08"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.RevokedActive = true }},
		{Name: "introspection-of-codes", Summary: "says that a code is active", Breaks: oauth2("INT-10"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.CodeActive = true }},
		{Name: "introspection-client-of-another", Summary: "names another client", Breaks: oauth2("INT-09"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = stated("client_id", "somebody") }},
		{Name: "introspection-scope-of-all", Summary: "names every scope", Breaks: oauth2("INT-09"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = stated("scope", "read write audit") }},
		{Name: "introspection-as-text", Summary: "answers in text/plain", Breaks: oauth2("INT-11"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.ContentType = "text/plain" }},
		{Name: "introspection-active-as-text", Summary: "writes active as text", Halts: true, Breaks: oauth2("INT-01", "INT-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Active = func(active bool) any { return strconv.FormatBool(active) }
			}},
	}
}

// introspectingSpellings are careless comparisons of tokens, and methods, of who tells
// of them.
func introspectingSpellings() []Fault {
	out := carelessly("introspected-token", "tokens that are asked about", oauth2("INT-14"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { r.Introspecting.TokenMatches = equal },
		"trimmed", "case-folded", "by-beginning", "first-8", "by-length", "by-like", "decoded-twice", "unquoted", "base64-taken", "digest-taken")
	for _, method := range []string{http.MethodPut, http.MethodPatch} {
		out = append(out, Fault{Name: "introspection-by-" + strings.ToLower(method), Summary: "tells of tokens by " + method, Breaks: oauth2("INT-19"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Methods = append(r.Introspecting.Methods, method) }})
	}
	return out
}

// introspectingClients are the faults of who may ask, and how.
func introspectingClients() []Fault {
	return []Fault{
		{Name: "introspection-open", Summary: "answers whoever asks", Breaks: oauth2("IDN-04", "INT-04"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.AtIntrospection.ClientFromGrant, r.ClientAuthentication.AtIntrospection.SecretRequired = true, false
			}},
		{Name: "introspection-secret-unchecked", Summary: "takes any client secret at introspection", Breaks: oauth2("IDN-01", "IDN-06", "IDN-09", "INT-05"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtIntrospection.SecretMatches = anything }},
		{Name: "introspection-client-forbidden", Summary: "refuses a client that did not prove itself at introspection with 403", Breaks: oauth2("INT-16"),
			Bend: func(r *fakeserver.Rules) {
				r.Introspecting.Errors = &rules.ErrorAnswer{ContentType: "application/json", CacheControl: "no-store", Adjust: func(f fakeserver.Refusal) fakeserver.Refusal {
					if f.Error == "invalid_client" {
						f.Status = http.StatusForbidden
					}
					return f
				}}
			}},
		{Name: "introspection-without-token-accepted", Summary: "says that a missing token is inactive", Breaks: oauth2("INT-12"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.TokenOptional = true }},
		{Name: "introspection-hint-trusted", Summary: "looks only where the hint says", Breaks: oauth2("INT-13"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.HintTrusted = true }},
		{Name: "introspection-by-get", Summary: "answers by GET", Breaks: oauth2("INT-15"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Methods = append(r.Introspecting.Methods, http.MethodGet) }},
	}
}
