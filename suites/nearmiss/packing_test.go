package nearmiss

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

// Every packing holds the token somewhere, says where and why, and is like no other.
func TestPackingsHoldTheToken(t *testing.T) {
	const token, bad = "tOken.Of-Nobody_0123456789", "bad"
	for kind, all := range map[string][]Packing{
		"schemes": Schemes(token), "elsewhere": Elsewhere(token), "beside": Beside(token, bad), "several": Several(token, bad),
	} {
		said := map[string]bool{}
		for _, p := range all {
			if p.As == "" || p.Why == "" || strings.Contains(p.As+p.Why, token) || said[p.As] {
				t.Errorf("%s, %q: it says where and why, once, and nothing of the token", kind, p.As)
			}
			said[p.As] = true
			if kind != "schemes" && !holds(p, token) {
				t.Errorf("%s, %s: the token is not in it", kind, p.As)
			}
			if right := (Field{"Authorization", "Bearer " + token}); len(p.Header) == 1 && p.Header[0] == right {
				t.Errorf("%s, %s: it is how a token is presented", kind, p.As)
			}
		}
	}
}

// holds says whether a text stands in a packing.
func holds(p Packing, text string) bool {
	return slices.ContainsFunc(slices.Concat(p.Header, p.Query), func(f Field) bool { return strings.Contains(f.Value, text) }) || strings.Contains(p.Body, text)
}

// A decoder may leave alone the bits that count for nothing in the last character of
// base64, RFC 4648 §3.5: what is changed there is the text that is encoded.
func TestAnotherLastCharacterIsAnotherText(t *testing.T) {
	for n := 1; n <= 3; n++ {
		for b := range 256 {
			raw := append(bytes.Repeat([]byte{0xfb}, 30+n), byte(b))
			text := base64.RawURLEncoding.EncodeToString(raw)
			other, err := base64.RawURLEncoding.DecodeString(changed(text, len(text)-1))
			if err == nil && bytes.Equal(other, raw) {
				t.Errorf("%s ends in other bits that count for nothing", text)
			}
		}
	}
}
