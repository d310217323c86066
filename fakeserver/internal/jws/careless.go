package jws

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
)

// Careless is a way of verifying that takes what the issuer has not signed, beside
// what it has.
type Careless struct {
	Name    string // such as none-any-case
	Summary string // what it takes, behind "takes access tokens"
	Vouches func(s *Keys, t Token, secret string) bool
}

// Named is the one of a name. It panics where there is none: which are wanted stands
// in tables.
func Named(name string) Careless {
	for _, c := range all {
		if c.Name == name {
			return c
		}
	}
	panic("find careless verification: no " + name)
}

// all are the ways, each as some server has it.
var all = []Careless{
	{"none-any-case", "that say none in capitals", func(_ *Keys, t Token, _ string) bool {
		return t.Header.Algorithm != "none" && strings.EqualFold(t.Header.Algorithm, "none")
	}},
	{"none-trimmed", "that say none with a blank", func(_ *Keys, t Token, _ string) bool {
		return t.Header.Algorithm != "none" && strings.Trim(t.Header.Algorithm, " \x00") == "none"
	}},
	{"none-with-signature", "that say none and have some signature", func(_ *Keys, t Token, _ string) bool {
		return t.Header.Algorithm == "none" && len(t.signature) > 0
	}},
	{"no-algorithm", "that name no algorithm", func(_ *Keys, t Token, _ string) bool { return t.Header.Algorithm == "" }},
	{"unknown-algorithm", "of an algorithm that nobody knows", func(_ *Keys, t Token, _ string) bool { return strings.HasPrefix(t.Header.Algorithm, "HS9") }},
	{"key-in-der", "signed with the public key in DER for a secret", by(func(s *Keys, _ string) []byte {
		der, _ := x509.MarshalPKIXPublicKey(&s.ready().ec.PublicKey)
		return der
	})},
	{"key-as-jwk", "signed with the public JWK for a secret", by(func(s *Keys, _ string) []byte {
		text, _ := json.Marshal(s.Public()[1])
		return text
	})},
	{"empty-secret", "signed with an empty secret", by(func(*Keys, string) []byte { return nil })},
	{"word-as-secret", "signed with the secret of a manual", by(func(*Keys, string) []byte { return []byte("secret") })},
	{"client-secret", "signed with the client's secret", by(func(_ *Keys, secret string) []byte { return []byte(secret) })},
	{"kid-as-path", "whose kid is the path of their key", func(s *Keys, t Token, secret string) bool {
		return strings.HasSuffix(t.Header.KeyID, "/dev/null") && by(func(*Keys, string) []byte { return nil })(s, t, secret)
	}},
	{"kid-in-query", "whose kid is a query that finds their key", func(s *Keys, t Token, secret string) bool {
		_, key, ok := strings.Cut(t.Header.KeyID, "UNION SELECT '")
		key, _, _ = strings.Cut(key, "'")
		return ok && by(func(*Keys, string) []byte { return []byte(key) })(s, t, secret)
	}},
	{"kid-not-found", "whose kid nobody knows, unverified", func(_ *Keys, t Token, _ string) bool {
		return t.Header.Algorithm == "ES256" && t.Header.KeyID != ecKeyID && t.Header.Key == nil && t.Header.Chain == nil && t.Header.Critical == nil && !bytes.Equal(t.signature, nil)
	}},
	{"certificate-brought", "with a certificate that they bring along", func(_ *Keys, t Token, _ string) bool {
		if len(t.Header.Chain) == 0 {
			return false
		}
		der, err := base64.StdEncoding.DecodeString(t.Header.Chain[0])
		if err != nil {
			return false
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return false
		}
		key, ok := c.PublicKey.(*ecdsa.PublicKey)
		return ok && verifies(key, t)
	}},
	{"zero-signature", "with a signature of zeros", func(_ *Keys, t Token, _ string) bool {
		return len(t.signature) == 64 && !slices.ContainsFunc(t.signature, func(b byte) bool { return b != 0 })
	}},
	{"short-signature", "whose signature is too short to be verified", func(_ *Keys, t Token, _ string) bool {
		return len(t.signature) > 0 && len(t.signature) < 64 && t.Header.Algorithm == "ES256"
	}},
}

// by verifies HMAC with a key.
func by(key func(s *Keys, secret string) []byte) func(s *Keys, t Token, secret string) bool {
	return func(s *Keys, t Token, secret string) bool {
		mac := hmac.New(sha256.New, key(s, secret))
		mac.Write([]byte(t.signed))
		return t.Header.Algorithm == "HS256" && hmac.Equal(mac.Sum(nil), t.signature)
	}
}

// verifies says whether a key has signed a token by ES256.
func verifies(key *ecdsa.PublicKey, t Token) bool {
	if len(t.signature) != 64 {
		return false
	}
	sum := sha256.Sum256([]byte(t.signed))
	return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(t.signature[:32]), new(big.Int).SetBytes(t.signature[32:]))
}
