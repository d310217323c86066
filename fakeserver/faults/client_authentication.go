package faults

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// identifying are the faults of client authentication.
func identifying() []Fault {
	return []Fault{
		{Name: "secret-unchecked-at-exchange", Summary: "takes any client secret at the exchange",
			Breaks: clearxp("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09").oauth2("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-12", "IDN-13").xena("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-13"),
			Bend:   func(r *fakeserver.Rules) { r.Identifying.AtExchange.SecretMatches = anything }},
		{Name: "unknown-client-named-invalid-grant", Summary: "answers invalid_grant to an unknown client", Breaks: alike("ANS-24", "IDN-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.UnknownClient.Status, r.Identifying.UnknownClient.Error = 400, "invalid_grant"
			}},
		{Name: "secret-optional", Summary: "needs no client secret at the exchange", Breaks: clearxp("IDN-03").forms("IDN-03", "IDN-15"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.SecretRequired = false }},
		{Name: "unknown-client-accepted", Summary: "takes an unknown client for the one of the code", Breaks: alike("IDN-02"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.UnknownAccepted = true }},
		{Name: "unknown-client-500", Summary: "breaks over an unknown client", Breaks: alike("IDN-02"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.UnknownClient.Status = http.StatusInternalServerError }},
		{Name: "verifier-instead-of-secret", Summary: "takes the proof of a challenge for the client's secret", Breaks: alike("IDN-03", "IDN-08"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.VerifierForSecret = true }},
		{Name: "client-id-guessed", Summary: "guesses a missing client_id from the code", Breaks: alike("IDN-04"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.ClientFromGrant = true }},
		{Name: "unknown-client-told", Summary: "tells an unknown client from a wrong secret", Breaks: alike("IDN-05"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.UnknownClient.Description = "no such client" }},
		{Name: "secret-prefix-accepted", Summary: "compares only as much of the secret as it was sent", Breaks: alike("IDN-06"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.SecretMatches = prefix }},
		{Name: "secret-case-folded", Summary: "compares client secrets whatever their case", Breaks: alike("IDN-07"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.SecretMatches = strings.EqualFold }},
		{Name: "secret-empty-accepted", Summary: "takes an empty client secret", Breaks: alike("IDN-08"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.EmptySecretAccepted = true }},
		{Name: "secret-of-any-client", Summary: "takes the secret of any client", Breaks: alike("IDN-09"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.AtExchange.SecretOfAnyClient = true }},
	}
}
