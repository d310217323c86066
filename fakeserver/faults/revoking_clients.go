package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// revokingClients are the faults of who may revoke, and how.
func revokingClients() []Fault {
	return []Fault{
		{Name: "revocation-secret-unchecked", Summary: "takes any client secret at revocation", Breaks: forms("REV-14"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtRevocation.SecretMatches = anything }},
		{Name: "revocation-secret-optional", Summary: "needs no client secret at revocation", Breaks: forms("REV-06"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtRevocation.SecretRequired = false }},
		{Name: "revocation-unbound", Summary: "lets any client revoke a token", Breaks: forms("REV-07"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.BoundToClient = false }},
		{Name: "revocation-without-token-named", Summary: "answers invalid_grant to a revocation without a token", Breaks: forms("ANS-23"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.MissingToken.Error = "invalid_grant" }},
		{Name: "revocation-without-token-accepted", Summary: "answers a revocation without a token as one of an unknown token", Breaks: forms("REV-08"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.TokenOptional = true }},
		{Name: "revocation-refusals-empty", Summary: "refuses a revocation without a body", Breaks: forms("ANS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Revoking.Errors = &fakeserver.ErrorAnswer{ContentType: "application/json", Encode: nothing}
			}},
		{Name: "revocation-by-get", Summary: "revokes by GET", Breaks: forms("REV-09"),
			Bend: func(r *fakeserver.Rules) { r.Revoking.Methods = append(r.Revoking.Methods, http.MethodGet) }},
	}
}
