package faults

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// exchanging are the faults of the code exchange.
func exchanging() []Fault {
	return slices.Concat(exchangingCodes(), exchangingMembers(), exchangingRequests())
}

// exchangingCodes are the faults of what makes a code good.
func exchangingCodes() []Fault {
	return []Fault{
		{Name: "exchange-refused", Summary: "exchanges no code at all", Halts: true, Breaks: clearxp("EXC-01", "EXC-22").forms("EXC-25", "IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.Offered = false }},
		{Name: "code-reusable", Summary: "takes a code again and again", Breaks: alike("EXC-02", "EXC-32", "EXC-03", "EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = true }},
		{Name: "code-races", Summary: "looks a code up and marks it in two steps", Breaks: alike("EXC-03"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MarkDelay = 2 * time.Millisecond }},
		{Name: "race-losers-500", Summary: "breaks over a code that is being redeemed", Halts: true, Breaks: alike("EXC-34"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Collides, r.Exchanging.Collision.Status = 5*time.Millisecond, http.StatusInternalServerError
			}},
		{Name: "replay-spares-access", Summary: "leaves the access token alive when its code is replayed", Breaks: alike("EXC-04"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayRevokesAccess = false }},
		{Name: "replay-spares-refresh", Summary: "leaves the refresh token alive when its code is replayed", Breaks: alike("EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayRevokesRefresh = false }},
		{Name: "code-unbound", Summary: "lets any client redeem a code", Breaks: alike("EXC-06"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.BoundToClient = false }},
		{Name: "exchange-redirect-unchecked", Summary: "does not compare the redirect URI of an exchange", Breaks: alike("EXC-07"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.RedirectMatches = anything }},
		{Name: "exchange-redirect-optional", Summary: "needs no redirect URI for an exchange", Breaks: alike("EXC-08"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.RedirectRequired = false }},
		{Name: "unknown-code-named-invalid-request", Summary: "answers invalid_request to an unknown code", Breaks: alike("ANS-22"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownCode.Error = "invalid_request" }},
		{Name: "unknown-code-accepted", Summary: "takes a code that it never issued", Breaks: alike("EXC-09", "EXC-10", "EXC-19"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownCodeTaken = true }},
		{Name: "code-prefix-accepted", Summary: "compares only as much of a code as it was sent", Breaks: alike("EXC-10"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CodeMatches = prefix }},
		{Name: "code-case-folded", Summary: "compares codes whatever their case", Breaks: alike("EXC-10"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CodeMatches = strings.EqualFold }},
	}
}

// exchangingRequests are the faults of what a token request must look like.
func exchangingRequests() []Fault {
	return []Fault{
		{Name: "exchange-by-put", Summary: "exchanges codes by PUT", Breaks: alike("EXC-15"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.Methods = []string{http.MethodPost, http.MethodPut} }},
		{Name: "exchange-by-get", Summary: "exchanges codes by GET", Breaks: clearxp("EXC-15", "EXC-18", "EXC-33").forms("EXC-15", "EXC-18", "EXC-33", "IDN-15"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Methods = []string{http.MethodPost, http.MethodGet}
				r.Exchanging.QueryCounts = true
			}},
		{Name: "query-credentials-accepted", Summary: "reads parameters from the URI of the token endpoint", Breaks: clearxp("EXC-18").forms("EXC-18", "IDN-15"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.QueryCounts = true }},
		{Name: "unknown-member-refused", Summary: "refuses members that it does not know", Breaks: alike("EXC-16"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownMemberRefused = true }},
		{Name: "duplicate-member-accepted", Summary: "takes the last of two members of one name", Breaks: alike("EXC-31"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.DuplicateRefused = false }},
		{Name: "refresh-token-as-code", Summary: "takes a refresh token for a code", Breaks: alike("EXC-19"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.RefreshTokenAsCode = true }},
		{Name: "access-token-as-code", Summary: "takes an access token for a code", Breaks: alike("EXC-19"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.AccessTokenAsCode = true }},
		{Name: "array-code-accepted", Summary: "takes the first element of an array for the code", Breaks: clearxp("EXC-21"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ArraysTaken = true }},
		{Name: "exchange-needs-tenant", Summary: "asks for the tenant header at the token endpoint", Halts: true, Breaks: clearxp("EXC-01", "EXC-22").forms("EXC-25", "IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.NeedsTenant = true }},
		{Name: "charset-refused", Summary: "does not know application/json with a charset", Breaks: clearxp("EXC-23").forms("EXC-26"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.MediaType = func(header string) string {
					if kind, parameters, _ := mime.ParseMediaType(header); len(parameters) == 0 {
						return kind
					}
					return header
				}
			}},
	}
}

// prefix is a comparison that looks only at as much as was sent, as long as
// that is more than half.
func prefix(issued, sent string) bool {
	return len(sent) > len(issued)/2 && strings.HasPrefix(issued, sent)
}
