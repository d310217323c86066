package fakeserver

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// BasicRules decide how API keys and launch credentials are received as HTTP
// Basic (RFC 7617).
type BasicRules struct {
	Accepted            bool                                            // API keys are accepted at all; else WrongSecret
	SchemeMatches       func(sent string) bool                          // whether an authentication scheme is Basic
	Decode              func(credentials string) (pair string, ok bool) // undoes the base64
	Split               func(pair string) (key, secret string, ok bool)
	KeyAloneAdmitted    bool // a key without colon and secret will do
	AnonymousAdmitted   bool // the Basic resource needs no credentials
	EmptySecretAdmitted bool // an empty secret is as good as the right one
	SecretMatches       func(stored, sent string) bool
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

func honestBasic() BasicRules {
	bad := Refusal{http.StatusUnauthorized, authenticationError, "the credentials are not valid"}
	challenge := `Basic realm="ClearXP", charset="UTF-8"`
	return BasicRules{
		Accepted:             true,
		SchemeMatches:        func(sent string) bool { return strings.EqualFold(sent, "Basic") },
		Decode:               decodeBase64,
		Split:                func(pair string) (key, secret string, ok bool) { return strings.Cut(pair, ":") },
		SecretMatches:        sameSecret,
		TenantChecked:        true,
		Longest:              8 << 10,
		Oversized:            bad,
		Undecodable:          bad,
		UnknownKey:           bad,
		WrongSecret:          bad,
		OtherTenant:          Refusal{http.StatusForbidden, permissionError, "the tenant is not open to these credentials"},
		Challenge:            []string{challenge},
		ChallengeToAnonymous: []string{challenge, `Bearer realm="ClearXP"`},
	}
}

// decodeBase64 undoes the encoding of RFC 7617 §2, padding included.
func decodeBase64(credentials string) (string, bool) {
	pair, err := base64.StdEncoding.Strict().DecodeString(credentials)
	return string(pair), err == nil
}

// admitBasic reads HTTP Basic. A resource that takes bearer tokens only still
// reads it, so that malformed credentials meet the same code everywhere.
func (v *visit) admitBasic(credentials string, basic bool) (principal, *rebuff) {
	rules := &v.rules.Basic
	key, secret, refusal := v.decodeBasic(credentials)
	if refusal == nil && v.rules.Presenting.ClientCredentialsAdmitted {
		if c := v.client(key); c != nil && sameSecret(c.Secret, secret) {
			return v.standIn(c.Tenant), nil
		}
	}
	if !basic {
		b := v.nobody(basic)
		if refusal != nil {
			b.refusal = refusal
		}
		return principal{}, b
	}
	var p principal
	if refusal == nil {
		p, refusal = v.judgeKey(key, secret)
	}
	if refusal != nil {
		return principal{}, &rebuff{refusal: refusal, challenges: rules.Challenge}
	}
	if rules.TenantChecked {
		for _, tenant := range v.r.Header[tenantHeader] {
			if tenant != p.tenant {
				return principal{}, &rebuff{refusal: &rules.OtherTenant}
			}
		}
	}
	return p, nil
}

func (v *visit) decodeBasic(credentials string) (key, secret string, refusal *Refusal) {
	rules := &v.rules.Basic
	if credentials == "" {
		return "", "", v.bareScheme()
	}
	if len(credentials) > rules.Longest {
		return "", "", &rules.Oversized
	}
	pair, ok := rules.Decode(credentials)
	if ok {
		key, secret, ok = rules.Split(pair)
	}
	if !ok && rules.KeyAloneAdmitted {
		if stored := v.apiKey(pair); stored != nil {
			return stored.Key, stored.Secret, nil
		}
	}
	if !ok {
		return "", "", &rules.Undecodable
	}
	return key, secret, nil
}

func (v *visit) judgeKey(key, secret string) (principal, *Refusal) {
	rules := &v.rules.Basic
	if launch, ok := v.state.launches.get(key); ok {
		return v.judgeLaunch(launch, secret)
	}
	stored := v.apiKey(key)
	switch {
	case stored == nil && rules.UnknownKeyAdmitted != nil && rules.UnknownKeyAdmitted(key, secret):
		return v.standIn(OwnTenant), nil
	case stored == nil:
		return principal{}, v.unknownKey()
	case !rules.Accepted:
		return principal{}, v.wrongSecret()
	case secret == "" && !rules.EmptySecretAdmitted:
		return principal{}, v.wrongSecret()
	case secret != "" && !rules.SecretMatches(stored.Secret, secret):
		return principal{}, v.wrongSecret()
	}
	return v.standIn(stored.Tenant), nil
}

func (v *visit) unknownKey() *Refusal { return &v.rules.Basic.UnknownKey }

func (v *visit) wrongSecret() *Refusal { return &v.rules.Basic.WrongSecret }

func (s *Server) apiKey(key string) *APIKey {
	for i := range s.fixtures.APIKeys {
		if s.fixtures.APIKeys[i].Key == key {
			return &s.fixtures.APIKeys[i]
		}
	}
	return nil
}
