package jwt

import (
	"encoding/base64"
	"encoding/json"
	"strings"
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
