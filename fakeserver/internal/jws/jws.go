// Package jws signs and reads tokens of the compact serialisation (RFC 7515 §3.1),
// with a set of keys of its own:
//
//	var keys jws.Keys
//	text := keys.Seal("RS256", "JWT", map[string]any{"sub": "1001"})
//
// It must not know what a claim means. It is written apart from the client's
// verifier, so that one mistake cannot cancel another.
package jws

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
	"fmt"
	"math/big"
	"strings"
	"sync"
)

const (
	rsaKeyID = "assertions-1"
	ecKeyID  = "access-1"
)

// Keys are the signing keys of a contract, made when they are first needed.
type Keys struct {
	once sync.Once
	rsa  *rsa.PrivateKey
	ec   *ecdsa.PrivateKey
}

func (s *Keys) ready() *Keys {
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

// Header is the protected header (RFC 7515 §4).
type Header struct {
	Algorithm string          `json:"alg"`
	Type      string          `json:"typ"`
	KeyID     string          `json:"kid,omitempty"`
	Key       json.RawMessage `json:"jwk,omitempty"`
}

// Seal writes claims in the compact serialisation (RFC 7515 §3.1).
func (s *Keys) Seal(algorithm, kind string, claims map[string]any) string {
	header := Header{Algorithm: algorithm, Type: kind, KeyID: rsaKeyID}
	if algorithm == "ES256" {
		header.KeyID = ecKeyID
	}
	text := part(encode(header)) + "." + part(encode(claims))
	return text + "." + part(s.sign(algorithm, text))
}

func (s *Keys) sign(algorithm, text string) []byte {
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

// Trust says which signatures will do beside the issuer's own.
type Trust struct {
	None        bool // a token may be signed with none (RFC 8725 §3.1)
	HMAC        bool // the public key will do as a secret (RFC 8725 §3.1)
	Unsigned    bool // a token without a signature is taken at its word
	EmbeddedKey bool // a key that the token brings along is taken for the issuer's
}

// Vouches says whether the signature of an access token is the issuer's own, or one
// that is trusted instead.
func (s *Keys) Vouches(t Token, trust Trust) bool {
	sum := sha256.Sum256([]byte(t.signed))
	switch t.Header.Algorithm {
	case "none":
		return trust.None
	case "HS256":
		mac := hmac.New(sha256.New, s.publicPEM())
		mac.Write([]byte(t.signed))
		return trust.HMAC && hmac.Equal(mac.Sum(nil), t.signature)
	case "ES256":
		if len(t.signature) == 0 {
			return trust.Unsigned
		}
		key := &s.ready().ec.PublicKey
		if trust.EmbeddedKey && t.Header.Key != nil {
			key = embedded(t.Header.Key)
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
func (s *Keys) publicPEM() []byte {
	der, err := x509.MarshalPKIXPublicKey(&s.ready().ec.PublicKey)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// Public are the keys as RFC 7517 and RFC 7518 §6 write them.
func (s *Keys) Public() []map[string]any {
	s.ready()
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

// Token is a token in its parts.
type Token struct {
	Header    Header
	Claims    map[string]any
	signed    string
	signature []byte
}

// Text is a claim that is a string, "" for none.
func (t Token) Text(name string) string {
	text, _ := t.Claims[name].(string)
	return text
}

// Parse takes a token apart, and takes nothing that is not written as
// RFC 7515 says: another text of the same bits is another token.
func Parse(text string) (t Token, ok bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return t, false
	}
	strict := base64.RawURLEncoding.Strict()
	header, errHeader := strict.DecodeString(parts[0])
	claims, errClaims := strict.DecodeString(parts[1])
	signature, errSignature := strict.DecodeString(parts[2])
	if errHeader != nil || errClaims != nil || errSignature != nil ||
		json.Unmarshal(header, &t.Header) != nil || json.Unmarshal(claims, &t.Claims) != nil {
		return t, false
	}
	t.signed, t.signature = parts[0]+"."+parts[1], signature
	return t, true
}

func encode(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Errorf("seal token: %w", err)) // claims are the server's own
	}
	return text
}

func part(bits []byte) string { return base64.RawURLEncoding.EncodeToString(bits) }

// HalfHash is c_hash and at_hash (OpenID Connect Core 1.0 §3.3.2.11).
func HalfHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return part(sum[:16])
}
