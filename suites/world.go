package suites

import (
	"context"
	"slices"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/suites/catalogue"
)

// World is a target as the checks see it: what it must do, a client for it,
// and its clock.
type World struct {
	Profile  catalogue.Profile // with the policy that the target declares
	Client   *scenarios.Client
	Clock    clock.Clock
	Watch    clock.Watched // notices what the clock does unordered; nil for nobody
	Redactor *redact.Redactor
	Target   reports.Target // how reports name it

	// Nonce returns text that was never returned before and that nobody can
	// guess, of letters and digits.
	Nonce func() string

	// Absent are the optional capabilities that the target is declared not to
	// have. What needs one of them is not applicable.
	Absent []string
	// Permit is what may be done to the target. What takes more is untested.
	Permit scenarios.Permit

	// Rounds is how many times a race is run; 0 for as many as it takes to see
	// what one race would miss.
	Rounds int

	// Tend looks after the target once a check has found it broken or may have
	// damaged it, and brings it back where it can. Nil leaves it alone.
	Tend func(ctx context.Context) Health

	// Aim are the arguments that aim authassay run at this target, such as
	// " --target acme.yaml": findings say how they can be had again.
	Aim string

	// Preflight is what was found out about the target before its checks.
	Preflight Preflight

	plan   *plan
	traits []Trait // of every check that is planted
	target int
	shared *shared
}

// Health is how a target was found after a check.
type Health struct {
	Up   bool   // it answers, be it only now
	What string // what had become of it; "" where it was well
}

// lacks says whether the target is declared not to have what a duty needs.
func (w World) lacks(d catalogue.Duty) bool {
	return d.Needs != "" && slices.Contains(w.Absent, d.Needs)
}

// Trait is something special about a check that its planting must know.
type Trait string

// The traits of checks.
const (
	// Waits marks a check that outwaits a lifetime. On a clock that cannot be
	// moved all of them wait at the same time, beside the other checks.
	Waits Trait = "waits"
	// Ends marks a check that ends credentials: a server may end more than it
	// was told to. It runs after the others, and what the tester holds is tried
	// after it.
	Ends Trait = "ends"
	// Looks marks a check that sends nothing but what any client sends.
	Looks Trait = "looks"
	// Attacks marks a check that guesses at secrets, races or sends what tries
	// a server. It runs only on a target that may be attacked.
	Attacks Trait = "attacks"
	// Destructive marks an attack that may damage what it does not own. It runs
	// after everything else.
	Destructive Trait = "destructive"
	// Gathers marks a check that judges what the others have noted. It runs
	// last of all.
	Gathers Trait = "gathers"
)

// Check plants a check of the requirement, when the profile has adopted it.
// The words of when say what the check does.
func (w World) Check(id catalogue.ID, when string, body func(*Trial), traits ...Trait) {
	duty, adopted := w.Profile.Duty(id)
	if !adopted {
		return
	}
	w.plan.add(check{world: w, target: w.target, duty: duty, when: when, body: body, traits: append(slices.Clone(w.traits), traits...), at: caller(1)})
}
