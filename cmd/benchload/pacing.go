package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/authassay/authassay/load"
)

// What pacing aims at.
const (
	mostBursts = 0.05 // of the requests, within a quarter of the interval
	mostLag    = 0.1  // milliseconds, of the median
	leastDone  = 0.9  // of the closed model's rate, when twice that is asked for
)

// pacing measures how evenly requests go out at several rates, and whether the
// rate collapses when twice as much is asked for as the server answers. Every
// rate takes its turn in every round, and the medians decide, so that what else
// the machine does for a while does not.
func pacing(s settings, out io.Writer) error {
	up, err := serving(s)
	if err != nil {
		return err
	}
	defer up.stop()
	s.url = up.url
	rates := []float64{1_000, 3_000, 5_000, 10_000}
	all := make([][]pace, len(rates))
	var twice []float64
	for range s.rounds {
		for i, rate := range rates {
			p, err := s.run(rate)
			if err != nil {
				return err
			}
			all[i] = append(all[i], p)
		}
		closed, err := s.run(0)
		if err != nil {
			return err
		}
		over, err := s.run(2 * closed.done)
		if err != nil {
			return err
		}
		twice = append(twice, over.done/closed.done)
	}
	missed := pacingTable(out, rates, all)
	fmt.Fprintf(out, "asked for twice what the closed model gets, of that: %s\n", spread(twice))
	if missed || median(twice) < leastDone {
		return errors.New("measure pacing: the aim was missed")
	}
	return nil
}

// pacingTable prints the medians at each rate and their extremes, and says
// whether one missed the aim.
func pacingTable(out io.Writer, rates []float64, all [][]pace) (missed bool) {
	fmt.Fprintf(out, "%9s %26s %26s %26s %26s\n", "asked", "done/s", "in bursts, %", "lag p50, ms", "response p99, ms")
	for i, rate := range rates {
		of := func(figure func(pace) float64) (values []float64) {
			for _, p := range all[i] {
				values = append(values, figure(p))
			}
			return values
		}
		bursts, lag := of(func(p pace) float64 { return 100 * p.bursts }), of(func(p pace) float64 { return p.lag50 })
		fmt.Fprintf(out, "%7.0f/s %26s %26s %26s %26s\n", rate, spread(of(func(p pace) float64 { return p.done })),
			spread(bursts), spread(lag), spread(of(func(p pace) float64 { return p.response99 })))
		missed = missed || median(bursts) >= 100*mostBursts || median(lag) >= mostLag
	}
	return missed
}

// pace is how a run at one rate came out; times are in milliseconds.
type pace struct{ done, bursts, lag50, response99 float64 }

// run sends at a rate, or as fast as answers come where it is 0.
func (s settings) run(rate float64) (pace, error) {
	p := s.plan()
	p.Closed, p.Rate = rate == 0, rate
	out, err := load.Run(context.Background(), p, nil)
	if err != nil {
		return pace{}, err
	}
	if out.Wrong+out.Errors > 0 {
		err = fmt.Errorf("%d wrong answers, %d errors", out.Wrong, out.Errors)
	}
	return pace{out.Done, out.Bursts, out.Lag.P50, out.Response.P99}, err
}
