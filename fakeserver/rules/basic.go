package rules

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// Basic decides how API keys and launch credentials are received as HTTP
// Basic (RFC 7617).
type Basic struct {
	Accepted            bool                                            // API keys are accepted at all; else WrongSecret
	SchemeMatches       func(sent string) bool                          // whether an authentication scheme is Basic
	Decode              func(credentials string) (pair string, ok bool) // undoes the base64
	Split               func(pair string) (key, secret string, ok bool)
	KeyAloneAdmitted    bool // a key without colon and secret will do
	AnonymousAdmitted   bool // the Basic resource needs no credentials
	EmptySecretAdmitted bool // an empty secret is as good as the right one
	SecretMatches       func(stored, sent string) bool
	SecretOfAnyKey      bool                          // the secret of any key will do
	UnknownKeyAdmitted  func(key, secret string) bool // asked of a key that does not exist; may be nil
	TenantChecked       bool                          // a tenant header, if sent, has to name the key's tenant

	Longest              int     // of what stands behind the scheme, in bytes
	Oversized            Refusal // longer than that
	Undecodable          Refusal // not base64, or without a colon
	UnknownKey           Refusal
	WrongSecret          Refusal
	OtherTenant          Refusal
	Challenge            []string // WWW-Authenticate to refused Basic credentials, a header each
	ChallengeToAnonymous []string // the same at the Basic resource, to a request without credentials
}

func honestBasic() Basic {
	bad := Refusal{http.StatusUnauthorized, AuthenticationError, "the credentials are not valid"}
	challenge := `Basic realm="example", charset="UTF-8"`
	return Basic{
		Accepted:             true,
		SchemeMatches:        func(sent string) bool { return strings.EqualFold(sent, "Basic") },
		Decode:               DecodeBase64,
		Split:                func(pair string) (key, secret string, ok bool) { return strings.Cut(pair, ":") },
		SecretMatches:        SameSecret,
		TenantChecked:        true,
		Longest:              8 << 10,
		Oversized:            bad,
		Undecodable:          bad,
		UnknownKey:           bad,
		WrongSecret:          bad,
		OtherTenant:          Refusal{http.StatusForbidden, PermissionError, "the tenant is not open to these credentials"},
		Challenge:            []string{challenge},
		ChallengeToAnonymous: []string{challenge, `Bearer realm="example"`},
	}
}

// DecodeBase64 undoes the encoding of RFC 7617 §2, padding included.
func DecodeBase64(credentials string) (string, bool) {
	pair, err := base64.StdEncoding.Strict().DecodeString(credentials)
	return string(pair), err == nil
}
