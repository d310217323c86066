package suites

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/onsi/ginkgo/v2/types"
)

// chapters plant their checks in a world. Nothing registers itself.
var chapters = []func(World){
	authorizing, proving, exchanging, answering, identifying, refreshing,
	presenting, expiring, tenancy, basic, launching, temporary,
	discovery, revoking, introspecting, asserting, hygiene,
}

// check is one check as it is planned.
type check struct {
	world  World
	target int // which of the worlds that run together
	duty   catalogue.Duty
	when   string
	body   func(*Trial)
	traits []Trait
	at     types.CodeLocation
}

// has says whether the check has a trait.
func (c check) has(t Trait) bool { return slices.Contains(c.traits, t) }

// waits says whether the check outwaits something: always, or where the target
// declares that there is anything to outwait.
func (c check) waits() bool {
	if c.has(Waits) {
		return true
	}
	of := c.outwaits()
	return of != "" && outwaited[of](c.world.Profile.Policy) > 0
}

// labels are what filters can speak of.
func (c check) labels() []string {
	return []string{string(c.duty.ID), c.duty.ID.Chapter(), string(c.duty.Level), c.world.Profile.Name}
}

// text is the name of the spec: the catalogue's sentence.
func (c check) text() string { return string(c.duty.ID) + " " + c.duty.Sentence }

// plan collects the checks of all worlds before any is planted, so that they
// can be chosen and shuffled.
type plan struct{ checks []check }

// add plans one more check.
func (p *plan) add(c check) { p.checks = append(p.checks, c) }

// planned returns every check that the profiles of the worlds have adopted.
func planned(worlds []World) []check {
	p := &plan{}
	for i, w := range worlds {
		w.plan, w.target, w.shared = p, i, w.Preflight.shared()
		for _, chapter := range chapters {
			chapter(w)
		}
	}
	return p.checks
}

// Planned returns the IDs that have a check in a profile, with the file and
// line of each.
func Planned(p catalogue.Profile) map[catalogue.ID][]string {
	found := map[catalogue.ID][]string{}
	for _, c := range planned([]World{{Profile: p}}) {
		found[c.duty.ID] = append(found[c.duty.ID], c.location())
	}
	return found
}

// location is the file and line of the check, short enough for a report.
func (c check) location() string {
	return fmt.Sprintf("suites/%s:%d", filepath.Base(c.at.FileName), c.at.LineNumber)
}

// chosen returns the checks that the user asked for, by ID or the beginning of
// one, by chapter, and by label filter.
func chosen(all []check, only []string, filter types.LabelFilter) []check {
	var out []check
	for _, c := range all {
		if named(c, only) && filter(c.labels()) {
			out = append(out, c)
		}
	}
	return out
}

// named says whether one of the words names the check; no words name all. A
// whole ID is no beginning of a longer one.
func named(c check, words []string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(word string) bool {
		id := catalogue.ID(strings.ToUpper(word))
		if _, whole := c.world.Profile.Duty(id); whole {
			return c.duty.ID == id
		}
		return strings.EqualFold(word, c.duty.ID.Chapter()) || strings.HasPrefix(string(c.duty.ID), string(id))
	})
}

// shuffled orders the checks by a seed, and then by when their turn is. What may
// end or harm more than it is meant to keeps to the order of the plan, so that
// what a server does not survive is the same check whatever the seed.
func shuffled(checks []check, seed int64) []check {
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	late := func(c check) bool { return c.has(Ends) || c.has(Destructive) }
	out := slices.DeleteFunc(slices.Clone(checks), late)
	random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	out = append(out, slices.DeleteFunc(slices.Clone(checks), func(c check) bool { return !late(c) })...)
	slices.SortStableFunc(out, func(a, b check) int { return a.turn() - b.turn() })
	return out
}

// turn says when a check comes: those that wait after the others, since their
// waiting has been going on meanwhile; then what may harm more than it is meant
// to, the worst last; and what gathers from all of them at the end.
func (c check) turn() int {
	switch {
	case c.has(Gathers):
		return 4
	case c.has(Destructive):
		return 3
	case c.has(Ends):
		return 2
	case c.waits():
		return 1
	}
	return 0
}

// takes is the permit that a check takes.
func (c check) takes() scenarios.Permit {
	switch {
	case c.has(Attacks), c.has(Destructive):
		return scenarios.Attacking
	case c.has(Looks):
		return scenarios.Looking
	}
	return scenarios.Testing
}

// permitted says whether the target may be tried with the check.
func (c check) permitted() bool { return c.world.Permit.Allows(c.takes()) }

// unpermitted is why it may not.
func (c check) unpermitted() string {
	return fmt.Sprintf("it takes permit: %s, and the target file permits %s", c.takes(), c.world.Permit)
}

// caller returns the place in the code that called the caller.
func caller(skip int) types.CodeLocation {
	_, file, line, _ := runtime.Caller(skip + 1)
	return types.CodeLocation{FileName: file, LineNumber: line}
}
