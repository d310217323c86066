package check

import (
	"context"
	"slices"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// World is a target as the checks see it: what it must do, a client for it,
// and its clock.
type World struct {
	Profile  catalogue.Profile // with the policy that the target declares
	Client   *scenarios.Client
	Clock    scenarios.Clock
	Watch    scenarios.Watched // notices what the clock does unordered; nil for nobody
	Redactor *scenarios.Redactor
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
