package entropy

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"testing"
)

// issued makes values, each from random bytes of its own.
func issued(n int, write func(random []byte) string) []string {
	out := make([]string, n)
	for i := range out {
		random := make([]byte, 16)
		_, _ = rand.Read(random)
		out[i] = write(random)
	}
	return out
}

func TestVarietyCountsWhatIsLeftToChance(t *testing.T) {
	count := 0
	counted := func(prefix string) func([]byte) string {
		return func([]byte) string {
			count++
			return fmt.Sprintf("%s%06d", prefix, count)
		}
	}
	for name, c := range map[string]struct {
		write       func([]byte) string
		least, most float64
	}{
		"128 bits in hex":   {hex.EncodeToString, 126, 130},
		"a prefix adds 0":   {func(r []byte) string { return "token_of_acme_" + hex.EncodeToString(r) }, 126, 130},
		"a UUID":            {func(r []byte) string { r[6], r[8] = r[6]&15|64, r[8]&63|128; return hex.EncodeToString(r) }, 120, 124},
		"written twice":     {func(r []byte) string { return hex.EncodeToString(r[:8]) + hex.EncodeToString(r[:8]) }, 62, 66},
		"noughts and ones":  {func(r []byte) string { return fmt.Sprintf("%064b", r[:8])[:40] }, 0, 41},
		"a counter":         {counted("key"), 0, 12},
		"nothing but a day": {func([]byte) string { return "2025-01-01" }, 0, 0.01},
	} {
		if v := Of(issued(500, c.write)); v.Bits < c.least || v.Bits > c.most {
			t.Errorf("%s: %.1f bits, want %g to %g", name, v.Bits, c.least, c.most)
		}
	}
}

func TestVarietyKnowsWhatStandsBeside(t *testing.T) {
	keys := issued(500, hex.EncodeToString)
	secrets := make([]string, len(keys))
	for i, key := range keys {
		letters := []byte("s" + key)
		slices.Reverse(letters)
		secrets[i] = string(letters)
	}
	if alone, beside := Of(secrets).Bits, Of(secrets, keys).Bits; alone < 120 || beside > 0.01 {
		t.Errorf("%.1f bits alone, %.1f beside the keys", alone, beside)
	}
}

func TestVarietyCountsRepetitions(t *testing.T) {
	v := Of([]string{"abc", "de", "abc", "abc"})
	if v.Values != 4 || v.Repeated != 2 {
		t.Errorf("%+v", v)
	}
	for _, few := range [][]string{nil, {""}, {"a"}} {
		if v := Of(few); v.Bits != 0 || math.IsNaN(v.Bits) || v.Repeated != 0 {
			t.Errorf("%q: %+v", few, v)
		}
	}
}
