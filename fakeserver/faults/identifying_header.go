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
		{Name: "client-of-body-ignored", Summary: "does not mind another client_id in the body", Breaks: forms("IDN-18"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.OtherIDIgnored = true }},
		{Name: "wrong-secret-named-invalid-grant", Summary: "answers invalid_grant to a wrong secret", Breaks: oauth2("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-12", "IDN-13", "REF-09", "REV-14", "INT-05").xena("IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-13", "REF-09", "REV-14"),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.WrongSecret.Status, r.Identifying.WrongSecret.Error = http.StatusBadRequest, "invalid_grant"
			}},
		{Name: "wrong-secret-403", Summary: "answers 403 to a wrong secret", Breaks: oauth2("ANS-12", "IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-12", "IDN-13", "REF-09", "REV-14", "INT-05").xena("ANS-12", "IDN-01", "IDN-05", "IDN-06", "IDN-07", "IDN-09", "IDN-13", "REF-09", "REV-14"),
			Bend: func(r *fakeserver.Rules) { r.Identifying.WrongSecret.Status = http.StatusForbidden }},
	}
}
