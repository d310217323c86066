package faults

import (
	"github.com/authassay/authassay/fakeserver"
)

// assertingAccess are the faults of access tokens that are signed.
func assertingAccess() []Fault {
	return []Fault{
		{Name: "id-token-admitted", Summary: "lets ID tokens open the API", Breaks: xena("IDT-14"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.IDTokenAdmitted = true }},
		{Name: "signature-unchecked", Summary: "does not look at signatures", Breaks: xena("PRE-08", "IDT-15", "IDT-16", "IDT-17", "IDT-18", "IDT-19"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.SignatureChecked = false }},
		{Name: "none-accepted", Summary: "takes tokens that are signed with none", Breaks: xena("IDT-15"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.NoneAccepted = true }},
		{Name: "unsigned-accepted", Summary: "takes tokens whose signature is gone", Breaks: xena("IDT-19"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.UnsignedAccepted = true }},
		{Name: "public-key-as-secret", Summary: "takes the public key for a secret", Breaks: xena("IDT-17"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.HMACAccepted = true }},
		{Name: "embedded-key-trusted", Summary: "trusts the key that a token brings along", Breaks: xena("IDT-18"),
			Bend: func(r *fakeserver.Rules) { r.Asserting.EmbeddedKeyTrusted = true }},
		{Name: "access-token-of-nobody", Summary: "does not name the client in access tokens", Breaks: xena("IDT-20"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.AccessClaims = func(claims map[string]any) { delete(claims, "client_id") }
			}},
		{Name: "access-token-of-another", Summary: "names another client in access tokens", Breaks: xena("IDT-20"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.AccessClaims = func(claims map[string]any) { claims["client_id"] = "other.xena.biz" }
			}},
		{Name: "access-exp-2h", Summary: "says in access tokens that they live two hours", Breaks: xena("IDT-21"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.AccessClaims = func(claims map[string]any) { claims["exp"] = claims["exp"].(int64) + 3600 }
			}},
	}
}
