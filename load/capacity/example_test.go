package capacity_test

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/capacity"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// eighty is what carries 80 requests a second, and fails beyond.
type eighty struct{}

func (eighty) Attack(rate float64, _, _ time.Duration, _ func(load.Live) bool) load.Outcome {
	return load.Outcome{Load: &reports.Load{
		Offered: rate, Done: min(rate, 80), Requests: 100,
		Thresholds: []reports.Threshold{{Text: "p99 < 50ms", Seen: "80ms", Met: rate <= 80}},
	}}
}

// Whoever can send a level can be searched: here it is a formula.
func ExampleSearch() {
	bound, _ := objective.Parse("p99 < 50ms")
	found := capacity.Search(context.Background(), capacity.Options{
		Plan:  load.Plan{Thresholds: []objective.Threshold{bound}},
		Start: 50, Ceiling: 1e6, Settle: time.Nanosecond, Window: time.Second, Precision: 0.03, Probes: 1,
	}, eighty{}, nil)
	fmt.Println(found.Sentence)
	// Output: the target carries 79 requests a second (plan with 55); bound by: p99 < 50ms missed
}
