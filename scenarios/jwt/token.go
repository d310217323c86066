package jwt

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// signatures are the algorithms of RFC 7518 §3.1 that a server signs tokens
// with. None and the symmetric ones are not among them.
var signatures = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// KeySet is a JWK set, RFC 7517 §5.
type KeySet struct {
	Plain []map[string]any // each key as it was written
	keys  []jose.JSONWebKey
}

// ReadKeys reads a JWK set. A key that cannot be read is left to Plain alone,
// RFC 7517 §5; a text that is no set is an error.
func ReadKeys(body []byte) (KeySet, error) {
	var set struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(body, &set); err != nil || set.Keys == nil {
		return KeySet{}, errors.New("read keys: no key set")
	}
	var out KeySet
	for _, text := range set.Keys {
		var plain map[string]any
		if json.Unmarshal(text, &plain) != nil {
			return KeySet{}, errors.New("read keys: a key is no object")
		}
		out.Plain = append(out.Plain, plain)
		var key jose.JSONWebKey
		if key.UnmarshalJSON(text) == nil && key.Valid() {
			out.keys = append(out.keys, key)
		}
	}
	return out, nil
}

// Key returns the public key of an ID; nil where there is none.
func (s KeySet) Key(id string) any {
	for _, k := range s.keys {
		if k.KeyID == id {
			return k.Key
		}
	}
	return nil
}

// Token is a signed token taken apart, RFC 7519.
type Token struct {
	Algorithm string
	KeyID     string
	Claims    map[string]any
}

// Verify reads a signed token whose signature a key of the set vouches for.
func (s KeySet) Verify(token string) (Token, error) {
	signed, err := jose.ParseSignedCompact(token, signatures)
	if err != nil || len(signed.Signatures) != 1 {
		return Token{}, errors.New("verify token: not in the compact serialisation, or of an algorithm that proves nothing")
	}
	header := signed.Signatures[0].Header
	for _, key := range s.keys {
		if header.KeyID != "" && key.KeyID != "" && key.KeyID != header.KeyID {
			continue
		}
		payload, err := signed.Verify(key.Key)
		if err != nil {
			continue
		}
		a := Token{Algorithm: header.Algorithm, KeyID: header.KeyID}
		if err := json.Unmarshal(payload, &a.Claims); err != nil {
			return a, fmt.Errorf("verify token: its claims are no object")
		}
		return a, nil
	}
	return Token{}, errors.New("verify token: no key of the set vouches for its signature")
}

// VerifyBySecret reads a signed token that a secret vouches for, RFC 7518 §3.2.
func VerifyBySecret(token, secret string) (Token, error) {
	signed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.HS256, jose.HS384, jose.HS512})
	if err != nil {
		return Token{}, errors.New("verify token: of no algorithm that signs with a secret")
	}
	if _, err := signed.Verify([]byte(secret)); err != nil || secret == "" {
		return Token{}, errors.New("verify token: the secret does not vouch for its signature")
	}
	a, _ := Peek(token)
	return a, nil
}

// Peek reads a token without looking at its signature; false where it is not
// written as a signed one.
func Peek(token string) (Token, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Token{}, false
	}
	var header struct{ Alg, Kid string }
	var a Token
	if !readPart(parts[0], &header) || !readPart(parts[1], &a.Claims) || header.Alg == "" {
		return Token{}, false
	}
	a.Algorithm, a.KeyID = header.Alg, header.Kid
	return a, true
}

func readPart(text string, into any) bool {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && json.Unmarshal(plain, into) == nil
}

// Text returns a claim that is text, or "".
func (a Token) Text(name string) string {
	text, _ := a.Claims[name].(string)
	return text
}

// Time returns a claim that is a NumericDate, RFC 7519 §2; false where it is
// none.
func (a Token) Time(name string) (time.Time, bool) {
	seconds, ok := a.Claims[name].(float64)
	return time.Unix(int64(seconds), 0), ok
}

// Audience returns aud, which may be text or a list, RFC 7519 §4.1.3.
func (a Token) Audience() []string {
	switch aud := a.Claims["aud"].(type) {
	case string:
		return []string{aud}
	case []any:
		var out []string
		for _, v := range aud {
			out = append(out, fmt.Sprint(v))
		}
		return out
	}
	return nil
}

// For says whether the token is for the client.
func (a Token) For(client string) bool { return slices.Contains(a.Audience(), client) }

// HalfHash is what at_hash and c_hash hold of a text, OpenID Connect Core 1.0
// §3.3.2.11: half of its hash by the algorithm of the token.
func (a Token) HalfHash(text string) string {
	var sum []byte
	switch {
	case strings.HasSuffix(a.Algorithm, "384"):
		s := sha512.Sum384([]byte(text))
		sum = s[:]
	case strings.HasSuffix(a.Algorithm, "512"), a.Algorithm == "EdDSA":
		s := sha512.Sum512([]byte(text))
		sum = s[:]
	default:
		s := sha256.Sum256([]byte(text))
		sum = s[:]
	}
	return base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
}
