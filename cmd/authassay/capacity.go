package main

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/load/capacity"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// capacityCommand finds how much a target carries.
type capacityCommand struct {
	burden
	Start     string        `help:"First rate to try. Default: 50/s." placeholder:"RATE"`
	Ceiling   string        `help:"Highest rate to try. Default: what the target file says, on the reference server none." placeholder:"RATE"`
	Settle    time.Duration `default:"2s" help:"Sent at each rate before it is judged." placeholder:"D"`
	Window    time.Duration `default:"4s" help:"How long each rate is judged." placeholder:"D"`
	Precision float64       `default:"0.03" help:"How close the best good rate and the lowest bad one must come, as a share." placeholder:"SHARE"`
	Probes    int           `default:"3" help:"How many windows the found rate, and the one above it, get at most: most of them decide." placeholder:"N"`
}

// longestSearch is how long the credentials of a search must live.
const longestSearch = 10 * time.Minute

// Run carries the command out.
func (c *capacityCommand) Run(j *job) error {
	s, err := c.raise(j)
	if err != nil {
		return err
	}
	defer s.close()
	options, err := c.options(s)
	if err != nil {
		return err
	}
	search, err := c.search(j.ctx, s, &options)
	if err != nil {
		return err
	}
	run := newLoadRun(j, s)
	if err := options.find(j, s, search, run); err != nil {
		return err
	}
	run.Ended = j.Now()
	if run.Capacity != nil {
		run.Load, run.Interrupted = run.Capacity.Best, run.Capacity.Interrupted
	}
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	return c.finish(j, s, run)
}

// search reads how the capacity is looked for.
func (c *capacityCommand) search(ctx context.Context, s *subject, o *loadOptions) (capacity.Options, error) {
	search := capacity.Options{Settle: c.Settle, Window: c.Window, Precision: c.Precision, Probes: c.Probes, Ceiling: o.ceiling}
	for flag, into := range map[string]struct {
		text string
		rate *float64
	}{"--start": {c.Start, &search.Start}, "--ceiling": {c.Ceiling, &search.Ceiling}} {
		if into.text == "" {
			continue
		}
		rate, err := targetfile.ParseRate(into.text)
		if err != nil {
			return search, wrong(fmt.Errorf("read %s %q: %w", flag, into.text, err), "")
		}
		*into.rate = rate.PerSecond()
	}
	if search.Start == 0 && search.Ceiling > 0 {
		search.Start = min(50, search.Ceiling)
	}
	o.rate, o.duration, o.warmup = search.Ceiling, longestSearch, 0
	if search.Ceiling == 0 {
		o.rate = search.Start
	}
	return search, s.withinCeiling(ctx, *o)
}

// find makes the credentials and looks for the capacity.
func (o loadOptions) find(j *job, s *subject, search capacity.Options, run *reports.Run) error {
	shown := j.progress()
	defer shown.clear()
	began := time.Now()
	mixed, err := o.mix(j, s, shown)
	if j.ctx.Err() != nil {
		run.Capacity = &reports.Capacity{Interrupted: true, Verdict: reports.Inconclusive, Sentence: "interrupted before the first rate"}
		return nil
	}
	if err != nil {
		return err
	}
	run.Facts = append(run.Facts, mixed.Facts...)
	search.Plan = o.plan(s, mixed)
	shown.note("capacity: from %g/s, %d tokens", max(search.Start, 1), mixed.Minted)
	watch, err := o.watch(j, s, shown)
	if err != nil {
		return err
	}
	guarded, unguard := s.guard(watch.ctx)
	found, err := capacity.Find(guarded, search, watch.live)
	unguard()
	watch.close()
	if err != nil {
		return wrong(err, "authassay capacity --help")
	}
	if !s.upset(j, began, run) {
		run.Capacity = found
	}
	return nil
}
