package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/reports"
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
	show := func(asked float64, l *reports.Load) {
		fmt.Fprintf(out, "%7.0f/s %7.0f/s %6.1f %% %6.3f ms %6.3f ms %6.3f ms\n", asked, l.Done, 100*l.Bursts, l.Lag.P50, l.Lag.P99, l.Response.P99)
	}
	for _, rate := range []float64{1_000, 3_000, 5_000, 10_000} {
		l, err := s.run(rate)
		if err != nil {
			return err
		}
		show(rate, l)
		missed = missed || l.Bursts >= mostBursts || l.Lag.P50 >= mostLag
	}
	closed, err := s.run(0)
	if err != nil {
		return err
	}
	twice, err := s.run(2 * closed.Done)
	if err != nil {
		return err
	}
	show(2*closed.Done, twice)
	fmt.Fprintf(out, "closed, %d connections: %.0f/s; asked for twice that: %.2f of it\n", s.connections, closed.Done, twice.Done/closed.Done)
	if missed || twice.Done < leastDone*closed.Done {
		return errors.New("measure pacing: the aim was missed")
	}
	return nil
}

// run sends at a rate, or as fast as answers come where it is 0.
func (s settings) run(rate float64) (*reports.Load, error) {
	p := s.plan()
	p.Closed, p.Rate = rate == 0, rate
	out, err := load.Run(context.Background(), p, nil)
	if err == nil && out.Wrong+out.Errors > 0 {
		err = fmt.Errorf("%d wrong answers, %d errors", out.Wrong, out.Errors)
	}
	return out, err
}
