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

// benchesOf makes the bench of every profile that the pairings are of.
func benchesOf(c *catalogue.Catalogue, pairings []pairing) (map[string]*Bench, error) {
	out, network := map[string]*Bench{}, newMemory()
	for _, p := range pairings {
		if out[p.profile] != nil {
			continue
		}
		bench, err := NewBench(c, p.profile)
		if err != nil {
			return nil, err
		}
		bench.network = network
		out[p.profile] = bench
	}
	return out, nil
}

// outcome is the row of a pairing, or why there is none.
type outcome struct {
	row Row
	err error
}

// prove makes all pairings, some at a time, and gathers their rows in the order
// of the pairings. The first error ends it.
func prove(ctx context.Context, o Options, benches map[string]*Bench, pairings []pairing) (*Matrix, error) {
	var workers sync.WaitGroup
	defer workers.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	outcomes, turns := make([]chan outcome, len(pairings)), make(chan int, len(pairings))
	for i := range pairings {
		outcomes[i] = make(chan outcome, 1)
		turns <- i
	}
	close(turns)
	checks := suites.All()
	for range abreast {
		workers.Go(func() {
			for i := range turns {
				row, err := pairings[i].run(ctx, o, checks, benches[pairings[i].profile])
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

// run brings the server of the pairing up, tries the checks on it and says what
// broke.
func (p pairing) run(ctx context.Context, o Options, checks []check.Check, bench *Bench) (row Row, err error) {
	if ctx.Err() != nil {
		return Row{}, ctx.Err()
	}
	straight := *bench
	straight.direct = p.kind != Manner // manners are of the wire
	reference, err := straight.Raise(ctx, p.server.Bend)
	if err != nil {
		return Row{}, fmt.Errorf("raise %s: %w", p.server.Name, err)
	}
	defer func() { err = errors.Join(err, reference.Close()) }()
	found, err := check.Run(ctx, check.Options{Bare: true, Seed: o.Seed, Now: o.Now}, checks, reference.World)
	if err != nil {
		return Row{}, err
	}
	found.Problems = append(found.Problems, reference.Panics()...)
	return p.row(found), nil
}
