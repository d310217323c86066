package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// introspectingClients are the faults of who may ask, and how.
func introspectingClients() []Fault {
	return []Fault{
		{Name: "introspection-open", Summary: "answers whoever asks", Breaks: oauth2("INT-04"),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.AtIntrospection.ClientFromGrant, r.Identifying.AtIntrospection.SecretRequired = true, false
			}},
		{Name: "introspection-secret-unchecked", Summary: "takes any client secret at introspection", Breaks: oauth2("INT-05"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtIntrospection.SecretMatches = anything }},
		{Name: "introspection-without-token-accepted", Summary: "says that a missing token is inactive", Breaks: oauth2("INT-12"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.TokenOptional = true }},
		{Name: "introspection-hint-trusted", Summary: "looks only where the hint says", Breaks: oauth2("INT-13"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.HintTrusted = true }},
		{Name: "introspection-by-get", Summary: "answers by GET", Breaks: oauth2("INT-15"),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Methods = append(r.Introspecting.Methods, http.MethodGet) }},
	}
}
