// Package jwt reads signed tokens (RFC 7519), verifies them by a key set (RFC
// 7517), and forges them as an attacker would (RFC 8725 §2).
//
//	keys, err := jwt.ReadKeys(body)
//	token, err := keys.Verify(text)
//	forged := jwt.Unsigned(text) // no server may accept it
//
// It must not know where tokens come from, nor judge their claims.
package jwt
