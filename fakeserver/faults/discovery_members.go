package faults

import (
	"github.com/authassay/authassay/fakeserver"
)

// discoveryMembers are the faults of single members of the metadata.
func discoveryMembers() []Fault {
	return []Fault{
		{Name: "response-types-missing", Summary: "does not list its response types", Breaks: forms("DIS-04"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = unstated("response_types_supported") }},
		{Name: "response-types-of-others", Summary: "lists response types without code", Breaks: forms("DIS-04"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("response_types_supported", []string{"token"})
			}},
		{Name: "endpoint-relative", Summary: "names the token endpoint by a path", Breaks: forms("DIS-05", "DIS-06"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = stated("token_endpoint", "/token") }},
		{Name: "endpoint-with-fragment", Summary: "names the revocation endpoint with a fragment", Breaks: forms("DIS-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("revocation_endpoint", "https://auth.example.com/revoke#now")
			}},
		{Name: "endpoint-by-http", Summary: "names an endpoint without TLS", Breaks: forms("DIS-05"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("registration_endpoint", "http://auth.example.com/register")
			}},
		{Name: "endpoint-of-another", Summary: "names another server's token endpoint", Breaks: forms("DIS-06"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("token_endpoint", "https://other.example/token")
			}},
		{Name: "authorize-endpoint-of-another", Summary: "names another server's authorization endpoint", Breaks: forms("DIS-06"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("authorization_endpoint", "https://other.example/authorize")
			}},
	}
}

// discoveryLists are the faults of the lists in the metadata.
func discoveryLists() []Fault {
	return []Fault{
		{Name: "challenge-methods-missing", Summary: "does not list its challenge methods", Breaks: forms("DIS-07"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = unstated("code_challenge_methods_supported") }},
		{Name: "challenge-methods-plain-only", Summary: "lists plain as its only challenge method", Breaks: forms("DIS-07"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("code_challenge_methods_supported", []string{"plain"})
			}},
		{Name: "challenge-method-unlisted", Summary: "takes plain challenges and does not list them", Breaks: forms("DIS-10"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("code_challenge_methods_supported", []string{"S256"})
			}},
		{Name: "client-ways-none", Summary: "lists no way of client authentication", Breaks: forms("DIS-09"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("token_endpoint_auth_methods_supported", []string{})
			}},
		{Name: "client-basic-listed-and-refused", Summary: "lists HTTP Basic for clients and does not read it", Halts: true, Breaks: forms("IDN-10", "IDN-11", "DIS-09"),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.HeaderAccepted = false
				r.Discovery.Document = stated("token_endpoint_auth_methods_supported", []string{"client_secret_basic"})
			}},
		{Name: "scopes-unlisted", Summary: "lists other scopes than it grants", Breaks: forms("DIS-13"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = stated("scopes_supported", []string{"other"}) }},
		{Name: "rs256-unlisted", Summary: "does not list RS256 for ID tokens", Breaks: xena("DIS-12"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("id_token_signing_alg_values_supported", []string{"ES256"})
			}},
	}
}

// stated puts a member in the place of one of its name, if there is one.
func stated(name string, value any) func([]fakeserver.Member) []fakeserver.Member {
	return func(m []fakeserver.Member) []fakeserver.Member {
		return append(without(m, name), fakeserver.Member{Name: name, Value: value})
	}
}

// unstated leaves a member out.
func unstated(name string) func([]fakeserver.Member) []fakeserver.Member {
	return func(m []fakeserver.Member) []fakeserver.Member { return without(m, name) }
}
