package main

import (
	"fmt"
	"os"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/load/settings"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// loadCommand puts a target under load.
type loadCommand struct {
	loadFlags
	Rate     string         `help:"Offered rate, such as 500/s." placeholder:"RATE"`
	Duration time.Duration  `help:"How long the rate is held." placeholder:"D"`
	Warmup   *time.Duration `help:"Sent before, not counted." placeholder:"D"`
	Shape    string         `xor:"shape" help:"The course of the rate, with --rate as its highest: ${shapes}; or legs such as '100/s to 500/s for 1m, 500/s for 5m'; or @FILE with one rate a second. Default: what the target file says, or constant." placeholder:"SHAPE"`
	Closed   bool           `xor:"shape" help:"Send as fast as the connections answer. The wait of what a slow target keeps from being sent is then invisible."`
}

// loadFlags is what every command that loads a target is told. What a flag leaves
// open the target file says.
type loadFlags struct {
	aimed
	output
	Fault       string             `help:"A fault or manner of the reference server; see authassay selftest." placeholder:"NAME"`
	Connections int                `help:"The most connections at a time." placeholder:"N"`
	Pool        int                `help:"Access tokens to mint beforehand." placeholder:"N"`
	PerLogin    int                `help:"Tokens that one login gives, by refreshing: more than 1 only where a refresh leaves earlier access tokens alive. Default: 1, on the reference server 20." placeholder:"N"`
	SLO         []string           `name:"slo" sep:"none" help:"A threshold, such as 'p99 < 50ms'; may be repeated." placeholder:"EXPR"`
	Share       map[string]float64 `help:"Weight of a class of credentials or of a journey: ${classes}." placeholder:"CLASS=WEIGHT"`
	HTTP2       bool               `name:"http2" help:"Speak HTTP/2 where the target offers it, at three times the CPU."`
	Prometheus  string             `help:"Serve the live figures as OpenMetrics at this address." placeholder:"ADDR"`
	UI          bool               `name:"ui" help:"Show a live view on the terminal."`
}

// Run carries the command out.
func (c *loadCommand) Run(j *job) error {
	s, err := c.raise(j)
	if err != nil {
		return err
	}
	defer s.close()
	wanted, err := c.laidOver(s.Load)
	if err != nil {
		return err
	}
	l, err := c.settle(j, s, wanted)
	if err != nil {
		return err
	}
	run := newLoadRun(j, s)
	if err := l.run(j, s, run); err != nil {
		return err
	}
	run.Ended, run.Interrupted = j.Now(), run.Load != nil && run.Load.Interrupted
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	return c.finish(j, s, run)
}

// laidOver lays the flags over what the target file says. A shape with rates of
// its own gives way to a rate or a duration on the command line.
func (c *loadCommand) laidOver(wanted targetfile.LoadPlan) (targetfile.LoadPlan, error) {
	wanted = c.loadFlags.laidOver(wanted)
	rate, err := readRate("--rate", c.Rate)
	override(&wanted.Rate, rate)
	override(&wanted.Duration, targetfile.Duration(c.Duration))
	if c.Warmup != nil {
		wanted.Warmup = targetfile.Duration(*c.Warmup)
	}
	switch {
	case c.Closed:
		wanted.Shape = reports.ClosedShape
	case c.Shape != "":
		wanted.Shape = c.Shape
	case settings.Shaped(wanted) && (c.Rate != "" || c.Duration != 0):
		wanted.Shape = ""
	}
	return wanted, err
}

// laidOver lays the flags of every load over what the target file says.
func (c *loadFlags) laidOver(wanted targetfile.LoadPlan) targetfile.LoadPlan {
	override(&wanted.Connections, c.Connections)
	override(&wanted.Pool, c.Pool)
	if len(c.SLO) > 0 {
		wanted.SLO = c.SLO
	}
	if len(c.Share) > 0 {
		wanted.Shares = c.Share
	}
	return wanted
}

// override takes the value of a flag that was set.
func override[T comparable](value *T, flag T) {
	var unset T
	if flag != unset {
		*value = flag
	}
}

// readRate reads the rate of a flag; that of one that was not set is zero.
func readRate(flag, text string) (targetfile.Rate, error) {
	if text == "" {
		return targetfile.Rate{}, nil
	}
	rate, err := targetfile.ParseRate(text)
	if err != nil {
		return rate, wrong(fmt.Errorf("read %s %q: %w", flag, text, err), "")
	}
	return rate, nil
}

// settle makes settings out of what is wanted, and sees that the target may get
// that much.
func (c *loadFlags) settle(j *job, s *subject, wanted targetfile.LoadPlan) (loading, error) {
	l := loading{prometheus: c.Prometheus, ui: c.UI}
	var err error
	if l.Settings, err = settings.Of(s.Assembly, wanted, os.ReadFile); err != nil {
		return l, s.blame(err, wanted)
	}
	if s.embedded() {
		l.Credentials.PerLogin = 20
	}
	override(&l.Credentials.PerLogin, c.PerLogin)
	l.Plan.HTTP2 = c.HTTP2
	return l, s.refused(l.Within(j.ctx, s.Assembly, resolver()))
}

// bend is what is done to the reference server.
func (c *loadFlags) bend() (func(*fakeserver.Rules), error) {
	if c.Fault != "" && c.Target != "" {
		return nil, wrong(fmt.Errorf("read arguments: --fault is for the reference server, and --target names another"), "")
	}
	return bent(c.Fault)
}

// raise makes the target ready to be loaded, and sees that it may be.
func (c *loadFlags) raise(j *job) (*subject, error) {
	bend, err := c.bend()
	if err != nil {
		return nil, err
	}
	if err := c.output.judge(); err != nil {
		return nil, err
	}
	s, err := c.open(j, 0, bend)
	if err != nil {
		return nil, err
	}
	s.Client.Ledger = nil // a load hands out too much to be withdrawn one by one
	if err := s.mayBeLoaded(j.ctx); err != nil {
		s.close()
		return nil, err
	}
	if err := c.reach(j, s); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// reach sees whether the target answers at all, and takes its clock. Where that
// cannot be done there is a result all the same, which says so.
func (c *loadFlags) reach(j *job, s *subject) error {
	obstacles, err := s.Reach(j.ctx)
	if err != nil {
		return ours(err)
	}
	if len(obstacles) == 0 && j.ctx.Err() == nil {
		obstacles = s.TakeClock(j.ctx, clockWait)
	}
	if len(obstacles) == 0 && j.ctx.Err() == nil {
		return nil
	}
	run := newLoadRun(j, s)
	run.Preflight, run.Ended, run.Interrupted = obstacles, j.Now(), j.ctx.Err() != nil
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	j.tell(obstacles)
	return c.finish(j, s, run)
}

// newLoadRun begins the result of a load without checks.
func newLoadRun(j *job, s *subject) *reports.Run {
	return &reports.Run{
		Tool:    reports.Tool{Name: "authassay", Version: version(), Catalogue: catalogue.Version},
		Started: j.Now(), Targets: []reports.Target{s.Target}, ID: j.mark.Run,
	}
}

// finish writes a scored run and ends the command.
func (c *loadFlags) finish(j *job, s *subject, run *reports.Run) error {
	if err := both(c.write(j, run, s.Redactor), c.describe(s)); err != nil {
		return err
	}
	if err := c.writePercentiles(run.Load); err != nil {
		return wrong(fmt.Errorf("write reports: %w", err), "--out takes a folder that can be written to")
	}
	return ended(run.ExitCode)
}
