package fakeserver

import "net/http"

// wellKnown is the path of the metadata document, before the issuer's own
// (RFC 8414 §3.1).
const wellKnown = "/.well-known/oauth-authorization-server"

// DiscoveryRules decide what the metadata and the keys look like (RFC 8414,
// OpenID Connect Discovery 1.0 §4, RFC 7517).
type DiscoveryRules struct {
	Refuses     func(header http.Header) bool // who may not read it; nil refuses nobody
	Status      int
	ContentType string
	Issuer      func(issuer string) string      // what becomes of the issuer's name
	Document    func(members []Member) []Member // a last look at the metadata; may be nil
	Keys        func(keys []map[string]any) any // a last look at the keys; may be nil
	KeysStatus  int
}

func honestDiscovery() DiscoveryRules {
	return DiscoveryRules{
		Status:      http.StatusOK,
		ContentType: "application/json",
		Issuer:      func(issuer string) string { return issuer },
		KeysStatus:  http.StatusOK,
	}
}

// serveMetadata answers the well-known paths.
func (v *visit) serveMetadata() {
	rules := &v.rules.Discovery
	if !v.allows(http.MethodGet) {
		v.w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	if rules.Refuses != nil && rules.Refuses(v.r.Header) {
		v.w.WriteHeader(http.StatusUnauthorized)
		return
	}
	members := v.metadata()
	if rules.Document != nil {
		members = rules.Document(members)
	}
	v.write(rules.Status, rules.ContentType, v.encode(members))
}

// metadata is the document of RFC 8414 §2 with the members that OpenID adds.
func (v *visit) metadata() []Member {
	c, members := v.contract.wording, []Member{{"issuer", v.rules.Discovery.Issuer(v.issuer())}}
	for _, e := range []struct{ name, path string }{
		{"authorization_endpoint", c.authorize}, {"token_endpoint", c.token}, {"revocation_endpoint", c.revoke},
		{"introspection_endpoint", c.introspect}, {"userinfo_endpoint", c.userinfo}, {"jwks_uri", c.keys},
	} {
		if e.path != "" {
			members = append(members, Member{e.name, v.here(e.path)})
		}
	}
	members = append(members,
		Member{"scopes_supported", v.fixtures.Scopes},
		Member{"response_types_supported", c.responseTypes},
		Member{"response_modes_supported", c.responseModes},
		Member{"grant_types_supported", c.grants},
		Member{"token_endpoint_auth_methods_supported", methodsOfAuthentication(&v.rules.Identifying)},
		Member{"code_challenge_methods_supported", []string{"S256", "plain"}},
	)
	if v.rules.Authorizing.IssuerSent {
		members = append(members, Member{"authorization_response_iss_parameter_supported", true})
	}
	if c.keys != "" {
		members = append(members,
			Member{"subject_types_supported", []string{"public"}},
			Member{"id_token_signing_alg_values_supported", []string{"RS256"}})
	}
	return members
}

// serveKeys answers the JWK set (RFC 7517 §5).
func (v *visit) serveKeys() {
	rules := &v.rules.Discovery
	if !v.allows(http.MethodGet) {
		v.w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	keys := v.publicKeys()
	var set any = map[string]any{"keys": keys}
	if rules.Keys != nil {
		set = rules.Keys(keys)
	}
	v.write(rules.KeysStatus, "application/json", encodeValue(set))
}
