package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

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
