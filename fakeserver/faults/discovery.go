package faults

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/rules"
	xna "github.com/authassay/authassay/fakeserver/xena"
)

// discovery are the faults of what a server says of itself.
func discovery() []Fault {
	return slices.Concat(discoveryDocument(), discoveryMembers(), discoveryLists(), discoveryNamed(), discoveryKeys())
}

// discoveryDocument are the faults of the metadata document as a whole.
func discoveryDocument() []Fault {
	return []Fault{
		{Name: "response-type-overstated", Summary: "lists a response type that it does not have", Breaks: oauth2("DIS-17"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("response_types_supported", []string{"code", "token"})
			}},
		{Name: "challenge-method-overstated", Summary: "lists a challenge method that it does not have", Breaks: oauth2("DIS-17"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("code_challenge_methods_supported", []string{"S256", "plain", "S512"})
			}},
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
		{Name: "metadata-follows-proxy", Summary: "names its issuer after X-Forwarded-Host", Breaks: oauth2("DIS-18"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Forwarded = true }},
	}
}

// discoveryMembers are the faults of single members of the metadata.
func discoveryMembers() []Fault {
	return []Fault{
		{Name: "response-types-missing", Summary: "does not list its response types", Breaks: forms("DIS-04"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = unstated("response_types_supported") }},
		{Name: "response-types-of-others", Summary: "lists response types without code", Breaks: forms("DIS-04", "DIS-17"),
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
		{Name: "end-session-endpoint-missing", Summary: "does not name its end-session endpoint", Breaks: xena("DIS-15"),
			Bend: func(r *fakeserver.Rules) { r.Discovery.Document = unstated("end_session_endpoint") }},
		{Name: "end-session-endpoint-of-another", Summary: "names another server's end-session endpoint", Breaks: xena("DIS-15"),
			Bend: func(r *fakeserver.Rules) {
				r.Discovery.Document = stated("end_session_endpoint", "https://other.example/logout")
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

// sessionsSilent are the faults of requests that want nothing asked, or everything.
func sessionsSilent() []Fault {
	prompting := func(bend func(p *rules.Prompting)) func(*fakeserver.Rules) {
		return func(r *fakeserver.Rules) { bend(&r.Authorizing.Prompting) }
	}
	return []Fault{
		{Name: "prompt-none-ignored", Summary: "asks for the login where nothing is to be asked", Breaks: forms("SES-01", "SES-02"),
			Bend: prompting(func(p *rules.Prompting) { p.NoneHeeded = false })},
		{Name: "prompt-none-on-page", Summary: "tells on a page what it would have to ask", Breaks: forms("SES-01", "SES-02"),
			Bend: prompting(func(p *rules.Prompting) { p.NoneOnPage = true })},
		{Name: "prompt-none-for-anybody", Summary: "gives whoever wants nothing asked a code of the first administrator", Breaks: forms("SES-01", "SES-04"),
			Bend: prompting(func(p *rules.Prompting) { p.NoneGrants, p.NoneConsents = true, true })},
		{Name: "prompt-none-asks-consent", Summary: "asks for consent where nothing is to be asked", Breaks: forms("SES-02"),
			Bend: prompting(func(p *rules.Prompting) { p.NoneAsksConsent = true })},
		{Name: "prompt-none-consents", Summary: "takes consent for granted where nothing is to be asked", Breaks: forms("SES-04"),
			Bend: prompting(func(p *rules.Prompting) { p.NoneConsents = true })},
		{Name: "prompt-none-without-state", Summary: "drops the state where it would have to ask", Breaks: forms("SES-01"),
			Bend: prompting(func(p *rules.Prompting) { p.StateDropped = true })},
		{Name: "prompt-none-named-invalid-request", Summary: "calls it invalid_request where it would have to ask", Breaks: forms("SES-03"),
			Bend: prompting(func(p *rules.Prompting) {
				p.LoginRequired, p.ConsentRequired = rules.InvalidRequest, rules.InvalidRequest
			})},
		{Name: "prompt-none-beside-others", Summary: "heeds another prompt beside none", Breaks: forms("SES-05"),
			Bend: func(r *fakeserver.Rules) {
				p := &r.Authorizing.Prompting
				p.NoneAlone, p.OthersFirst = false, true
			}},
		{Name: "prompt-login-ignored", Summary: "asks nobody to log in again who is logged in", Breaks: forms("SES-06"),
			Bend: prompting(func(p *rules.Prompting) { p.LoginHeeded = false })},
	}
}

// endings bends the rules of logging out.
func endings(bend func(e *xna.Ending)) func(*fakeserver.Rules) {
	return func(r *fakeserver.Rules) { bend(xna.Rules(r)) }
}

// sessionsEnded are the faults of who is logged out, and how far.
func sessionsEnded() []Fault {
	return []Fault{
		{Name: "end-session-missing", Summary: "has no end-session endpoint", Halts: true, Breaks: xena("DIS-15", "SES-07", "SES-10", "SES-11"),
			Bend: endings(func(e *xna.Ending) { e.Offered = false })},
		{Name: "end-session-ends-nothing", Summary: "ends no session", Breaks: xena("SES-07", "SES-08", "SES-10"),
			Bend: endings(func(e *xna.Ending) { e.EndsHere, e.EndsAtBrowser = false, false })},
		{Name: "end-session-by-cookie", Summary: "ends a session by taking the cookie away", Breaks: xena("SES-08"),
			Bend: endings(func(e *xna.Ending) { e.EndsHere = false })},
		{Name: "end-session-by-get-alone", Summary: "takes no logout by POST", Breaks: xena("SES-10"),
			Bend: endings(func(e *xna.Ending) { e.Methods = []string{http.MethodGet} })},
		{Name: "end-session-unasked", Summary: "logs anybody out at a link", Breaks: xena("SES-14", "SES-15"),
			Bend: endings(func(e *xna.Ending) { e.UnaskedLogout = true })},
		{Name: "end-session-hint-unproven", Summary: "takes an ID token at its word at a logout", Breaks: xena("SES-15"),
			Bend: endings(func(e *xna.Ending) { e.HintProven = false })},
	}
}

// sessionsLeft are the faults of where a browser goes after a logout.
func sessionsLeft() []Fault {
	to := func(matches func(registered, sent string) bool) func(*fakeserver.Rules) {
		return endings(func(e *xna.Ending) { e.RedirectMatches = matches })
	}
	host := func(uri string) string {
		u, err := url.Parse(uri)
		if err != nil {
			return ""
		}
		return u.Hostname()
	}
	lax := carelessly("logout-uri", "where a browser is to go after a logout", xena("SES-13"),
		func(r *fakeserver.Rules, equal func(stored, sent string) bool) { xna.Rules(r).RedirectMatches = equal },
		"trimmed", "contained", "by-pattern", "decoded-twice", "in-a-list", "cut-at-semicolon")
	return append(lax, []Fault{
		{Name: "logout-goes-nowhere", Summary: "sends nobody on after a logout", Halts: true, Breaks: xena("SES-11"),
			Bend: endings(func(e *xna.Ending) { e.Redirects = false })},
		{Name: "logout-goes-home", Summary: "sends everybody to the same foreign address after a logout", Halts: true, Breaks: xena("SES-11"),
			Bend: endings(func(e *xna.Ending) { e.Home = "https://elsewhere.example/" })},
		{Name: "logout-without-state", Summary: "drops the state of a logout", Breaks: xena("SES-12"),
			Bend: endings(func(e *xna.Ending) { e.StateReturned = false })},
		{Name: "logout-goes-anywhere", Summary: "sends browsers anywhere after a logout", Breaks: xena("SES-13"), Bend: to(anything)},
		{Name: "logout-by-prefix", Summary: "compares the beginning of where a browser is to go after a logout", Breaks: xena("SES-13"), Bend: to(func(registered, sent string) bool { return strings.HasPrefix(sent, registered) })},
		{Name: "logout-by-host", Summary: "compares the host of where a browser is to go after a logout", Breaks: xena("SES-13"),
			Bend: to(func(registered, sent string) bool { return host(registered) == host(sent) })},
		{Name: "logout-by-part", Summary: "looks for the registered host anywhere in where a browser is to go after a logout", Breaks: xena("SES-13"),
			Bend: to(func(registered, sent string) bool { return strings.Contains(sent, host(registered)) })},
		{Name: "logout-without-query", Summary: "leaves the query out when it compares where a browser is to go after a logout", Breaks: xena("SES-13"),
			Bend: to(func(registered, sent string) bool {
				bare, _, _ := strings.Cut(sent, "?")
				return registered == bare
			})},
		{Name: "logout-case-folded", Summary: "compares where a browser is to go after a logout whatever the case", Breaks: xena("SES-13"), Bend: to(strings.EqualFold)},
		{Name: "logout-slash-trimmed", Summary: "leaves a slash out when it compares where a browser is to go after a logout", Breaks: xena("SES-13"),
			Bend: to(func(registered, sent string) bool { return registered == strings.TrimRight(sent, "/") })},
	}...)
}
