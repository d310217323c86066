package faults

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// clientAuthentication are the faults of client authentication.
func clientAuthentication() []Fault {
	return append(clientSecrets(), []Fault{
		{Name: "secret-unchecked-at-exchange", Summary: "takes any client secret at the exchange",
			Breaks: clearxp("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09").oauth2("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-12", "IDN-13").xena("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-13"),
			Bend:   func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretMatches = anything }},
		{Name: "unknown-client-named-invalid-grant", Summary: "answers invalid_grant to an unknown client", Breaks: alike("ANS-24", "IDN-05"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.UnknownClient.Status, r.ClientAuthentication.UnknownClient.Error = 400, "invalid_grant"
			}},
		{Name: "secret-optional", Summary: "needs no client secret at the exchange", Breaks: alike("IDN-03"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretRequired = false }},
		{Name: "unknown-client-accepted", Summary: "takes an unknown client for the one of the code", Breaks: alike("IDN-02"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.UnknownAccepted = true }},
		{Name: "unknown-client-500", Summary: "breaks over an unknown client", Breaks: alike("IDN-02"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.UnknownClient.Status = http.StatusInternalServerError
			}},
		{Name: "verifier-instead-of-secret", Summary: "takes the proof of a challenge for the client's secret", Breaks: alike("IDN-03", "IDN-08"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.VerifierForSecret = true }},
		{Name: "client-id-guessed", Summary: "guesses a missing client_id from the code", Breaks: alike("IDN-04"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.ClientFromGrant = true }},
		{Name: "unknown-client-told", Summary: "tells an unknown client from a wrong secret", Breaks: alike("IDN-05"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.UnknownClient.Description = "no such client" }},
		{Name: "secret-prefix-accepted", Summary: "compares only as much of the secret as it was sent", Breaks: alike("IDN-06"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretMatches = prefix }},
		{Name: "secret-case-folded", Summary: "compares client secrets whatever their case", Breaks: alike("IDN-06", "IDN-07"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretMatches = strings.EqualFold }},
		{Name: "secret-empty-accepted", Summary: "takes an empty client secret", Breaks: alike("IDN-08"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.EmptySecretAccepted = true }},
		{Name: "secret-of-any-client", Summary: "takes the secret of any client", Breaks: alike("IDN-09"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretOfAnyClient = true }},
	}...)
}

// clientSecrets are careless comparisons of client secrets.
func clientSecrets() []Fault {
	return carelessly("client-secret", "client secrets", oauth2("IDN-06"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) {
			r.ClientAuthentication.AtExchange.SecretMatches = equal
		},
		"trimmed", "padded-with-blanks", "cleaned", "cut-at-nul", "cut-at-newline", "unaccented", "folded-by-width", "first-8",
		"by-beginning", "contained", "by-length", "by-query", "by-filter", "decoded-twice", "unescaped", "unquoted", "unpadded",
		"base64-taken", "digest-taken")
}

// clientHeader are the faults of HTTP Basic at the token endpoint.
func clientHeader() []Fault {
	return []Fault{
		{Name: "client-basic-refused", Summary: "does not read HTTP Basic from clients", Halts: true, Breaks: forms("IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.HeaderAccepted = false }},
		{Name: "client-basic-not-decoded", Summary: "does not undo the form encoding inside of HTTP Basic", Breaks: forms("IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.HeaderDecoded = false }},
		{Name: "client-basic-case-sensitive", Summary: "knows the scheme of clients only as Basic", Breaks: forms("IDN-17"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.HeaderScheme = func(sent string) bool { return sent == "Basic" }
			}},
		{Name: "client-challenge-missing", Summary: "sends no challenge to a bad client", Breaks: oauth2("IDN-12"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.HeaderChallenge = nil }},
		{Name: "client-challenge-of-bearer", Summary: "sends a Bearer challenge to a bad client", Breaks: oauth2("IDN-12"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.HeaderChallenge = []string{`Bearer realm="token endpoint"`}
			}},
		{Name: "client-basic-500", Summary: "breaks over HTTP Basic that cannot be read", Breaks: forms("IDN-16"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.MalformedHeader.Status = http.StatusInternalServerError
			}},
		{Name: "client-twice-accepted", Summary: "takes a client that authenticates in two ways", Breaks: forms("IDN-14"),
			Bend: func(r *fakeserver.Rules) { r.ClientAuthentication.BothWaysTaken = true }},
		{Name: "wrong-secret-named-invalid-grant", Summary: "answers invalid_grant to a bad client", Breaks: clearxp("ANS-24").oauth2("ANS-24", "IDN-12", "INT-16").xena("ANS-24"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.WrongSecret.Status, r.ClientAuthentication.WrongSecret.Error = http.StatusBadRequest, "invalid_grant"
				r.ClientAuthentication.UnknownClient = r.ClientAuthentication.WrongSecret
			}},
		{Name: "wrong-secret-403", Summary: "answers 403 to a bad client", Breaks: clearxp("ANS-12").oauth2("ANS-12", "IDN-12", "INT-16").xena("ANS-12"),
			Bend: func(r *fakeserver.Rules) {
				r.ClientAuthentication.WrongSecret.Status, r.ClientAuthentication.UnknownClient.Status = http.StatusForbidden, http.StatusForbidden
			}},
	}
}
