package jwt

import (
	"encoding/base64"
	"strings"
)

// Spoilt are tokens whose signature is gone, is none, or is another one's. other is
// another token of the server.
func Spoilt(token, other string) []Forgery {
	p, ok := split(token)
	if !ok {
		return nil
	}
	signature, _ := base64.RawURLEncoding.DecodeString(p.signature)
	signed := p.protected + "." + p.body
	const missing, zero, short = "what is missing is not verified", "the numbers of a signature are not looked at", "as much of a signature compared as was sent"
	out := []Forgery{
		{"without a signature", missing, signed + "."},
		{"without a signature and its dot", missing, signed},
		{"a signature of zeros", zero, signed + "." + part(make([]byte, len(signature)))},
		{"a signature of zeros in DER", zero, signed + "." + part([]byte{0x30, 6, 2, 1, 0, 2, 1, 0})},
		{"a signature of ones", zero, signed + "." + part([]byte(strings.Repeat("\xff", len(signature))))},
		{"half of the signature", short, signed + "." + part(signature[:len(signature)/2])},
		{"one octet of the signature", short, signed + "." + part(signature[:min(1, len(signature))])},
		{"the signature in other places", "its octets counted", signed + "." + part(turned(signature))},
		{"two dots before the signature", "parts counted from the end", signed + ".." + p.signature},
		{"a part more", "parts counted from the beginning", token + "." + part([]byte("assay")) + "x"},
		{"a signature that is no base64", "what cannot be read is not verified", signed + ".!!!"},
	}
	if q, ok := split(other); ok && q.signature != p.signature {
		out = append(out, Forgery{"the signature of another token", "a signature of the server's for anything", signed + "." + q.signature})
	}
	return out
}

// turned has the halves of a text changed about.
func turned(bits []byte) []byte {
	half := len(bits) / 2
	return append(append([]byte(nil), bits[half:]...), bits[:half]...)
}

// Claimed are tokens with the signature that they had and other claims, or the same
// claims written otherwise.
func Claimed(token string) []Forgery {
	p, ok := split(token)
	if !ok {
		return nil
	}
	var out []Forgery
	claim := func(as, name string, value any) {
		out = append(out, Forgery{as, "claims that nobody verifies", Changed(token, func(claims map[string]any) {
			if claims[name] = value; value == nil {
				delete(claims, name)
			}
		})})
	}
	claim("a later end", "exp", 4102444800)
	claim("no end", "exp", nil)
	claim("another subject", "sub", "assay")
	claim("another client", "client_id", "assay")
	claim("another audience", "aud", "assay")
	claim("another issuer", "iss", "https://assay.invalid")
	claim("a wider scope", "scope", "openid profile email offline_access admin *")
	claim("the role of an administrator", "role", "admin")
	claim("another tenant", "tenant", "assay")
	spaced := base64.RawURLEncoding.EncodeToString([]byte(" " + string(decoded(p.body))))
	return append(out,
		Forgery{"the same claims behind a blank", "claims verified after they were read and written", p.protected + "." + spaced + "." + p.signature},
		Forgery{"the same claims, padded", "base64 read leniently, and verified after it was written again", p.protected + "." + p.body + "=." + p.signature},
		Forgery{"another type in the header", "a header that nobody verifies", p.with(map[string]any{"typ": "assay"}) + "." + p.body + "." + p.signature},
		Forgery{"another kid in the header", "a header that nobody verifies", p.with(map[string]any{"kid": "assay"}) + "." + p.body + "." + p.signature},
	)
}

// decoded reads a part of a token; what cannot be read is empty.
func decoded(text string) []byte {
	plain, _ := base64.RawURLEncoding.DecodeString(text)
	return plain
}
