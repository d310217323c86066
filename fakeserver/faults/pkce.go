package faults

import "github.com/authassay/authassay/fakeserver"

// pkce are the faults of proof key for code exchange.
func pkce() []Fault {
	return []Fault{
		{Name: "pkce-verifier-refused", Summary: "refuses the right verifier", Halts: true, Breaks: alike("PKC-01"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.Verifies = func(_, _, _ string) bool { return false } }},
		{Name: "pkce-unchecked", Summary: "takes any verifier", Breaks: clearxp("PKC-02", "PKC-05").forms("PKC-02", "PKC-05", "PKC-09", "PKC-11"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.Verifies = func(_, _, _ string) bool { return true } }},
		{Name: "pkce-verifier-optional", Summary: "needs no verifier for a challenge", Breaks: alike("PKC-03"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.VerifierRequired = false }},
		{Name: "pkce-downgrade", Summary: "takes a verifier where there was no challenge", Breaks: alike("PKC-04"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.StrayVerifierRefused = false }},
		{Name: "pkce-plain-accepted", Summary: "takes an S256 challenge for its own verifier", Breaks: alike("PKC-05"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.PKCE.Verifies
				r.PKCE.Verifies = func(method, challenge, verifier string) bool {
					return challenge == verifier || honest(method, challenge, verifier)
				}
			}},
		{Name: "pkce-insisted-on", Summary: "gives no code without a challenge, against its own policy", Halts: true, Breaks: alike("AUT-01", "AUT-02", "PKC-10"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.ChallengeRequired = true }},
		{Name: "pkce-unknown-method-accepted", Summary: "gives a code for a challenge method that it does not know",
			Breaks: clearxp("PKC-06").forms("PKC-06", "DIS-10"),
			Bend:   func(r *fakeserver.Rules) { r.PKCE.MethodKnown = func(string) bool { return true } }},
	}
}

// pkcePlain are the faults of plain challenges and of the form of verifiers.
func pkcePlain() []Fault {
	return []Fault{
		{Name: "pkce-verifier-of-any-form", Summary: "takes verifiers of any length", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) { r.PKCE.WellFormed = func(string) bool { return true } }},
		{Name: "pkce-verifier-too-short", Summary: "takes short verifiers", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) {
				r.PKCE.WellFormed = func(verifier string) bool { return len(verifier) <= 128 }
			}},
		{Name: "pkce-verifier-too-long", Summary: "takes long verifiers", Breaks: forms("PKC-07"),
			Bend: func(r *fakeserver.Rules) {
				r.PKCE.WellFormed = func(verifier string) bool { return len(verifier) >= 43 }
			}},
		{Name: "pkce-plain-unchecked", Summary: "takes any verifier for a plain challenge", Breaks: forms("PKC-09"),
			Bend: func(r *fakeserver.Rules) {
				honest := r.PKCE.Verifies
				r.PKCE.Verifies = func(method, challenge, verifier string) bool {
					return method == "plain" || honest(method, challenge, verifier)
				}
			}},
	}
}
