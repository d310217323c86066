package faults

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
)

// exchanging are the faults of the code exchange.
func exchanging() []Fault {
	return slices.Concat(exchangingCodes(), exchangingReplays(), exchangingMembers(), exchangingRequests())
}

// exchangingCodes are the faults of what makes a code good.
func exchangingCodes() []Fault {
	return []Fault{
		{Name: "exchange-refused", Summary: "exchanges no code at all", Halts: true, Breaks: clearxp("EXC-01", "EXC-22").forms("EXC-25", "IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.Offered = false }},
		{Name: "code-reusable", Summary: "takes a code again and again", Breaks: alike("EXC-02", "EXC-32", "EXC-45", "EXC-03", "EXC-04", "EXC-05"),
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

// exchangingMembers are the faults of members that are missing, empty or unknown.
func exchangingMembers() []Fault {
	return []Fault{
		{Name: "missing-code-named-invalid-grant", Summary: "answers invalid_grant to a missing code", Breaks: alike("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MissingCode.Error = "invalid_grant" }},
		{Name: "empty-code-named-invalid-grant", Summary: "answers invalid_grant to an empty code", Breaks: alike("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.EmptyCode.Error = "invalid_grant" }},
		{Name: "missing-code-accepted", Summary: "takes a missing code for the latest one", Breaks: alike("EXC-11"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MissingCodeTaken = true }},
		{Name: "empty-code-accepted", Summary: "takes an empty code for the latest one", Breaks: alike("EXC-17"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.EmptyCodeTaken = true }},
		{Name: "missing-member-500", Summary: "breaks over a token request that lacks a member",
			Breaks: alike("EXC-08", "EXC-11", "REF-10"),
			Bend: func(r *fakeserver.Rules) {
				for _, missing := range []*fakeserver.Refusal{
					&r.Exchanging.MissingCode, &r.Exchanging.MissingRedirect, &r.Refreshing.MissingToken,
				} {
					missing.Status = http.StatusInternalServerError
				}
			}},
		{Name: "grant-type-defaulted", Summary: "takes a missing grant_type for authorization_code", Breaks: alike("EXC-12"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.DefaultGrant = "authorization_code" }},
		{Name: "unknown-grant-type-named-invalid-request", Summary: "answers invalid_request to an unknown grant type", Breaks: alike("ANS-26"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownGrantType.Error = "invalid_request" }},
		{Name: "unknown-grant-type-accepted", Summary: "takes an unknown grant type for authorization_code", Breaks: alike("EXC-13"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.UnknownGrant = "authorization_code" }},
		{Name: "cut-short-body-accepted", Summary: "reads JSON that ends too early as far as it goes", Breaks: clearxp("EXC-14"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.CutShortTaken = true }},
		{Name: "malformed-body-named-invalid-grant", Summary: "answers invalid_grant to a malformed body", Breaks: clearxp("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MalformedBody.Error = "invalid_grant" }},
	}
}

// exchangingForms are the faults of what a form may be and what it grants.
func exchangingForms() []Fault {
	return []Fault{
		{Name: "json-accepted", Summary: "reads token requests in JSON", Breaks: forms("EXC-27"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.JSONAccepted = true }},
		{Name: "scope-widened", Summary: "grants a scope more than was asked for", Breaks: forms("EXC-30"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string {
					if len(asked) == 1 {
						return append(asked, "more")
					}
					return asked
				}
			}},
		{Name: "scope-doubled", Summary: "grants every client a scope of its own choice", Breaks: forms("EXC-30"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string { return append(slices.Clone(asked), "more") }
			}},
		{Name: "scope-withheld", Summary: "does not say which scope it granted, which was another", Breaks: forms("AUT-31"),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.UnknownRefused = false
				r.TokenResponse.Exchange.Members = func(m []fakeserver.Member) []fakeserver.Member {
					return slices.DeleteFunc(m, func(m fakeserver.Member) bool { return m.Name == "scope" })
				}
			}},
		{Name: "client-credentials-granted", Summary: "gives a client tokens for itself", Breaks: clearxp("PRE-31").forms("IDN-19", "DIS-08", "PRE-31"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ClientCredentials = true }},
	}
}

// exchangingReplays are the faults of what using a code again brings, early and late,
// and to whom.
func exchangingReplays() []Fault {
	ending := func(name, summary string, reach rules.Reach, breaks breaks) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayReach = reach }}
	}
	return []Fault{
		{Name: "code-good-again-later", Summary: "forgets after half a minute that a code was used", Breaks: clearxp("EXC-45", "EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ForgetsUse = 30 * time.Second }},
		{Name: "late-replay-forgiven", Summary: "leaves tokens alive whose code is replayed half a minute later", Breaks: clearxp("EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayMindedFor = 30 * time.Second }},
		{Name: "replay-after-expiry-forgiven", Summary: "leaves tokens alive whose code is replayed after its end", Breaks: oauth2("EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayMindedFor = r.Expiring.CodeLifetime }},
		{Name: "replay-spares-refreshed", Summary: "leaves tokens alive whose code is replayed after a refresh", Breaks: oauth2("EXC-04", "EXC-05"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.ReplayOnceRefreshed = true }},
		ending("replay-ends-same", "ends all grants of a user at a client when a code is replayed", rules.ReachesSame, clearxp("EXC-42", "EXC-44")),
		ending("replay-ends-user", "ends all grants of a user when a code is replayed", rules.ReachesUser, oauth2("EXC-42", "EXC-44")),
		ending("replay-ends-client", "ends all grants of a client when a code is replayed", rules.ReachesClient, clearxp("EXC-42", "EXC-44")),
		ending("replay-ends-all", "ends everybody's grants when a code is replayed", rules.ReachesAll, xena("EXC-42", "EXC-44")),
		{Name: "code-race-fells", Summary: "gives no answer to the request after a race for a code", Halts: true, Breaks: oauth2("EXC-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Exchanging.Collides, r.Exchanging.CollisionFells = 5*time.Millisecond, true
			}},
		{Name: "code-unbound-in-a-race", Summary: "lets another client redeem a code at the moment of its own", Breaks: oauth2("EXC-43"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.AnyClientInTime = true }},
	}
}
