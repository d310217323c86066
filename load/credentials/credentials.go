// Package credentials makes what a load sends: living tokens through the
// target's real lifecycle, and beside them expired, revoked, cut and invented
// ones, with what each must be answered.
//
//	mixed, err := credentials.Mix(ctx, source, credentials.Wanted{Pool: 1000})
//	plan := load.Plan{Classes: mixed.Classes, Rate: 500, Duration: time.Minute}
//
// It knows neither flags nor target files, and it sends no load.
package credentials

import (
	"context"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/suites/catalogue"
)

// Source is where credentials come from, and who is told about it.
type Source struct {
	Client      *scenarios.Client
	Clock       clock.Clock
	Profile     string           // its name, for facts
	Policy      catalogue.Policy // what the target declares
	Concurrency int              // logins at a time, at the most
	// Fingerprint stands in reports for a name.
	Fingerprint func(string) string
	// Nonce returns text that nobody can guess.
	Nonce func() (string, error)
	Now   func() time.Time
	// Note tells what a person may want to know, Say how far the making is.
	Note, Say func(format string, args ...any)
}

// Wanted says what is to be mixed.
type Wanted struct {
	Shares   map[string]float64 // by the words of Names; none for nine valid ones in ten, and garbage
	Pool     int                // living tokens
	PerLogin int                // of them, that one login gives
	Length   time.Duration      // how long the living ones are needed
}

// Mixture is what was made.
type Mixture struct {
	Classes []load.Class
	Steps   *load.StepTable // of journeys; nil without one
	Minted  int             // tokens that the target handed out
	Facts   []reports.Fact  // what they show, and what was left out
}

// Part is what went wrong in the making.
type Part int

// The parts.
const (
	Login     Part = iota // the target hands out nothing
	Clock                 // the target's clock could not be moved
	ShortLife             // living tokens would die before the load is over
	Ours                  // this program failed
)

// Failure is why credentials could not be made.
type Failure struct {
	Part Part
	Err  error
}

// Error says what happened.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Mix makes the credentials of every class that has a share. A class that cannot
// be made is left out, and a fact says so. The error is a *Failure, or that of a
// context that has ended; what was made by then is returned with it.
func Mix(ctx context.Context, s Source, w Wanted) (*Mixture, error) {
	m := &mixture{ctx: ctx, source: s, wanted: w}
	classes, err := m.classes()
	return &Mixture{Classes: classes, Steps: m.steps, Minted: m.minted, Facts: m.facts()}, err
}
