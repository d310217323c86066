package faults

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// refreshing are the faults of the refresh token.
func refreshing() []Fault {
	return append(refreshingGrants(), refreshingRequests()...)
}

// refreshingGrants are the faults of what a refresh gives.
func refreshingGrants() []Fault {
	return []Fault{
		{Name: "refresh-refused", Summary: "refreshes nothing at all", Halts: true, Breaks: clearxp("REF-01", "REF-02", "REF-03").forms("REF-01", "REF-02", "REF-03", "REV-06", "REV-07", "REV-09", "REV-12", "REV-14"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.Offered = false }},
		{Name: "refreshed-token-dead", Summary: "gives access tokens that do not work", Halts: true, Breaks: alike("REF-01", "REF-02", "REF-03"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.AccessWorks = false }},
		{Name: "refresh-only-thrice", Summary: "refreshes a grant three times and no more", Breaks: alike("REF-02"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MaxChain = 3 }},
		{Name: "refresh-dies-with-access", Summary: "lets refresh tokens die with their access token", Breaks: alike("REF-03"), Halts: true,
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshLifetime = r.Expiring.AccessLifetime }},
		{Name: "refresh-keeps-old-expiry", Summary: "gives refreshed tokens the rest of the old life", Breaks: alike("REF-03", "REF-04"),
			Bend: func(r *fakeserver.Rules) { r.Expiring.RefreshKeepsExpiry = true }},
		{Name: "refresh-reuse-forgiven", Summary: "does not mind that a rotated token is replayed", Breaks: alike("REF-12"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.ReuseRevokes = false }},
		{Name: "refresh-races", Summary: "looks a refresh token up and marks it in two steps", Breaks: xena("REF-22"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MarkDelay = 2 * time.Millisecond }},
		{Name: "refresh-answer-cacheable", Summary: "lets caches store the answer to a refresh", Breaks: alike("REF-14"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Refresh.CacheControl = "" }},
		{Name: "refresh-expires-in-missing", Summary: "leaves expires_in out of the answer to a refresh", Breaks: alike("ANS-27"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Refresh.ExpiresIn = nil }},
		{Name: "refresh-expires-in-string", Summary: "writes expires_in as a string in the answer to a refresh", Breaks: alike("REF-14"),
			Bend: func(r *fakeserver.Rules) { r.Answering.Refresh.ExpiresIn = "3600" }},
	}
}

// refreshingRequests are the faults of what a refresh asks for.
func refreshingRequests() []Fault {
	return []Fault{
		{Name: "refresh-unbound", Summary: "lets any client use a refresh token", Breaks: alike("REF-05"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.BoundToClient = false }},
		{Name: "unknown-refresh-named-invalid-request", Summary: "answers invalid_request to an unknown refresh token",
			Breaks: alike("ANS-22"),
			Bend:   func(r *fakeserver.Rules) { r.Refreshing.UnknownToken.Error = "invalid_request" }},
		{Name: "unknown-refresh-accepted", Summary: "takes a refresh token that it never issued", Breaks: alike("REF-06", "REF-07", "REF-08", "REF-15"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.UnknownTaken = true }},
		{Name: "unknown-refresh-500", Summary: "breaks over an unknown refresh token", Breaks: alike("REF-06", "REF-07", "REF-08", "REF-15"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.UnknownToken.Status = http.StatusInternalServerError }},
		{Name: "missing-refresh-accepted", Summary: "takes a missing refresh token for the latest one", Breaks: alike("REF-10"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MissingTaken = true }},
		{Name: "access-token-refreshes", Summary: "takes an access token for a refresh token", Breaks: alike("REF-07"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.AccessTokenAccepted = true }},
		{Name: "code-refreshes", Summary: "takes a code for a refresh token", Breaks: alike("REF-08"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.CodeAccepted = true }},
		{Name: "secret-unchecked-at-refresh", Summary: "takes any client secret at the refresh", Breaks: alike("REF-09"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtRefresh.SecretMatches = anything }},
		{Name: "missing-refresh-named-invalid-grant", Summary: "answers invalid_grant to a missing refresh token", Breaks: alike("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.MissingToken.Error = "invalid_grant" }},
		{Name: "refresh-prefix-accepted", Summary: "compares only as much of a refresh token as it was sent", Breaks: alike("REF-15"),
			Bend: func(r *fakeserver.Rules) { r.Refreshing.TokenMatches = prefix }},
		{Name: "refresh-secret-optional", Summary: "needs no client secret at the refresh", Breaks: alike("REF-16"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtRefresh.SecretRequired = false }},
	}
}
