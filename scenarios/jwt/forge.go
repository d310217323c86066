package jwt

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// Unsigned returns the token with its algorithm set to none and its signature
// taken away, RFC 8725 §2.1.
func Unsigned(token string) string {
	parts := strings.Split(token, ".")
	var header map[string]any
	if len(parts) != 3 || !readPart(parts[0], &header) {
		return token
	}
	header["alg"] = "none"
	return writePart(header) + "." + parts[1] + "."
}

// Stripped returns the token without its signature.
func Stripped(token string) string {
	return token[:strings.LastIndexByte(token, '.')+1]
}

// Changed returns the token with other claims and the signature that it had.
func Changed(token string, change func(claims map[string]any)) string {
	parts := strings.Split(token, ".")
	var claims map[string]any
	if len(parts) != 3 || !readPart(parts[1], &claims) {
		return token
	}
	change(claims)
	return parts[0] + "." + writePart(claims) + "." + parts[2]
}

func writePart(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// SignedByPublicKey returns the claims of the token signed by HMAC, with the
// server's public key as the secret: RFC 8725 §2.1.
func (s KeySet) SignedByPublicKey(token string) (string, error) {
	a, ok := Peek(token)
	key := s.Key(a.KeyID)
	if !ok || key == nil {
		return "", fmt.Errorf("forge token: its key is not in the key set")
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "", fmt.Errorf("forge token: %w", err)
	}
	secret := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	options := (&jose.SignerOptions{}).WithType("at+jwt").WithHeader("kid", a.KeyID)
	return resigned(token, jose.SigningKey{Algorithm: jose.HS256, Key: secret}, options)
}

// SignedByStranger returns the claims of the token signed by a key of the
// tester's own, which the token brings along: RFC 7515 §4.1.3.
func SignedByStranger(token string) (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", fmt.Errorf("forge token: %w", err)
	}
	options := (&jose.SignerOptions{EmbedJWK: true}).WithType("at+jwt")
	return resigned(token, jose.SigningKey{Algorithm: jose.ES256, Key: key}, options)
}

func resigned(token string, key jose.SigningKey, options *jose.SignerOptions) (string, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return "", fmt.Errorf("forge token: not in three parts")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "", fmt.Errorf("forge token: %w", err)
	}
	signer, err := jose.NewSigner(key, options)
	if err != nil {
		return "", fmt.Errorf("forge token: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("forge token: %w", err)
	}
	return signed.CompactSerialize()
}
