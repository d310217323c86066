package main

import (
	"cmp"
	"time"

	"github.com/authassay/authassay/load/capacity"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// capacityCommand finds how much a target carries.
type capacityCommand struct {
	loadFlags
	Start     string        `help:"First rate to try. Default: 50/s." placeholder:"RATE"`
	Ceiling   string        `help:"Highest rate to try. Default: what the target file says, on the reference server none." placeholder:"RATE"`
	Settle    time.Duration `default:"2s" help:"Sent at each rate before it is judged." placeholder:"D"`
	Window    time.Duration `default:"4s" help:"How long each rate is judged." placeholder:"D"`
	Precision float64       `default:"0.03" help:"How close the best good rate and the lowest bad one must come, as a share." placeholder:"SHARE"`
	Probes    int           `default:"3" help:"How many windows the found rate, and the one above it, get at most: most of them decide." placeholder:"N"`
}

// longestSearch is how long the credentials of a search must live.
const longestSearch = targetfile.Duration(10 * time.Minute)

// Run carries the command out.
func (c *capacityCommand) Run(j *job) error {
	s, err := c.raise(j)
	if err != nil {
		return err
	}
	defer s.close()
	wanted, start, err := c.laidOver(s.Load)
	if err != nil {
		return err
	}
	l, err := c.settle(j, s, wanted)
	if err != nil {
		return err
	}
	search := capacity.Options{
		Settle: c.Settle, Window: c.Window, Precision: c.Precision, Probes: c.Probes,
		Start: start.PerSecond(), Ceiling: wanted.Ceiling.PerSecond(),
	}
	if search.Start == 0 && search.Ceiling > 0 {
		search.Start = min(50, search.Ceiling)
	}
	run := newLoadRun(j, s)
	if err := l.find(j, s, search, run); err != nil {
		return err
	}
	run.Ended = j.Now()
	if run.Capacity != nil {
		run.Load, run.Interrupted = run.Capacity.Best, run.Capacity.Interrupted
	}
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	return c.finish(j, s, run)
}

// laidOver lays the flags over what the target file says, and returns the first
// rate beside it, zero for none. A search brings shapes and lengths of its own;
// its rate is the highest that it may send.
func (c *capacityCommand) laidOver(wanted targetfile.LoadPlan) (targetfile.LoadPlan, targetfile.Rate, error) {
	wanted = c.loadFlags.laidOver(wanted)
	start, err := readRate("--start", c.Start)
	if err != nil {
		return wanted, start, err
	}
	ceiling, err := readRate("--ceiling", c.Ceiling)
	override(&wanted.Ceiling, ceiling)
	wanted.Rate = cmp.Or(wanted.Ceiling, start)
	wanted.Shape, wanted.Duration, wanted.Warmup = "", longestSearch, 0
	return wanted, start, err
}

// find makes the credentials and looks for the capacity.
func (l *loading) find(j *job, s *subject, search capacity.Options, run *reports.Run) error {
	shown := j.progress()
	defer shown.clear()
	began := time.Now()
	minted, err := l.mint(j, s, shown, run)
	if j.ctx.Err() != nil {
		run.Capacity = &reports.Capacity{Interrupted: true, Verdict: reports.Inconclusive, Sentence: "interrupted before the first rate"}
		return nil
	}
	if err != nil {
		return err
	}
	search.Plan = l.Plan
	shown.note("capacity: from %g/s, %d tokens", max(search.Start, 1), minted)
	watch, err := l.watch(j, s, shown)
	if err != nil {
		return err
	}
	guarded, unguard := s.Guard(watch.ctx)
	found, err := capacity.Find(guarded, search, watch.live)
	unguard()
	watch.close()
	if err != nil {
		return wrong(err, "authassay capacity --help")
	}
	if !s.upset(j.ctx, began, run) {
		run.Capacity = found
	}
	return nil
}
