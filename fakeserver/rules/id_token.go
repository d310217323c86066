package rules

import "net/http"

// IDToken decides about signed tokens: ID tokens (OpenID Connect Core 1.0
// §2, §3.3.2.11) and access tokens that are signed (RFC 9068).
type IDToken struct {
	AccessSigned       bool // access tokens are signed; else they are opaque
	SignatureChecked   bool // the signature of an access token is looked at
	NoneAccepted       bool // an access token may be signed with none (RFC 8725 §3.1)
	HMACAccepted       bool // the public key will do as a secret (RFC 8725 §3.1)
	UnsignedAccepted   bool // a token without a signature is taken at its word
	EmbeddedKeyTrusted bool // a key that the token brings along is taken for the issuer's
	IDTokenAdmitted    bool // an ID token opens the API

	Careless string // the name of a careless way of verifying access tokens; "" for none

	Asserted      func(scope string) bool         // whether a grant of the scope gets an ID token
	AtEndpoint    bool                            // the token endpoint hands it out
	AtRefresh     bool                            // so does a refresh
	Algorithm     string                          // of ID tokens: RS256 or none
	Claims        func(claims map[string]any)     // a last look at an ID token; may be nil
	HybridClaims  func(claims map[string]any)     // the same of a hybrid answer; may be nil
	FrontClaims   func(claims map[string]any)     // the same of an implicit answer; may be nil
	CodeClaims    func(claims map[string]any)     // the same of an answer to a code; may be nil
	AccessClaims  func(claims map[string]any)     // the same of a signed access token; may be nil
	RefreshClaims func(claims map[string]any)     // the same of an ID token of a refresh; may be nil
	Sealed        func(token string) string       // a last look at an ID token as text; may be nil
	UserClaims    func(members []Member) []Member // a last look at the userinfo answer; may be nil
}

func honestIDToken() IDToken {
	return IDToken{
		SignatureChecked: true,
		Asserted:         func(scope string) bool { return HoldsScope(scope, "openid") },
		AtEndpoint:       true,
		AtRefresh:        true,
		Algorithm:        "RS256",
	}
}

// Discovery decides what the metadata and the keys look like (RFC 8414,
// OpenID Connect Discovery 1.0 §4, RFC 7517).
type Discovery struct {
	Refuses     func(header http.Header) bool // who may not read it; nil refuses nobody
	Status      int
	ContentType string
	Issuer      func(issuer string) string      // what becomes of the issuer's name
	Document    func(members []Member) []Member // a last look at the metadata; may be nil
	Forwarded   bool                            // the issuer stands where X-Forwarded-Host says
	Keys        func(keys []map[string]any) any // a last look at the keys; may be nil
	KeysStatus  int
}

func honestDiscovery() Discovery {
	return Discovery{
		Status:      http.StatusOK,
		ContentType: "application/json",
		Issuer:      func(issuer string) string { return issuer },
		KeysStatus:  http.StatusOK,
	}
}
