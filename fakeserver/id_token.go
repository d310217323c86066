package fakeserver

import (
	"crypto/sha256"
	"slices"
	"strings"
)

// AssertingRules decide about signed tokens: ID tokens (OpenID Connect Core 1.0
// §2, §3.3.2.11) and access tokens that are signed (RFC 9068).
type AssertingRules struct {
	AccessSigned       bool // access tokens are signed; else they are opaque
	SignatureChecked   bool // the signature of an access token is looked at
	NoneAccepted       bool // an access token may be signed with none (RFC 8725 §3.1)
	HMACAccepted       bool // the public key will do as a secret (RFC 8725 §3.1)
	UnsignedAccepted   bool // a token without a signature is taken at its word
	EmbeddedKeyTrusted bool // a key that the token brings along is taken for the issuer's
	IDTokenAdmitted    bool // an ID token opens the API

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

func honestAsserting() AssertingRules {
	return AssertingRules{
		SignatureChecked: true,
		Asserted:         func(scope string) bool { return holdsScope(scope, "openid") },
		AtEndpoint:       true,
		AtRefresh:        true,
		Algorithm:        "RS256",
	}
}

// occasion is when an ID token is handed out.
type occasion int

const (
	atAuthorization occasion = iota // of a hybrid answer
	atImplicit
	atExchange
	atRefresh
)

// idToken asserts who the resource owner is; "" asserts nothing.
func (v *visit) idToken(g *grant, when occasion, code, access string) string {
	rules := &v.rules.Asserting
	handed := when == atAuthorization || when == atImplicit || when == atExchange && rules.AtEndpoint || when == atRefresh && rules.AtRefresh
	if v.contract.wording.keys == "" || !rules.Asserted(g.scope) || !handed {
		return ""
	}
	claims := map[string]any{
		"iss": v.issuer(), "sub": g.user.ID, "aud": g.client.ID, "iat": v.now.Unix(),
		"exp": v.now.Add(idTokenLife).Unix(), "auth_time": g.authenticated,
	}
	if g.nonce != "" && when != atRefresh {
		claims["nonce"] = g.nonce
	}
	if code != "" {
		claims["c_hash"] = halfHash(code)
	}
	if access != "" {
		claims["at_hash"] = halfHash(access)
	}
	for at, last := range map[occasion]func(map[string]any){
		atAuthorization: rules.HybridClaims, atImplicit: rules.FrontClaims, atExchange: rules.CodeClaims, atRefresh: rules.RefreshClaims,
	} {
		if at == when && last != nil {
			last(claims)
		}
	}
	if rules.Claims != nil {
		rules.Claims(claims)
	}
	token := v.signing.seal(rules.Algorithm, "JWT", claims)
	if rules.Sealed != nil {
		token = rules.Sealed(token)
	}
	return token
}

// sealAccess is the text of an access token whose own name is key.
func (v *visit) sealAccess(key string, t *accessToken) string {
	rules := &v.rules.Asserting
	if !rules.AccessSigned {
		return key
	}
	claims := map[string]any{
		"iss": v.issuer(), "aud": v.rules.Scoping.Needed, "client_id": t.grant.client.ID, "sub": t.grant.user.ID,
		"scope": strings.Fields(t.scope), "iat": v.now.Unix(), "exp": t.diesAt() / 1e9, "jti": key,
	}
	if rules.AccessClaims != nil {
		rules.AccessClaims(claims)
	}
	text := v.signing.seal("ES256", "at+jwt", claims)
	sum := sha256.Sum256([]byte(text))
	t.seal = &sum
	return text
}

// accessKey finds the name of an access token in its text.
func (v *visit) accessKey(sent string) (string, bool) {
	rules := &v.rules.Asserting
	if !rules.AccessSigned {
		return sent, true
	}
	token, ok := parseToken(sent)
	if !ok {
		return "", false
	}
	if token.header.Type == "JWT" && token.text("jti") == "" {
		return "", false
	}
	key := token.text("jti")
	if rules.SignatureChecked && !v.sealedHere(key, sent) && !v.signing.vouches(token, rules) {
		return "", false
	}
	return key, true
}

// sealedHere knows the very text of a token that was issued here, which spares
// the signature.
func (v *visit) sealedHere(key, text string) bool {
	t, ok := v.state.accesses.get(key)
	return ok && t.seal != nil && *t.seal == sha256.Sum256([]byte(text))
}

// admittedIDToken is the user of an ID token, where a bent rule lets it in.
func (v *visit) admittedIDToken(sent string) bool {
	token, ok := parseToken(sent)
	return ok && v.rules.Asserting.IDTokenAdmitted && token.header.Algorithm == "RS256" && token.text("sub") != "" &&
		slices.ContainsFunc(v.fixtures.Clients, func(c Client) bool { return c.ID == token.text("aud") })
}
