package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/authassay/authassay/load"
)

// What pacing aims at.
const (
	mostBursts = 0.05 // of the requests, within a quarter of the interval
	mostLag    = 0.1  // milliseconds, of the median
	leastDone  = 0.9  // of the closed model's rate, when twice that is asked for
)

// pacing measures how evenly requests go out at several rates, and whether the
// rate collapses when twice as much is asked for as the server answers.
func pacing(s settings, out io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	up, err := serving(self, s)
	if err != nil {
		return err
	}
	defer up.stop()
	s.url = up.url
	missed := false
	fmt.Fprintf(out, "%9s %9s %8s %9s %9s %9s\n", "asked", "done", "bursts", "lag p50", "lag p99", "resp. p99")
	for _, rate := range []float64{1_000, 3_000, 5_000, 10_000} {
		p, err := s.run(rate)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, p)
		missed = missed || p.bursts >= mostBursts || p.lag50 >= mostLag
	}
	closed, err := s.run(0)
	if err != nil {
		return err
	}
	twice, err := s.run(2 * closed.done)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, twice)
	fmt.Fprintf(out, "closed, %d connections: %.0f/s; asked for twice that: %.2f of it\n", s.connections, closed.done, twice.done/closed.done)
	if missed || twice.done < leastDone*closed.done {
		return errors.New("measure pacing: the aim was missed")
	}
	return nil
}

// pace is how a run at one rate came out; times are in milliseconds.
type pace struct{ asked, done, bursts, lag50, lag99, response99 float64 }

// String writes a row of the table.
func (p pace) String() string {
	return fmt.Sprintf("%7.0f/s %7.0f/s %6.1f %% %6.3f ms %6.3f ms %6.3f ms", p.asked, p.done, 100*p.bursts, p.lag50, p.lag99, p.response99)
}

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
	return pace{rate, out.Done, out.Bursts, out.Lag.P50, out.Lag.P99, out.Response.P99}, err
}
