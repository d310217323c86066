package fakeserver

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strings"
	"sync"
	"time"
)

const (
	idTokenLife = 5 * time.Minute

	rsaKeyID = "assertions-1"
	ecKeyID  = "access-1"
)

// signing holds the keys of a contract, made when they are first needed.
type signing struct {
	once sync.Once
	rsa  *rsa.PrivateKey
	ec   *ecdsa.PrivateKey
}

func (s *signing) ready() *signing {
	s.once.Do(func() {
		der, err := base64.StdEncoding.DecodeString(signingKey)
		if err != nil {
			panic(err)
		}
		key, err := x509.ParsePKCS8PrivateKey(der)
		if err != nil {
			panic(err)
		}
		s.rsa, _ = key.(*rsa.PrivateKey)
		if s.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			panic(err)
		}
	})
	return s
}

// tokenHeader is the protected header (RFC 7515 §4).
type tokenHeader struct {
	Algorithm string          `json:"alg"`
	Type      string          `json:"typ"`
	KeyID     string          `json:"kid,omitempty"`
	Key       json.RawMessage `json:"jwk,omitempty"`
}

// seal writes claims in the compact serialisation (RFC 7515 §3.1).
func (s *signing) seal(algorithm, kind string, claims map[string]any) string {
	header := tokenHeader{Algorithm: algorithm, Type: kind, KeyID: rsaKeyID}
	if algorithm == "ES256" {
		header.KeyID = ecKeyID
	}
	text := part(encodeValue(header)) + "." + part(encodeValue(claims))
	return text + "." + part(s.sign(algorithm, text))
}

func (s *signing) sign(algorithm, text string) []byte {
	sum := sha256.Sum256([]byte(text))
	switch algorithm {
	case "RS256":
		signature, err := rsa.SignPKCS1v15(nil, s.ready().rsa, crypto.SHA256, sum[:])
		if err != nil {
			panic(err)
		}
		return signature
	case "ES256":
		a, b, err := ecdsa.Sign(rand.Reader, s.ready().ec, sum[:])
		if err != nil {
			panic(err)
		}
		return append(a.FillBytes(make([]byte, 32)), b.FillBytes(make([]byte, 32))...)
	}
	return nil
}

// vouches says whether the signature of an access token is the issuer's own.
func (s *signing) vouches(t sealed, rules *AssertingRules) bool {
	sum := sha256.Sum256([]byte(t.signed))
	switch t.header.Algorithm {
	case "none":
		return rules.NoneAccepted
	case "HS256":
		mac := hmac.New(sha256.New, s.publicPEM())
		mac.Write([]byte(t.signed))
		return rules.HMACAccepted && hmac.Equal(mac.Sum(nil), t.signature)
	case "ES256":
		if len(t.signature) == 0 {
			return rules.UnsignedAccepted
		}
		key := &s.ready().ec.PublicKey
		if rules.EmbeddedKeyTrusted && t.header.Key != nil {
			key = embedded(t.header.Key)
		}
		if key == nil || len(t.signature) != 64 {
			return false
		}
		a, b := new(big.Int).SetBytes(t.signature[:32]), new(big.Int).SetBytes(t.signature[32:])
		return ecdsa.Verify(key, sum[:], a, b)
	}
	return false
}

func embedded(text json.RawMessage) *ecdsa.PublicKey {
	var jwk struct{ X, Y string }
	if json.Unmarshal(text, &jwk) != nil {
		return nil
	}
	x, errX := base64.RawURLEncoding.DecodeString(jwk.X)
	y, errY := base64.RawURLEncoding.DecodeString(jwk.Y)
	if errX != nil || errY != nil {
		return nil
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	if err != nil {
		return nil
	}
	return key
}

// publicPEM is the public key of access tokens as a file holds it.
func (s *signing) publicPEM() []byte {
	der, err := x509.MarshalPKIXPublicKey(&s.ready().ec.PublicKey)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// publicKeys are the keys as RFC 7517 and RFC 7518 §6 write them.
func (v *visit) publicKeys() []map[string]any {
	s := v.signing.ready()
	point, err := s.ec.PublicKey.Bytes()
	if err != nil {
		panic(err)
	}
	exponent := big.NewInt(int64(s.rsa.E)).Bytes()
	return []map[string]any{
		{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": rsaKeyID, "n": part(s.rsa.N.Bytes()), "e": part(exponent)},
		{"kty": "EC", "use": "sig", "alg": "ES256", "kid": ecKeyID, "crv": "P-256", "x": part(point[1:33]), "y": part(point[33:])},
	}
}

// sealed is a token in its parts.
type sealed struct {
	header    tokenHeader
	claims    map[string]any
	signed    string
	signature []byte
}

func (t sealed) text(name string) string {
	text, _ := t.claims[name].(string)
	return text
}

// parseToken takes a token apart, and takes nothing that is not written as
// RFC 7515 says: another text of the same bits is another token.
func parseToken(text string) (t sealed, ok bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return t, false
	}
	strict := base64.RawURLEncoding.Strict()
	header, errHeader := strict.DecodeString(parts[0])
	claims, errClaims := strict.DecodeString(parts[1])
	signature, errSignature := strict.DecodeString(parts[2])
	if errHeader != nil || errClaims != nil || errSignature != nil ||
		json.Unmarshal(header, &t.header) != nil || json.Unmarshal(claims, &t.claims) != nil {
		return t, false
	}
	t.signed, t.signature = parts[0]+"."+parts[1], signature
	return t, true
}

func part(bits []byte) string { return base64.RawURLEncoding.EncodeToString(bits) }

// halfHash is c_hash and at_hash (OpenID Connect Core 1.0 §3.3.2.11).
func halfHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return part(sum[:16])
}
