package nearmiss

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
)

// Made are tokens that anybody can make, in the name of a user and for a client: words
// that programs write for no value, patterns that find any, and signed texts, RFC 7519,
// that nobody has signed or that are signed with what everybody knows. The time, in
// seconds, is what they say they were made at.
func Made(user, client, issuer string, now int64) []Miss {
	var out []Miss
	word := func(value, why string) { out = append(out, Miss{As: "the text " + value, Why: why, Value: value}) }
	for _, w := range []string{"null", "undefined", "None", "nil", "true", "false", "0", "1", "NaN"} {
		word(w, "a program's word for no value, compared with one")
	}
	for _, w := range []string{"admin", "root", "test", "debug", "token", "secret", "Bearer"} {
		word(w, "a helper of those who built it")
	}
	for _, w := range []string{"*", "%", ".*", "_", "'OR'1'='1", "'--"} {
		word(w, "a pattern, or a part of a query")
	}
	encode := base64.RawURLEncoding.EncodeToString
	claims := fmt.Sprintf(`{"iss":%q,"sub":%q,"aud":%q,"client_id":%q,"username":%q,"scope":"openid profile read write admin","iat":%d,"nbf":%d,"exp":%d,"jti":"assay","token_type":"access_token"}`,
		issuer, user, client, client, user, now, now, now+3600)
	unsigned := func(header string) string { return encode([]byte(header)) + "." + encode([]byte(claims)) }
	signed := func(header, key string) string {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(unsigned(header)))
		return unsigned(header) + "." + encode(mac.Sum(nil))
	}
	text := func(as, why, value string) { out = append(out, Miss{As: as, Why: why, Value: value}) }
	const none, known = "an algorithm that signs nothing, RFC 8725 §3.2", "a key that everybody knows, RFC 8725 §3.5"
	for _, alg := range []string{"none", "None", "NONE"} {
		text("an unsigned text of the algorithm "+alg, none, unsigned(`{"alg":"`+alg+`","typ":"JWT"}`)+".")
	}
	text("a text of RS256 without a signature", "read, and not verified", unsigned(`{"alg":"RS256","typ":"JWT"}`)+".")
	text("a text of RS256 with a signature of zeros", "read, and not verified", unsigned(`{"alg":"RS256","typ":"JWT","kid":"assay"}`)+"."+encode(make([]byte, 256)))
	for _, k := range []struct{ as, key string }{{"the empty key", ""}, {"the key secret", "secret"}, {"the client's id for a key", client}} {
		text("a text signed by HS256 with "+k.as, known, signed(`{"alg":"HS256","typ":"JWT"}`, k.key))
	}
	text("the name of the user in base64", "decoded, and believed", base64.StdEncoding.EncodeToString([]byte(user)))
	text("an object that names the user, in base64", "decoded, and believed", base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf(`{"sub":%q,"username":%q}`, user, user))))
	return out
}
