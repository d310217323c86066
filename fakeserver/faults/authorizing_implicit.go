package faults

import (
	"net/url"

	"github.com/authassay/authassay/fakeserver"
)

// authorizingImplicit are the faults of implicit requests.
func authorizingImplicit() []Fault {
	return []Fault{
		{Name: "implicit-refused", Summary: "knows no implicit response type", Halts: true, Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) { unsupported(r, "id_token token") }},
		{Name: "implicit-without-id-token", Summary: "answers an implicit request with the access token alone", Halts: true, Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Del("id_token") }
			}},
		{Name: "implicit-state-dropped", Summary: "leaves the state out of an implicit answer", Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Del("state") }
			}},
		{Name: "implicit-type-missing", Summary: "leaves token_type out of an implicit answer", Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Del("token_type") }
			}},
		{Name: "implicit-token-dead", Summary: "gives access tokens in implicit answers that do not work", Breaks: xena("AUT-41"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ImplicitWorks = false }},
		{Name: "implicit-nonce-optional", Summary: "takes an implicit request without nonce", Breaks: xena("AUT-42"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ImplicitNonceRequired = false }},
		{Name: "implicit-refreshable", Summary: "puts a refresh token into an implicit answer", Breaks: xena("AUT-43"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ImplicitParameters = func(p url.Values) { p.Set("refresh_token", "fF4kQ8wZt2LmX7vRb3Nc") }
			}},
		{Name: "implicit-in-query", Summary: "puts an implicit answer into the query where that is asked for", Breaks: xena("AUT-44"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.ImplicitInQuery = true }},
	}
}
