package load

import (
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/reports"
)

// StepTable collects how the steps of journeys come out. Safe for concurrent
// use; the zero value is ready.
type StepTable struct {
	mu   sync.Mutex
	rows []stepRow
}

// stepRow is what is known of one step.
type stepRow struct {
	journey, step string
	tally         tally
}

// Add takes in one step: how long it took, and Right, Wrong or the kind of its
// error. A step that was cut off is left out.
func (t *StepTable) Add(journey, step string, took time.Duration, kind Kind) {
	if kind == Cut {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	row := t.row(journey, step)
	row.tally.count(kind)
	hdr.Record(row.tally.service, took)
}

// row returns the row of a step, which it makes where there is none. Journeys
// have few steps, so they are looked for one by one.
func (t *StepTable) row(journey, step string) *stepRow {
	for i := range t.rows {
		if t.rows[i].journey == journey && t.rows[i].step == step {
			return &t.rows[i]
		}
	}
	t.rows = append(t.rows, stepRow{journey, step, tally{service: hdrhistogram.New(hdr.Shortest, hdr.Longest, 2)}})
	return &t.rows[len(t.rows)-1]
}

// Report returns the table, in the order in which the steps were first seen.
func (t *StepTable) Report() []reports.StepTimes {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []reports.StepTimes
	for _, r := range t.rows {
		out = append(out, reports.StepTimes{
			Journey: r.journey, Step: r.step, Count: r.tally.requests,
			Wrong: r.tally.wrong, Errors: r.tally.errors, Service: hdr.Summary(r.tally.service),
		})
	}
	return out
}
