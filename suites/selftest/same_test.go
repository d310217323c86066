package selftest

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// unbroken are the verdicts that say that nothing is wrong.
func unbroken(v reports.Verdict) bool { return v == reports.Pass || v == reports.NotApplicable }

// passed tries every check on a server that is always the same in a part, and
// returns those that say that nothing is wrong though they have seen it.
func (b *Bench) passed(t *testing.T, p part, c constant) []reports.Finding {
	h := &half{honest: contracts.Bent(nil), part: p, answer: c.answer}
	if h.answer == nil {
		h.answer = h.repeated()
	}
	var out []reports.Finding
	// A run begins by trying what the tester holds, which is no check's doing.
	// The seeds have another check come first each time.
	seed := int64(len(p.name)*100 + len(c.name))
	options := check.Options{Seed: seed, Now: time.Now, Progress: func(done, _ int, last reports.Finding) {
		if h.altered.Swap(0) > 0 && unbroken(last.Verdict) && done > 1 {
			out = append(out, last)
		}
	}}
	began := time.Now()
	run, err := check.Run(t.Context(), options, suites.All(), b.posed(t, pose{handler: h, timeout: c.timeout, clock: moved{h.honest.Clock}}))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range run.Problems {
		t.Errorf("a check crashed: %s", problem)
	}
	if took := time.Since(began); took > 2*time.Minute {
		t.Errorf("it took %s", took)
	}
	return out
}

// TestAServerThatAnswersAlwaysTheSamePassesNothing holds every check against
// every kind of answer: given to everything, and to a part of what is asked. A
// check that passes has its argument.
func TestAServerThatAnswersAlwaysTheSamePassesNothing(t *testing.T) {
	d := &debate{needed: map[string]bool{}}
	t.Run("servers", func(t *testing.T) {
		for profile, b := range benches(t) {
			for _, c := range constants() {
				same(t, d, profile, b, everything, c)
			}
			for _, p := range parts() {
				for _, c := range slices.DeleteFunc(constants(), func(c constant) bool { return !c.plain }) {
					same(t, d, profile, b, p, c)
				}
			}
			same(t, d, profile, b, parts()[2], constant{name: "the first good answer", kind: gives})
		}
	})
	d.idle(t)
}

// same tries one such server beside others.
func same(t *testing.T, d *debate, profile string, b *Bench, p part, c constant) {
	t.Run(profile+"/"+p.name+"/"+c.name, func(t *testing.T) {
		t.Parallel()
		for _, f := range b.passed(t, p, c) {
			if !d.hold(p, c, f) {
				t.Errorf("%s: %s: %s (%s)", instance(f), f.Verdict, cmp.Or(f.Detail, f.Actual), f.Sentence)
			}
		}
	})
}
