package faults

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// discovery are the faults of what a server says of itself.
func discovery() []Fault {
	return slices.Concat(discoveryDocument(), discoveryMembers(), discoveryLists(), discoveryNamed(), discoveryKeys())
}

// discoveryDocument are the faults of the metadata document as a whole.
func discoveryDocument() []Fault {
	return []Fault{
		{Name: "metadata-missing", Summary: "serves no metadata", Halts: true, Breaks: forms("DIS-01"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Status = http.StatusNotFound }},
		{Name: "metadata-as-text", Summary: "serves its metadata as text/plain", Breaks: forms("DIS-01"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.ContentType = "text/plain" }},
		{Name: "metadata-guarded", Summary: "keeps its metadata from whoever sends a token", Breaks: forms("DIS-14"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Refuses = func(h http.Header) bool { return h.Get("Authorization") != "" }
			}},
		{Name: "metadata-issuer-of-another", Summary: "names another issuer in its metadata", Breaks: forms("DIS-02"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Issuer = func(string) string { return "https://other.example" } }},
		{Name: "metadata-issuer-with-slash", Summary: "names its issuer with a slash at the end in its metadata", Breaks: forms("DIS-02"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Issuer = func(issuer string) string { return issuer + "/" } }},
		{Name: "metadata-issuer-by-http", Summary: "names an issuer without TLS", Breaks: forms("DIS-02", "DIS-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Issuer = func(string) string { return "http://accounts.example.com" }
			}},
		{Name: "metadata-issuer-with-query", Summary: "names an issuer with a query", Breaks: forms("DIS-02", "DIS-03"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Issuer = func(issuer string) string { return issuer + "?tenant=1" }
			}},
		{Name: "metadata-issuer-with-fragment", Summary: "names an issuer with a fragment", Breaks: forms("DIS-02", "DIS-03"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Issuer = func(issuer string) string { return issuer + "#main" } }},
	}
}

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

// discoveryNamed are the faults of metadata that names endpoints which are none.
func discoveryNamed() []Fault {
	renamed := func(name, summary string, breaks breaks, member string, by func(address string) string) Fault {
		return Fault{Name: name, Summary: summary, Breaks: breaks, Bend: func(r *fakeserver.Rules) {
			r.Discovery.Document = func(m []fakeserver.Member) []fakeserver.Member {
				for i := range m {
					if at, text := m[i].Value.(string); text && m[i].Name == member {
						m[i].Value = by(at)
					}
				}
				return m
			}
		}}
	}
	gone := func(at string) string { return at + "/v0" }
	return []Fault{
		renamed("revocation-endpoint-gone", "names a revocation endpoint that is not there", oauth2("DIS-16"), "revocation_endpoint", gone),
		renamed("introspection-endpoint-gone", "names an introspection endpoint that is not there", oauth2("DIS-16"), "introspection_endpoint", gone),
		renamed("introspection-endpoint-revokes", "names the revocation endpoint for introspection", oauth2("DIS-16"), "introspection_endpoint", func(at string) string {
			return strings.Replace(at, "/introspect", "/revoke", 1)
		}),
		renamed("userinfo-endpoint-gone", "names a userinfo endpoint that is not there", xena("DIS-16"), "userinfo_endpoint", gone),
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
				r.ClientAuthentication.HeaderAccepted = false
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

// stated puts a member instead of one of its name, if there is one.
func stated(name string, value any) func([]fakeserver.Member) []fakeserver.Member {
	return func(m []fakeserver.Member) []fakeserver.Member {
		return append(without(m, name), fakeserver.Member{Name: name, Value: value})
	}
}

// unstated leaves a member out.
func unstated(name string) func([]fakeserver.Member) []fakeserver.Member {
	return func(m []fakeserver.Member) []fakeserver.Member { return without(m, name) }
}

// discoveryKeys are the faults of the key set.
func discoveryKeys() []Fault {
	return []Fault{
		{Name: "keys-missing", Summary: "serves no keys", Halts: true, Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.KeysStatus = http.StatusNotFound }},
		{Name: "keys-none", Summary: "serves an empty key set", Halts: true, Breaks: xena("DIS-11", "IDT-01"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Keys = func([]map[string]any) any { return map[string]any{"keys": []any{}} }
			}},
		{Name: "keys-private", Summary: "serves the private part of a key", Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Keys = with(map[string]any{"kty": "oct", "kid": "spare", "k": "c2VjcmV0LXNlY3JldA"})
			}},
		{Name: "keys-untyped", Summary: "serves keys without a type", Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Keys = with(map[string]any{"kid": "old", "n": "AQAB"}) }},
		{Name: "keys-unwrapped", Summary: "serves a list instead of a key set", Halts: true, Breaks: xena("DIS-11"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Keys = func(keys []map[string]any) any { return keys } }},
	}
}

// with adds a key to the set.
func with(key map[string]any) func([]map[string]any) any {
	return func(keys []map[string]any) any { return map[string]any{"keys": append(keys, key)} }
}

// mannersOfMetadata are unusual and right metadata and keys.
func mannersOfMetadata() []Fault {
	return []Fault{
		{Name: "metadata-with-charset", Summary: "names a charset beside the type of its metadata", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Discovery.ContentType = "application/json; charset=utf-8" }},
		{Name: "metadata-long", Summary: "adds members that nobody knows to its metadata", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("assay_supported", []any{1, nil, map[string]any{}})
			}},
		{Name: "metadata-without-scopes", Summary: "does not list its scopes", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = unstated("scopes_supported") }},
		{Name: "metadata-without-grants", Summary: "does not list its grant types", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = unstated("grant_types_supported") }},
		{Name: "keys-of-other-kinds", Summary: "serves a key of a kind that nobody knows", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Keys = with(map[string]any{"kty": "AKP", "kid": "next", "alg": "ML-DSA-44", "pub": "AQAB"})
			}},
	}
}
