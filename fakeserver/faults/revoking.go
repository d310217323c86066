package faults

import (
	"net/http"
	"slices"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// revoking are the faults of revocation.
func revoking() []Fault {
	return slices.Concat(revokingTokens(), revokingClients())
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
