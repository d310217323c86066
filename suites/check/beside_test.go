package check

import (
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/clock"
)

// What passes beside others has passed; whatever else came of it is tried again,
// alone, and that counts.
func TestOnlyAPassBesideOthersCounts(t *testing.T) {
	for name, test := range map[string]struct {
		beside, alone bool
		tries         int32
		want          reports.Verdict
	}{
		"a pass beside":              {true, false, 1, reports.Pass},
		"a failure beside others":    {false, true, 2, reports.Pass},
		"a failure beside and alone": {false, false, 2, reports.Fail},
	} {
		var tries atomic.Int32
		r := runnerOf(t.Context(), entriesOf(t, clock.Real{}, nil, func(c *T) {
			right := test.beside
			if tries.Add(1) > 1 {
				right = test.alone
			}
			c.Require(right, "the right answer", "an answer")
		}))
		one := r.turns[0]
		one.aside = make(chan struct{})
		go r.goBeside(one, make(chan struct{}, 1))
		if f := r.Try(t.Context(), 0); f.Verdict != test.want || tries.Load() != test.tries {
			t.Errorf("%s: verdict %q after %d tries, want %q after %d", name, f.Verdict, tries.Load(), test.want, test.tries)
		}
	}
}

// Only what ends nothing and waits for nothing is tried beside others, and nothing
// is on a target that is near.
func TestHarmIsDoneAlone(t *testing.T) {
	for trait, want := range map[Trait]bool{Looks: true, "": true, Attacks: true, Guesses: false, Ends: false, Destructive: false, Gathers: false, Waits: false} {
		one := &turn{entry: entriesOf(t, clock.Real{}, []Trait{trait}, func(*T) {})[0]}
		if one.beside() != want {
			t.Errorf("%q: beside others %v, want %v", trait, one.beside(), want)
		}
		if one.entry.world.far() {
			t.Errorf("%q: a target that nobody has heard from is far away", trait)
		}
	}
}
