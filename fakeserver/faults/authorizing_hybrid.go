package faults

import (
	"github.com/authassay/authassay/fakeserver"
)

// authorizingHybrid are the faults of hybrid requests.
func authorizingHybrid() []Fault {
	return []Fault{
		{Name: "hybrid-refused", Summary: "knows no response type but code", Halts: true, Breaks: xena("AUT-37", "AUT-38"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ResponseTypeSupported = func(sent string) bool { return sent == "code" }
			}},
		{Name: "hybrid-without-id-token", Summary: "answers a hybrid request with the code alone", Halts: true, Breaks: xena("AUT-37"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.HybridWithheld = true }},
		{Name: "form-post-ignored", Summary: "sends a hybrid answer in the fragment though it was to be posted", Breaks: xena("AUT-38"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.FormPostHeeded = false }},
		{Name: "nonce-optional", Summary: "takes a hybrid request without nonce", Breaks: xena("AUT-39"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.NonceRequired = false }},
	}
}
