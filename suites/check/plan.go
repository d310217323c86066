package check

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/onsi/ginkgo/v2/types"
)

// entry is a check that the profile of a world has adopted.
type entry struct {
	Check
	world  World
	target int // which of the worlds that are tried together
	number int // of the check in the list that was handed in
	duty   catalogue.Duty
}

// adopted are the checks that the profiles of the worlds have adopted, world by
// world. The checks of one world share what they obtain.
func adopted(checks []Check, worlds []World) []entry {
	var out []entry
	for i, w := range worlds {
		w.shared = w.Preflight.shared()
		for n, c := range checks {
			if duty, ok := w.Profile.Duty(c.ID); ok {
				c.Place = c.stands()
				out = append(out, entry{Check: c, world: w, target: i, number: n, duty: duty})
			}
		}
	}
	return out
}

// Complete adds to the checks one for each requirement that a world's profile has
// adopted and that has none: it is untested, and says so, for what nobody tries
// must not be missing from a result.
func Complete(checks []Check, worlds ...World) []Check {
	has := map[catalogue.ID]bool{}
	for _, c := range checks {
		has[c.ID] = true
	}
	out := slices.Clone(checks)
	for _, w := range worlds {
		for _, d := range w.Profile.Duties {
			if !has[d.ID] {
				has[d.ID] = true
				out = append(out, New(d.ID, "nothing is done", func(t *T) { t.Untested("no check of it was handed in") }, Looks))
			}
		}
	}
	return out
}

// Places are where the checks stand that a profile has adopted, by their IDs.
func Places(p catalogue.Profile, checks []Check) map[catalogue.ID][]string {
	found := map[catalogue.ID][]string{}
	for _, e := range adopted(checks, []World{{Profile: p}}) {
		found[e.ID] = append(found[e.ID], e.Place.String())
	}
	return found
}

// waits says whether the check outwaits something: always, or where the target
// declares that there is anything to outwait.
func (e entry) waits() bool {
	if e.has(Waits) {
		return true
	}
	of := e.Outwaits()
	return of != "" && outwaited[of](e.world.Profile.Policy) > 0
}

// labels are what filters can speak of.
func (e entry) labels() []string {
	return []string{string(e.ID), e.ID.Chapter(), string(e.duty.Level), e.world.Profile.Name}
}

// chosen returns the checks that the user asked for, by ID or the beginning of
// one, by chapter, and by label filter.
func chosen(all []entry, only []string, filter types.LabelFilter) []entry {
	var out []entry
	for _, e := range all {
		if named(e, only) && filter(e.labels()) {
			out = append(out, e)
		}
	}
	return out
}

// named says whether one of the words names the check; no words name all.
func named(e entry, words []string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(word string) bool {
		return slices.ContainsFunc(e.world.Profile.Named(word), func(d catalogue.Duty) bool { return d.ID == e.ID })
	})
}

// shuffled orders the checks by a seed, and then by when their turn is. What may
// end or harm more than it is meant to keeps to the order of the plan, so that
// what a server does not survive is the same check whatever the seed.
func shuffled(checks []entry, seed int64) []entry {
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	late := func(e entry) bool { return e.has(Ends) || e.has(Destructive) }
	out := slices.DeleteFunc(slices.Clone(checks), late)
	random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	out = append(out, slices.DeleteFunc(slices.Clone(checks), func(e entry) bool { return !late(e) })...)
	slices.SortStableFunc(out, func(a, b entry) int { return a.rank() - b.rank() })
	return out
}

// rank says when a check comes: those that wait after the others, since their
// waiting has been going on meanwhile; then what may harm more than it is meant
// to, the worst last; and what gathers from all of them at the end.
func (e entry) rank() int {
	switch {
	case e.has(Gathers):
		return 4
	case e.has(Destructive):
		return 3
	case e.has(Ends):
		return 2
	case e.waits():
		return 1
	}
	return 0
}

// takes is the permit that a check takes.
func (e entry) takes() scenarios.Permit {
	switch {
	case e.has(Attacks), e.has(Destructive):
		return scenarios.Attacking
	case e.has(Looks):
		return scenarios.Looking
	}
	return scenarios.Testing
}

// permitted says whether the target may be tried with the check.
func (e entry) permitted() bool { return e.world.Permit.Allows(e.takes()) }

// unpermitted is why it may not.
func (e entry) unpermitted() string {
	return fmt.Sprintf("it takes permit: %s, and the target file permits %s", e.takes(), e.world.Permit)
}
