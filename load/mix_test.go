package load

import (
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// of returns classes with these shares and sizes of pools.
func of(shares []float64, pools ...int) []Class {
	var out []Class
	for i, s := range shares {
		out = append(out, Class{Share: s, Requests: make([]scenarios.Request, pools[i])})
	}
	return out
}

func TestSharesAreExact(t *testing.T) {
	cases := []struct {
		shares []float64
		turn   uint64
		want   []uint64
	}{
		{[]float64{1}, 1, []uint64{1}},
		{[]float64{0.9, 0.05, 0.03, 0.02}, 100, []uint64{90, 5, 3, 2}},
		{[]float64{2, 1}, 3, []uint64{2, 1}},
		{[]float64{0.999, 0.001}, 1000, []uint64{999, 1}},
		{[]float64{1, 1e-9}, 10_001, []uint64{10_000, 1}},
	}
	for _, c := range cases {
		w := newMix(of(c.shares, 7, 7, 7, 7))
		if got := uint64(len(w.slots)); got != c.turn {
			t.Errorf("%v: a turn of %d, want %d", c.shares, got, c.turn)
		}
		seen := make([]uint64, len(c.shares))
		for seq := range 3 * c.turn {
			seen[w.class(seq)]++
		}
		for i, n := range c.want {
			if seen[i] != 3*n {
				t.Errorf("%v: class %d came %d times in three turns, want %d", c.shares, i, seen[i], 3*n)
			}
		}
	}
}

func TestEveryCredentialIsUsedInTurn(t *testing.T) {
	w := newMix(of([]float64{0.7, 0.3}, 11, 4))
	next := []int{0, 0}
	for seq := range uint64(1000) {
		class, credential := w.pick(seq)
		if credential != next[class] {
			t.Fatalf("request %d: class %d uses credential %d, want %d", seq, class, credential, next[class])
		}
		next[class] = (credential + 1) % int(w.pool[class])
	}
}

func TestClassesAreSpreadOut(t *testing.T) {
	w := newMix(of([]float64{0.75, 0.25}, 1, 1))
	for seq := range uint64(100) {
		if w.class(seq) == 1 && w.class(seq+1) == 1 {
			t.Fatalf("requests %d and %d are both of the rare class", seq, seq+1)
		}
	}
}
