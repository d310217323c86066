package rules

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
)

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// RandomString returns n letters and digits, each of them equally likely. It
// panics when the source fails: no credential is better than a weak one.
func RandomString(random io.Reader, n int) string {
	text := make([]byte, 0, n)
	chunk := make([]byte, n+n/8+4)
	for len(text) < n {
		if _, err := io.ReadFull(random, chunk); err != nil {
			panic(fmt.Errorf("read randomness: %w", err))
		}
		for _, b := range chunk {
			// Values past the alphabet are dropped: a remainder would favour its first letters.
			if i := int(b & 63); i < len(alphabet) && len(text) < n {
				text = append(text, alphabet[i])
			}
		}
	}
	return string(text)
}

// NewToken makes an opaque token of 190 bits.
func NewToken(random io.Reader) string { return RandomString(random, 32) }

// RandomUUID returns a version 4 UUID (RFC 9562 §5.4).
func RandomUUID(random io.Reader) string {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		panic(fmt.Errorf("read randomness: %w", err))
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// SameSecret compares without telling by its duration how much is right.
func SameSecret(stored, sent string) bool {
	a, b := sha256.Sum256([]byte(stored)), sha256.Sum256([]byte(sent))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
