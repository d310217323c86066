package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// identifyingHeader are the faults of HTTP Basic at the token endpoint.
func identifyingHeader() []Fault {
	return []Fault{
		{Name: "client-basic-refused", Summary: "does not read HTTP Basic from clients", Halts: true, Breaks: forms("IDN-10", "IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.HeaderAccepted = false }},
		{Name: "client-basic-not-decoded", Summary: "does not undo the form encoding inside of HTTP Basic", Breaks: forms("IDN-11"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.HeaderDecoded = false }},
		{Name: "client-basic-case-sensitive", Summary: "knows the scheme of clients only as Basic", Breaks: forms("IDN-17"),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.HeaderScheme = func(sent string) bool { return sent == "Basic" }
			}},
		{Name: "client-challenge-missing", Summary: "sends no challenge to a bad client", Breaks: oauth2("IDN-12"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.HeaderChallenge = nil }},
		{Name: "client-challenge-of-bearer", Summary: "sends a Bearer challenge to a bad client", Breaks: oauth2("IDN-12"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.HeaderChallenge = []string{`Bearer realm="token endpoint"`} }},
		{Name: "client-basic-500", Summary: "breaks over HTTP Basic that cannot be read", Breaks: forms("IDN-16"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.MalformedHeader.Status = http.StatusInternalServerError }},
		{Name: "client-twice-accepted", Summary: "takes a client that authenticates in two ways", Breaks: forms("IDN-14"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.BothWaysTaken = true }},
		{Name: "wrong-secret-named-invalid-grant", Summary: "answers invalid_grant to a bad client", Breaks: clearxp("ANS-24").oauth2("ANS-24", "IDN-12").xena("ANS-24"),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.WrongSecret.Status, r.Identifying.WrongSecret.Error = http.StatusBadRequest, "invalid_grant"
				r.Identifying.UnknownClient = r.Identifying.WrongSecret
			}},
		{Name: "wrong-secret-403", Summary: "answers 403 to a bad client", Breaks: clearxp("ANS-12").oauth2("ANS-12", "IDN-12").xena("ANS-12"),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.WrongSecret.Status, r.Identifying.UnknownClient.Status = http.StatusForbidden, http.StatusForbidden
			}},
	}
}
