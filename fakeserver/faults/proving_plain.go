package faults

import (
	"github.com/authassay/authassay/fakeserver"
)

// provingPlain are the faults of plain challenges and of the form of verifiers.
func provingPlain() []Fault {
	return []Fault{
		{Name: "pkce-verifier-of-any-form", Summary: "takes verifiers of any length", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) { r.Proving.WellFormed = func(string) bool { return true } }},
		{Name: "pkce-verifier-too-short", Summary: "takes short verifiers", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) {
				r.Proving.WellFormed = func(verifier string) bool { return len(verifier) <= 128 }
			}},
		{Name: "pkce-verifier-too-long", Summary: "takes long verifiers", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) {
				r.Proving.WellFormed = func(verifier string) bool { return len(verifier) >= 43 }
			}},
		{Name: "pkce-plain-unchecked", Summary: "takes any verifier for a plain challenge", Breaks: forms("PKC-09"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.Proving.Verifies
				r.Proving.Verifies = func(method, challenge, verifier string) bool {
					return method == "plain" || honest(method, challenge, verifier)
				}
			}},
	}
}
