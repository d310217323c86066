package faults

import (
	"github.com/authassay/authassay/fakeserver"
)

// assertingHybrid are the faults of ID tokens that come with a code or a refresh.
func assertingHybrid() []Fault {
	return []Fault{
		{Name: "c-hash-missing", Summary: "leaves c_hash out", Breaks: xena("IDT-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.HybridClaims = func(claims map[string]any) { delete(claims, "c_hash") }
			}},
		{Name: "c-hash-wrong", Summary: "writes a wrong c_hash", Breaks: xena("IDT-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.HybridClaims = func(claims map[string]any) { claims["c_hash"] = "MTIzNDU2Nzg5MDEyMzQ1Ng" }
			}},
		{Name: "hybrid-nonce-dropped", Summary: "leaves the nonce out of a hybrid answer", Breaks: xena("IDT-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.HybridClaims = func(claims map[string]any) { delete(claims, "nonce") }
			}},
		{Name: "hybrid-audience-of-another", Summary: "writes the hybrid ID token for another client", Breaks: xena("IDT-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.HybridClaims = func(claims map[string]any) { claims["aud"] = "other.xena.biz" }
			}},
		{Name: "hybrid-issuer-of-another", Summary: "names another issuer in a hybrid answer", Breaks: xena("IDT-11", "IDT-12"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.HybridClaims = func(claims map[string]any) { claims["iss"] = "https://other.example" }
			}},
		{Name: "hybrid-subject-of-another", Summary: "names another subject in a hybrid answer", Breaks: xena("IDT-12"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.HybridClaims = func(claims map[string]any) { claims["sub"] = "x-999" }
			}},
		{Name: "refreshed-subject-of-another", Summary: "names another subject after a refresh", Breaks: xena("IDT-13"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.RefreshClaims = func(claims map[string]any) { claims["sub"] = "x-999" }
			}},
		{Name: "refreshed-audience-of-another", Summary: "names another client after a refresh", Breaks: xena("IDT-13"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.RefreshClaims = func(claims map[string]any) { claims["aud"] = "other.xena.biz" }
			}},
	}
}
