package jwt

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"
)

// Forgery is a token that the server never signed, RFC 8725 §2.
type Forgery struct {
	As, Why string // what was done to a good one, and why a server might take it; nothing of the token
	Token   string
}

// parts are a token taken apart, to be put together otherwise.
type parts struct {
	header                     map[string]any
	claims                     map[string]any
	protected, body, signature string // as they were written
}

// split takes a token apart; false where it is none in the compact serialisation.
func split(token string) (p parts, ok bool) {
	all := strings.Split(token, ".")
	if len(all) != 3 || !readPart(all[0], &p.header) || !readPart(all[1], &p.claims) {
		return p, false
	}
	p.protected, p.body, p.signature = all[0], all[1], all[2]
	return p, true
}

// with is the header with other members; nil takes one away.
func (p parts) with(members map[string]any) string {
	header := maps.Clone(p.header)
	for name, value := range members {
		if header[name] = value; value == nil {
			delete(header, name)
		}
	}
	return writePart(header)
}

// WithoutAlgorithm are tokens that say in one way or another that they are signed by
// nothing, RFC 8725 §2.1.
func WithoutAlgorithm(token string) []Forgery {
	p, ok := split(token)
	if !ok {
		return nil
	}
	const listed, empty = "a list of what is refused that knows one spelling", "no algorithm taken for none"
	var out []Forgery
	add := func(as, why string, algorithm any, signature string) {
		out = append(out, Forgery{as, why, p.with(map[string]any{"alg": algorithm}) + "." + p.body + "." + signature})
	}
	add("none", "RFC 7518 §3.6", "none", "")
	for _, spelt := range []string{"None", "NONE", "nOnE", "none ", " none", "none\x00"} {
		add(fmt.Sprintf("none spelt %q", spelt), listed, spelt, "")
	}
	add("none, with the signature of the token", "none is refused where the signature is empty", "none", p.signature)
	add("none, with a signature of nothing", "none is refused where the signature is empty", "none", part(make([]byte, 32)))
	add("no algorithm", empty, nil, "")
	add("no algorithm, with the signature of the token", empty, nil, p.signature)
	add("an empty algorithm", empty, "", "")
	add("null for the algorithm", empty, json.RawMessage("null"), "")
	add("an algorithm that nobody has", "what is not known is not verified", "HS999", p.signature)
	add("a list with none for the algorithm", "compared as texts", []string{"none"}, "")
	return out
}

// BySecret are tokens signed by HMAC with what anybody knows: the public key as a
// server may hold it, nothing, common words and those that are handed in, RFC 8725
// §2.1 and §3.5.
func (s KeySet) BySecret(token string, words ...string) []Forgery {
	p, ok := split(token)
	if !ok {
		return nil
	}
	var out []Forgery
	add := func(as, why string, key []byte, members map[string]any) {
		header := p.with(members)
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(header + "." + p.body))
		out = append(out, Forgery{as, why, header + "." + p.body + "." + part(mac.Sum(nil))})
	}
	symmetric := map[string]any{"alg": "HS256"}
	const confused = "the algorithm taken from the token, and the key from the server"
	for as, key := range s.written(p.header) {
		add("the public key "+as+" for a secret", confused, key, symmetric)
	}
	add("an empty secret", "a key that is missing taken for an empty one", nil, symmetric)
	for _, word := range []string{"secret", "changeit", "your-256-bit-secret"} {
		add("the secret "+word, "a secret from a manual", []byte(word), symmetric)
	}
	for i, word := range words {
		add(fmt.Sprintf("a secret that is for something else, the %s", ordinals[min(i, len(ordinals)-1)]), "one secret for everything", []byte(word), symmetric)
	}
	const path, query = "kid taken for a file", "kid put into a query"
	add("kid as the path of an empty file", path, nil, map[string]any{"alg": "HS256", "kid": "../../../../../../dev/null"})
	add("kid as the path of an empty file, absolute", path, nil, map[string]any{"alg": "HS256", "kid": "/dev/null"})
	add("kid as a query that finds a key", query, []byte("assay"), map[string]any{"alg": "HS256", "kid": "x' UNION SELECT 'assay' -- "})
	add("kid as a NUL, and an empty secret", "a key that is not found taken for an empty one", nil, map[string]any{"alg": "HS256", "kid": "\x00"})
	add("an unknown kid, and an empty secret", "a key that is not found taken for an empty one", nil, map[string]any{"alg": "HS256", "kid": "assay"})
	slices.SortStableFunc(out, func(a, b Forgery) int { return strings.Compare(a.As, b.As) })
	return out
}

// ordinals tell words from each other that must not be said.
var ordinals = []string{"first", "second", "third", "next"}

// written is the public key of a token in the ways in which servers hold keys.
func (s KeySet) written(header map[string]any) map[string][]byte {
	id, _ := header["kid"].(string)
	key := s.Key(id)
	der, err := x509.MarshalPKIXPublicKey(key)
	if key == nil || err != nil {
		return nil
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	out := map[string][]byte{
		"in PEM": text, "in PEM without the last newline": text[:len(text)-1], "in DER": der,
		"in base64": []byte(base64.StdEncoding.EncodeToString(der)),
	}
	for _, plain := range s.Plain {
		if plain["kid"] == id {
			out["as a JWK"], _ = json.Marshal(plain)
		}
	}
	return out
}

// ByStranger are tokens signed by a key of the tester's own, which they bring along,
// point at or pass off for the server's: RFC 7515 §4.1.2 to §4.1.6. The error is for
// a key that cannot be made.
func ByStranger(token string) ([]Forgery, error) {
	p, ok := split(token)
	if !ok {
		return nil, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("forge token: %w", err)
	}
	certificate, err := certified(key)
	if err != nil {
		return nil, err
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, fmt.Errorf("forge token: %w", err)
	}
	own := map[string]any{"kty": "EC", "crv": "P-256", "x": part(point[1:33]), "y": part(point[33:])}
	named := maps.Clone(own)
	named["kid"] = p.header["kid"]
	const brought, pointed, passed = "a key that a token brings along is trusted", "an address that a token names is trusted", "what is not known is not verified"
	var out []Forgery
	for _, f := range []struct {
		as, why string
		members map[string]any
	}{
		{"signed by a stranger", "signatures are not looked at", nil},
		{"a key brought along", brought, map[string]any{"jwk": own, "kid": nil}},
		{"a key brought along under the server's kid", brought, map[string]any{"jwk": named}},
		{"a certificate brought along", brought, map[string]any{"x5c": []string{certificate}, "kid": nil}},
		{"a certificate brought along under the server's kid", brought, map[string]any{"x5c": []string{certificate}}},
		{"the address of a key set", pointed, map[string]any{"jku": "https://assay.invalid/keys"}},
		{"the address of a certificate", pointed, map[string]any{"x5u": "https://assay.invalid/certificate"}},
		{"an unknown kid", passed, map[string]any{"kid": "assay"}},
		{"an empty kid", passed, map[string]any{"kid": ""}},
		{"no kid", passed, map[string]any{"kid": nil}},
		{"a member that the server has to understand", "crit is not looked at, RFC 7515 §4.1.11", map[string]any{"crit": []string{"assay"}, "assay": true}},
	} {
		members := map[string]any{"alg": "ES256"}
		maps.Copy(members, f.members)
		signed := p.with(members) + "." + p.body
		signature, err := signedBy(key, signed)
		if err != nil {
			return nil, err
		}
		out = append(out, Forgery{f.as, f.why, signed + "." + signature})
	}
	return out, nil
}

// certified is a certificate that a key has made out to itself, RFC 7515 §4.1.6.
func certified(key *ecdsa.PrivateKey) (string, error) {
	now := time.Now() // how long it holds is for whoever looks at it
	plan := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "assay"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, &key.PublicKey, key)
	if err != nil {
		return "", fmt.Errorf("forge token: %w", err)
	}
	return base64.StdEncoding.EncodeToString(der), nil
}

// signedBy is an ES256 signature, RFC 7518 §3.4.
func signedBy(key *ecdsa.PrivateKey, text string) (string, error) {
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		return "", fmt.Errorf("forge token: %w", err)
	}
	return part(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)), nil
}

func part(bits []byte) string { return base64.RawURLEncoding.EncodeToString(bits) }
