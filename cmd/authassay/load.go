package main

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// loadCommand puts a target under load.
type loadCommand struct {
	burden
	Rate     string         `help:"Offered rate, such as 500/s." placeholder:"RATE"`
	Duration time.Duration  `help:"How long the rate is held." placeholder:"D"`
	Warmup   *time.Duration `help:"Sent before, not counted." placeholder:"D"`
	Shape    string         `xor:"course" help:"The course of the rate, with --rate as its highest: ${shapes}; or legs such as '100/s to 500/s for 1m, 500/s for 5m'; or @FILE with one rate a second. Default: what the target file says, or constant." placeholder:"SHAPE"`
	Closed   bool           `xor:"course" help:"Send as fast as the connections answer. The wait of what a slow target keeps from being sent is then invisible."`
}

// Run carries the command out.
func (c *loadCommand) Run(j *job) error {
	s, err := c.raise(j)
	if err != nil {
		return err
	}
	defer s.close()
	options, err := c.options(j.ctx, s)
	if err != nil {
		return err
	}
	run := newLoadRun(j, s)
	if err := options.run(j, s, run); err != nil {
		return err
	}
	run.Ended, run.Interrupted = j.Now(), run.Load != nil && run.Load.Interrupted
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	return c.finish(j, s, run)
}

// newLoadRun begins the result of a load without checks.
func newLoadRun(j *job, s *subject) *reports.Run {
	return &reports.Run{
		Tool:    reports.Tool{Name: "authassay", Version: version(), Catalogue: catalogue.Version},
		Started: j.Now(), Targets: []reports.Target{s.Target},
	}
}

// finish writes a scored run and ends the command.
func (c *burden) finish(j *job, s *subject, run *reports.Run) error {
	if err := c.write(j, run, s.Redactor); err != nil {
		return err
	}
	if err := c.writePercentiles(run.Load); err != nil {
		return wrong(fmt.Errorf("write reports: %w", err), "--out takes a folder that can be written to")
	}
	return ended(run.ExitCode)
}

// loadOptions are how a target is put under load.
type loadOptions struct {
	rate, ceiling    float64
	duration, warmup time.Duration
	shape            shape.Shape // in the place of rate and duration where it has a name
	closed, http2    bool
	connections      int
	pool, perLogin   int
	shares           map[string]float64
	thresholds       []objective.Threshold
	prometheus       string
	ui               bool
}

// options join the flags to what the target file says.
func (c *loadCommand) options(ctx context.Context, s *subject) (loadOptions, error) {
	o, err := c.burden.options(s)
	if err != nil {
		return o, err
	}
	override(&o.duration, c.Duration)
	if c.Warmup != nil {
		o.warmup = *c.Warmup
	}
	if c.Rate != "" {
		rate, err := targetfile.ParseRate(c.Rate)
		if err != nil {
			return o, wrong(fmt.Errorf("read --rate %q: %w", c.Rate, err), "")
		}
		o.rate = rate.PerSecond()
	}
	if err := c.follow(s, &o); err != nil {
		return o, err
	}
	return o, s.withinCeiling(ctx, o)
}
