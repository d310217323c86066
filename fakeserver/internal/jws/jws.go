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
	Chain     []string        `json:"x5c,omitempty"`
	Critical  []string        `json:"crit,omitempty"`
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

	// Careless is the name of what else will do, see [Careless]; "" for nothing.
	Careless string
	Secret   string // of the client that the token names
}

// Vouches says whether the signature of an access token is the issuer's own, or one
// that is trusted instead.
func (s *Keys) Vouches(t Token, trust Trust) bool {
	if trust.Careless != "" && Named(trust.Careless).Vouches(s, t, trust.Secret) {
		return true
	}
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
	if strings.ContainsAny(text, "\r\n") || errHeader != nil || errClaims != nil || errSignature != nil || // which decoders skip
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

// signingKey is an RSA key of 2048 bits in PKCS #8, base64. It is no secret: it
// is fixed because making one takes longer than all checks together, and it
// signs for nobody but this reference server.
const signingKey = "" +
	"MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCQqwBcGnPjB5I5M10LaNTylKly6ab/oDpuLfwMwd2RbZcX5JNB" +
	"3su6L58al4onHfigDJYtMWM+f3YdJJtADQNyQzXpJXO6+TPDVhLZbFOovVfVExf/0beqvNNRTEWKQtP8ekQWzPD8wMpBsWxbVl5g" +
	"Yhl9EkpoFuYOsKBE4G/qUi0hmZxwygzlauHYWsNW/xbkyZs5zWfdXH68sMiIZg1k8q+1ixxxdZqi+OLhs/zWQeo3pwHxyYMe5U9z" +
	"Q8uzZmg5/Z95uAnfEMhfbsfstWxEJpzGn94l+lixAdA0pEDZOmBjYWOCJim9oBdLZRiIJmZmlwlVLaX1uMuhhMftSTJRAgMBAAEC" +
	"ggEADkCShgBjJ1wxFyqMwZl/1TA5K2WCes+VwhIMsVMOGYwy5PszWLty1bJoWc3RIf5tZpMm3mftr5QOFlvrYZmGm+SsNH5okuSH" +
	"KXja3YmzCj4xH4BEjoLiNdNpfCpn9XGVAdwnxhlFqpjxtBwfITZ2kMdJXI2HQA71dkAHYhG8ZNiyusrix67kEBK2OcL8A0DnvPv2" +
	"iBAaDE8dy6klzs/Rfojrm9h78/Jn2+MsRxt4ka8aQOPgwBOoItQPJRqPc6tWyTXtz8ZXG43LqxYsp0Kwz4dr52csX37VW3eQnD4s" +
	"ID0sMINBSxxgEEoIbW33eOWqYG0GA4LI98oRfMMyQxtPeQKBgQDKfRb1gd1ph6MOBO82p6VRjq7Uxx9jMjH0d5V7N0dhbkUy0Fv+" +
	"V074GrFxtT1pdCtRcW+nG1qkfIOBLjURtuT/n7kKZhJ0AoZeBYgQJfaFIsDHy01pj4OjC08hAi2QDWjo7YOHS5ikmPapNUKDWDsb" +
	"rriB3BapuH3HQyb5C8ICTQKBgQC25i+aM/K8B7CKg53BXs4Vl55A/DNMFO0J86DTE+AcnW3S/A7zGsBTa0YbdYxMAc+0gn0nLO7k" +
	"FjYxHFQw6EXByxGIONovjIfonwRyIj6DcRXC8qzi0+m4WfMm8pidyZsW7Nu/IpopWNZdWw0Jcj9/XqkpqOpmVuwaSCzMv2gKFQKB" +
	"gQC20df/07+3vxnt13CvlQ+DImMhg6MIKdLGmY2iERfmlOvvZAYbDnMjON6K/oszAgr2XofjhaQCLNWCtdh+ZPY/AdPM2rnAemMc" +
	"0ru1cMEyFV2fRiRfsY61j8li0ReYHzNgUsnVRuDLg7v4rDigY/ICHW9C+BaSKBuP5EZ0xzPkZQKBgQCSdQrDQTvrY4DzuecWVBNU" +
	"aP+5a/qrvsn9QRCUVYMNhubNnzddZhuB8RHHpT4+Euk+04riVvHIxRyKAPRN4YESaMjWOyhEERU3qjZGKrPCT0isveTBEg5CqAy0" +
	"MGkTWMAPAIYKrOujlla5lNKAsPK1zJhLGs7wOkR/2zG8lrz57QKBgErSbQ2f2H373BqMQ+U3T12/0v5jf3k1Zd9L6G87jX3SUOr0" +
	"KTm+NNbyTicKRBRjObiavlTqAQzI38NQTWxjRViZSo+0gPkIqjkIB+iTsOJ8PbFX4smOGHwl3t0xaOjtg4zG9CPSrbL7Lz8MhtaV" +
	"9+uMIbR7lDSyaYXFg/HCnOwk"
