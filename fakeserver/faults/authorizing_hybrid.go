package faults

import (
	"github.com/authassay/authassay/fakeserver"
)

// authorizingHybrid are the faults of hybrid requests.
func authorizingHybrid() []Fault {
	return []Fault{
		{Name: "hybrid-refused", Summary: "knows no hybrid response type", Halts: true, Breaks: xena("AUT-37", "AUT-38"),
			Bend: func(r *fakeserver.Rules) { unsupported(r, "code id_token") }},
		{Name: "hybrid-without-id-token", Summary: "answers a hybrid request with the code alone", Halts: true, Breaks: xena("AUT-37"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.HybridWithheld = true }},
		{Name: "form-post-ignored", Summary: "sends a hybrid answer in the fragment though it was to be posted", Breaks: xena("AUT-38"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.FormPostHeeded = false }},
		{Name: "nonce-optional", Summary: "takes a hybrid request without nonce", Breaks: xena("AUT-39"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.NonceRequired = false }},
	}
}

// unsupported takes a response type away.
func unsupported(r *fakeserver.Rules, kind string) {
	honest := r.Authorizing.ResponseTypeSupported
	r.Authorizing.ResponseTypeSupported = func(sent string) bool { return sent != kind && honest(sent) }
}
