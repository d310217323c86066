package faults

import (
	"net/http"
	"slices"

	"github.com/authassay/authassay/fakeserver"
)

// mannersOfScopes are unusual and right scopes, revocations and answers about
// tokens.
func mannersOfScopes() []Fault {
	return []Fault{
		{Name: "scope-untold", Summary: "does not name the scope that it granted as asked", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Answering.Exchange.ScopeTold, r.Answering.Refresh.ScopeTold = false, false
			}},
		{Name: "scope-sorted-backwards", Summary: "names scopes in an order of its own", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Granted = func(asked []string) []string {
					turned := slices.Clone(asked)
					slices.SortFunc(turned, func(a, b string) int { return len(b) - len(a) })
					return turned
				}
			}},
		{Name: "unknown-scope-told", Summary: "drops unknown scopes and says so", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Scoping.UnknownRefused = false }},
		{Name: "scope-challenge-long", Summary: "says more in the challenge to a token without the scope", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Scoping.Challenge = func(scope string) []string {
					return []string{`Bearer error="insufficient_scope", error_description="too little", scope="` + scope + `", Negotiate`}
				}
			}},
		{Name: "revocation-kills-refresh", Summary: "ends the refresh token with its access token", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) { r.Revoking.AccessKillsRefresh = true }},
		{Name: "introspection-long", Summary: "says more of a token", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = stated("device", map[string]any{"os": "none"}) }},
		{Name: "introspection-without-exp", Summary: "does not say when a token ends", Breaks: oauth2(),
			Bend: func(r *fakeserver.Rules) { r.Introspecting.Living = unstated("exp") }},
		{Name: "client-challenges-two", Summary: "sends two challenges to a bad client", Breaks: forms(),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.HeaderChallenge = []string{`Negotiate`, `Basic realm="a, b", charset="UTF-8"`}
			}},
		{Name: "invalid-client-401", Summary: "answers 401 to a bad client", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.Identifying.WrongSecret.Status, r.Identifying.UnknownClient.Status = http.StatusUnauthorized, http.StatusUnauthorized
			}},
	}
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

// mannersOfAssertions are unusual and right signed tokens.
func mannersOfAssertions() []Fault {
	return []Fault{
		{Name: "audience-listed", Summary: "writes the audience of ID tokens as a list of one", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["aud"] = []any{claims["aud"]} }
			}},
		{Name: "claims-extra", Summary: "adds claims to ID tokens", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.Claims = func(claims map[string]any) { claims["amr"] = []string{"pwd"}; claims["sid"] = "7f3c" }
			}},
		{Name: "at-hash-missing", Summary: "leaves at_hash out where a code was redeemed", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.CodeClaims = func(claims map[string]any) { delete(claims, "at_hash") }
			}},
		{Name: "refresh-without-id-token", Summary: "answers a refresh without an ID token", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) { r.Asserting.AtRefresh = false }},
		{Name: "access-opaque", Summary: "makes access tokens opaque", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) { r.Asserting.AccessSigned = false }},
		{Name: "user-claims-extra", Summary: "says more at the userinfo endpoint", Breaks: xena(),
			Bend: func(r *fakeserver.Rules) { r.Asserting.UserClaims = stated("locale", "da-DK") }},
	}
}
