package fakeserver

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver/rules"
)

// WellKnown is the path of the metadata document, before the issuer's own
// (RFC 8414 §3.1).
const WellKnown = "/.well-known/oauth-authorization-server"

// Discover answers the well-known paths.
func Discover(v *Visit) {
	rules := &v.Rules.Discovery
	if !v.Allows(http.MethodGet) {
		v.W.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	if rules.Refuses != nil && rules.Refuses(v.R.Header) {
		v.W.WriteHeader(http.StatusUnauthorized)
		return
	}
	members := v.metadata()
	if host := v.R.Header.Get("X-Forwarded-Host"); host != "" && rules.Forwarded {
		members = replaced(members, Member{Name: "issuer", Value: "https://" + host})
	}
	if rules.Document != nil {
		members = rules.Document(members)
	}
	v.Write(rules.Status, rules.ContentType, v.Encode(members))
}

// metadata is the document of RFC 8414 §2 with the members that OpenID adds.
func (v *Visit) metadata() []Member {
	c, members := v.contract.Metadata, []Member{{Name: "issuer", Value: v.Rules.Discovery.Issuer(v.issuer())}}
	for _, e := range []struct{ name, path string }{
		{"authorization_endpoint", c.Authorize}, {"token_endpoint", c.Token}, {"revocation_endpoint", c.Revoke},
		{"introspection_endpoint", c.Introspect}, {"userinfo_endpoint", c.UserInfo}, {"jwks_uri", c.Keys},
		{"end_session_endpoint", c.EndSession},
	} {
		if e.path != "" {
			members = append(members, Member{Name: e.name, Value: v.here(e.path)})
		}
	}
	members = append(members,
		Member{Name: "scopes_supported", Value: v.fixtures.Scopes},
		Member{Name: "response_types_supported", Value: c.ResponseTypes},
		Member{Name: "response_modes_supported", Value: c.ResponseModes},
		Member{Name: "grant_types_supported", Value: c.GrantTypes},
		Member{Name: "token_endpoint_auth_methods_supported", Value: methodsOfAuthentication(&v.Rules.ClientAuthentication)},
		Member{Name: "code_challenge_methods_supported", Value: []string{"S256", "plain"}},
	)
	if v.Rules.Authorizing.IssuerSent {
		members = append(members, Member{Name: "authorization_response_iss_parameter_supported", Value: true})
	}
	if v.Rules.Authorizing.Prompting.Told {
		members = append(members, Member{Name: "prompt_values_supported", Value: []string{"none", "login", "consent"}})
	}
	if c.Keys != "" {
		members = append(members,
			Member{Name: "subject_types_supported", Value: []string{"public"}},
			Member{Name: "id_token_signing_alg_values_supported", Value: []string{"RS256"}})
	}
	return members
}

// Keys answers the JWK set (RFC 7517 §5).
func Keys(v *Visit) {
	r := &v.Rules.Discovery
	if !v.Allows(http.MethodGet) {
		v.W.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	keys := v.keys.Public()
	var set any = map[string]any{"keys": keys}
	if r.Keys != nil {
		set = r.Keys(keys)
	}
	v.Write(r.KeysStatus, "application/json", rules.JSON(set))
}

// methodsOfAuthentication are those of the token endpoint (RFC 8414 §2).
func methodsOfAuthentication(r *rules.ClientAuthentication) []string {
	methods := []string{"client_secret_post"}
	if r.HeaderAccepted {
		methods = append(methods, "client_secret_basic")
	}
	return methods
}
