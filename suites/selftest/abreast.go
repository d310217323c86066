package selftest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

const (
	// abreast is how many servers are tried at the same time: enough to keep
	// two cores busy while one of them waits, and few enough for their caches.
	abreast = 4
	// roomyHeap lets the heap grow to eleven times what lives in it. Hundreds
	// of short-lived servers leave much behind, and little of it lives.
	roomyHeap = 1000
)

// benchesOf makes the bench of every profile that the trials are of.
func benchesOf(c *catalogue.Catalogue, trials []trial) (map[string]*Bench, error) {
	out, network := map[string]*Bench{}, newMemory()
	for _, t := range trials {
		if out[t.profile] != nil {
			continue
		}
		bench, err := NewBench(c, t.profile)
		if err != nil {
			return nil, err
		}
		bench.network = network
		out[t.profile] = bench
	}
	return out, nil
}

// outcome is the row of a trial, or why there is none.
type outcome struct {
	row Row
	err error
}

// prove makes all trials, some at a time, and gathers their rows in the order
// of the trials. The first error ends it.
func prove(ctx context.Context, o Options, benches map[string]*Bench, trials []trial) (*Matrix, error) {
	var workers sync.WaitGroup
	defer workers.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	outcomes, turns := make([]chan outcome, len(trials)), make(chan int, len(trials))
	for i := range trials {
		outcomes[i] = make(chan outcome, 1)
		turns <- i
	}
	close(turns)
	for range abreast {
		workers.Go(func() {
			for i := range turns {
				row, err := trials[i].run(ctx, o, benches[trials[i].profile])
				outcomes[i] <- outcome{row, err}
			}
		})
	}
	m := &Matrix{}
	for _, ended := range outcomes {
		out := <-ended
		switch {
		case ctx.Err() != nil:
			m.Interrupted = true
			return m, nil
		case out.err != nil:
			return nil, out.err
		}
		m.Rows = append(m.Rows, out.row)
		if o.Progress != nil {
			o.Progress(out.row)
		}
	}
	return m, nil
}

// run brings the server of the trial up, tries every check on it and says what
// broke.
func (t trial) run(ctx context.Context, o Options, bench *Bench) (row Row, err error) {
	if ctx.Err() != nil {
		return Row{}, ctx.Err()
	}
	reference, err := bench.Raise(ctx, t.server.Bend)
	if err != nil {
		return Row{}, fmt.Errorf("raise %s: %w", t.server.Name, err)
	}
	defer func() { err = errors.Join(err, reference.Close()) }()
	found, err := check.Run(ctx, check.Options{Bare: true, Seed: o.Seed, Now: o.Now}, suites.All(), reference.World)
	if err != nil {
		return Row{}, err
	}
	found.Problems = append(found.Problems, reference.Panics()...)
	return t.row(found), nil
}
