// Package capacity looks for the highest rate that a target carries with every
// answer right: it doubles a rate until it fails, closes the gap, and sees
// whether both ends of it stand.
//
//	found, err := capacity.Find(ctx, capacity.Options{Plan: plan}, nil)
//
// It knows levels and how they came out, and neither requests nor connections:
// an Attacker sends.
package capacity

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
)

// Options say how the capacity of a target is looked for.
type Options struct {
	// Plan holds the classes, the connections and the thresholds that a rate
	// must keep. Its rate, duration, shape and warm-up are not used. Without
	// thresholds a rate must keep p99 below a second and errors below 1 %.
	Plan load.Plan
	// Start is the first rate to try and Ceiling the last, in requests a
	// second; 0 means 50 and 1000000.
	Start, Ceiling float64
	// Settle is sent before each window that is judged; 0 means 2 s and 4 s. The
	// doubling takes half of both.
	Settle, Window time.Duration
	// Precision is how close the highest good rate and the lowest bad one must
	// come, as a share; 0 means 0.03.
	Precision float64
	// Probes is how many windows the found rate and the one above it get at
	// most: most of them must hold, or fail. 0 means 3.
	Probes int
}

// Headroom is the share of the capacity that a rate to plan with leaves free.
const Headroom = 0.3

// Attacker sends one level: a rate, with a warm-up before, for a length. Watch is
// told how it goes, and stops it by returning true. A *load.Session is one;
// several machines may be another.
type Attacker interface {
	Attack(rate float64, warmup, length time.Duration, watch func(load.Live) (stop bool)) load.Outcome
}

// withDefaults fills in what the search leaves open.
func (o Options) withDefaults() (Options, error) {
	o.Start, o.Ceiling = cmp.Or(o.Start, 50), cmp.Or(o.Ceiling, 1e6)
	o.Settle, o.Window = cmp.Or(o.Settle, 2*time.Second), cmp.Or(o.Window, 4*time.Second)
	o.Precision, o.Probes = cmp.Or(o.Precision, 0.03), cmp.Or(o.Probes, 3)
	switch {
	case o.Plan.Closed:
		return o, fmt.Errorf("plan search: the closed model has no rate to look for")
	case o.Start < 0 || o.Start > o.Ceiling:
		return o, fmt.Errorf("plan search: start %v, want at most the ceiling %v", o.Start, o.Ceiling)
	case o.Precision < 0.001 || o.Precision > 0.5:
		return o, fmt.Errorf("plan search: precision %v, want 0.001 to 0.5", o.Precision)
	case o.Settle < 0 || o.Window <= 0 || o.Probes < 0:
		return o, fmt.Errorf("plan search: negative times or probes")
	}
	if len(o.Plan.Thresholds) == 0 {
		for _, text := range []string{"p99 < 1s", "errors < 1%"} {
			t, err := objective.Parse(text)
			if err != nil {
				return o, err
			}
			o.Plan.Thresholds = append(o.Plan.Thresholds, t)
		}
	}
	o.Plan.Drain = cmp.Or(o.Plan.Drain, 500*time.Millisecond)
	o.Plan.Rate, o.Plan.Duration, o.Plan.Shape = o.Start, o.Window, shape.Shape{}
	return o, nil
}

// Find looks for the highest rate that keeps the thresholds: it
// doubles the rate until one fails, closes the gap until it is within the
// precision, and tries both its ends again. A rate that has plainly failed is
// not sent to its end, and after it the target is left alone for as long as a
// rate settles, or as it asked for. A wrong answer ends the search at once. Progress,
// which may be nil, is called as in load.Run, with the levels tried
// so far. The error is only for a search that can't be run.
func Find(ctx context.Context, o Options, progress func([]reports.Level, load.Live)) (*reports.Capacity, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	session, err := load.NewSession(ctx, o.Plan)
	if err != nil {
		return nil, err
	}
	defer session.Close()
	return Search(ctx, o, session, progress), nil
}

// Search looks for the capacity of what an attacker sends to, as Find does. The
// options must be complete.
func Search(ctx context.Context, o Options, attacker Attacker, progress func([]reports.Level, load.Live)) *reports.Capacity {
	s := &search{ctx: ctx, options: o, began: time.Now(), attacker: attacker, progress: progress,
		votes: map[float64]votes{}, runs: map[float64]*reports.Load{}, out: &reports.Capacity{Headroom: Headroom}}
	s.run()
	return s.sum()
}
