package nearmiss

import (
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
