package check

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/authassay/authassay/reports"
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
	way    catalogue.Way    // that it is tried over; the zero value where there is the one
	moment catalogue.Moment // that it is tried at, likewise
	absent string           // what the target is declared to lack of all ways or moments; "" for nothing
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
				out = append(out, entry{Check: c, world: w, target: i, number: n, duty: duty}.multiplied()...)
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
		if place := e.Place.String(); !slices.Contains(found[e.ID], place) {
			found[e.ID] = append(found[e.ID], place)
		}
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
		return 5
	case e.has(Guesses):
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

// multiplied is the entry once for each way and each moment that the requirement
// holds over and that the target has; itself where there are no sets of them. Where
// the target is declared to lack them all it stays, to say so.
func (e entry) multiplied() []entry {
	ways, lacked := has(e.world, e.duty.Over, func(w catalogue.Way) []catalogue.ID { return w.Where })
	moments, gone := has(e.world, e.duty.At, func(m catalogue.Moment) []catalogue.ID { return m.Where })
	if len(ways) == 0 || len(moments) == 0 {
		e.absent = cmp.Or(lacked, gone)
		return []entry{e}
	}
	var out []entry
	for _, w := range ways {
		for _, m := range moments {
			one := e
			if one.way, one.moment = w, m; m.Waits != "" {
				one.Traits = append(slices.Clone(e.Traits), Waits, Trait(m.Waits))
			}
			out = append(out, one)
		}
	}
	return out
}

// has are those of a set that the target has: one that is nothing special where
// there is no set. lacked is what it lacks for the others, as it is declared.
func has[V any](w World, set []V, where func(V) []catalogue.ID) (out []V, lacked string) {
	if len(set) == 0 {
		return make([]V, 1), ""
	}
	for _, one := range set {
		missing := ""
		for _, id := range where(one) {
			if d, ok := w.Profile.Duty(id); ok && w.lacks(d) {
				missing = d.Needs
			}
		}
		if missing == "" {
			out = append(out, one)
			continue
		}
		lacked = missing
	}
	return out, lacked
}

// Way is the name of the path that the check is tried on, of those in the
// catalogue that the requirement holds over; "" where there is the one.
func (t *T) Way() string { return t.entry.way.Name }

// Moment is the name of the time in a thing's life that the check is tried at, of
// those in the catalogue that the requirement holds at; "" where there is the one.
func (t *T) Moment() string { return t.entry.moment.Name }

// when is what the check does, with the way and the moment.
func (e entry) when() string {
	text := e.When
	for _, more := range []string{e.way.Says, e.moment.Says} {
		if more != "" {
			text += ": " + more
		}
	}
	return text
}

// lacks says whether the target is declared not to have what a duty needs.
func (w World) lacks(d catalogue.Duty) bool {
	return d.Needs != "" && (slices.Contains(w.Absent, d.Needs) || slices.Contains(w.Untold, d.Needs))
}

// without is why what needs a capability does not apply to a target that lacks it.
func (w World) without(word string) reports.Cause {
	if slices.Contains(w.Absent, word) {
		return reports.Cause{Kind: reports.CauseAbsent, Thing: word}
	}
	return reports.Cause{Kind: reports.CauseUntold, Thing: word}
}
