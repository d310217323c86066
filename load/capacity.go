package load

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
)

// Search says how the capacity of a target is looked for.
type Search struct {
	// Plan holds the classes, the connections and the thresholds that a rate
	// must keep. Its rate, duration, shape and warm-up are not used. Without
	// thresholds a rate must keep p99 below a second and errors below 1 %.
	Plan Plan
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

// withDefaults fills in what the search leaves open.
func (s Search) withDefaults() (Search, error) {
	s.Start, s.Ceiling = orElse(s.Start, 50), orElse(s.Ceiling, 1e6)
	s.Settle, s.Window = orElse(s.Settle, 2*time.Second), orElse(s.Window, 4*time.Second)
	s.Precision, s.Probes = orElse(s.Precision, 0.03), orElse(s.Probes, 3)
	switch {
	case s.Plan.Closed:
		return s, fmt.Errorf("plan search: the closed model has no rate to look for")
	case s.Start < 0 || s.Start > s.Ceiling:
		return s, fmt.Errorf("plan search: start %v, want at most the ceiling %v", s.Start, s.Ceiling)
	case s.Precision < 0.001 || s.Precision > 0.5:
		return s, fmt.Errorf("plan search: precision %v, want 0.001 to 0.5", s.Precision)
	case s.Settle < 0 || s.Window <= 0 || s.Probes < 0:
		return s, fmt.Errorf("plan search: negative times or probes")
	}
	if len(s.Plan.Thresholds) == 0 {
		for _, text := range []string{"p99 < 1s", "errors < 1%"} {
			t, err := objective.Parse(text)
			if err != nil {
				return s, err
			}
			s.Plan.Thresholds = append(s.Plan.Thresholds, t)
		}
	}
	s.Plan.Drain = orElse(s.Plan.Drain, 500*time.Millisecond)
	s.Plan.Rate, s.Plan.Duration, s.Plan.Shape = s.Start, s.Window, shape.Shape{}
	var err error
	s.Plan, err = s.Plan.withDefaults()
	return s, err
}

// FindCapacity looks for the highest rate that keeps the thresholds: it
// doubles the rate until one fails, closes the gap until it is within the
// precision, and tries both its ends again. A rate that has plainly failed is
// not sent to its end, and after it the target is left alone for as long as a
// rate settles, or as it asked for. A wrong answer ends the search at once. Progress, which may be nil, is called as in Run, with the levels tried
// so far. The error is only for a search that can't be run.
func FindCapacity(ctx context.Context, s Search, progress func([]reports.Level, Live)) (*reports.Capacity, error) {
	s, err := s.withDefaults()
	if err != nil {
		return nil, err
	}
	r, err := newRig(&s.Plan)
	if err != nil {
		return nil, err
	}
	defer r.engine.close()
	defer r.engine.watch(ctx)()
	h := &hunt{ctx: ctx, search: s, began: time.Now(), rig: r, progress: progress, votes: map[float64]votes{}, runs: map[float64]*reports.Load{}, out: &reports.Capacity{Headroom: Headroom}}
	h.run()
	return h.sum(), nil
}
