package main

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/target"
	"github.com/authassay/authassay/suites/catalogue"
)

// loadCommand puts a target under load. What a flag leaves open the target
// file says.
type loadCommand struct {
	aim
	output
	Fault       string             `help:"A fault or manner of the reference server; see authassay selftest." placeholder:"NAME"`
	Rate        string             `help:"Offered rate, such as 500/s." placeholder:"RATE"`
	Duration    time.Duration      `help:"How long the rate is held." placeholder:"D"`
	Warmup      *time.Duration     `help:"Sent before, not counted." placeholder:"D"`
	Connections int                `help:"The most connections at a time." placeholder:"N"`
	Pool        int                `help:"Access tokens to mint beforehand." placeholder:"N"`
	PerLogin    int                `help:"Tokens that one login gives, by refreshing: more than 1 only where a refresh leaves earlier access tokens alive. Default: 1, on the reference server 20." placeholder:"N"`
	SLO         []string           `name:"slo" sep:"none" help:"A threshold, such as 'p99 < 50ms'; may be repeated." placeholder:"EXPR"`
	Share       map[string]float64 `help:"Weight of a class of credentials: valid, expired, garbage, truncated, wrong_tenant, journey." placeholder:"CLASS=WEIGHT"`
}

// Run carries the command out.
func (c *loadCommand) Run(j *job) error {
	bend, err := c.bend()
	if err != nil {
		return err
	}
	s, err := c.open(j, 0, bend)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.mayBeLoaded(); err != nil {
		return err
	}
	if err := s.reach(j.ctx); err != nil {
		return err
	}
	options, err := c.options(s)
	if err != nil {
		return err
	}
	run := &reports.Run{
		Tool: reports.Tool{Name: "authassay", Version: version(), Catalogue: catalogue.Version}, Started: j.Now(), Targets: []reports.Target{s.Target},
	}
	if run.Load, err = options.run(j, s); err != nil {
		return err
	}
	run.Ended, run.Interrupted = j.Now(), run.Load.Interrupted
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	if err := c.write(j, run, s.Redactor.Scrub); err != nil {
		return err
	}
	return ended(run.ExitCode)
}

// mayBeLoaded refuses load on a target that nobody has given up for it.
func (s *subject) mayBeLoaded() error {
	if s.embedded() || s.Sacrificial {
		return nil
	}
	return s.file.Complain("/sacrificial", "load is refused: the target is not declared sacrificial",
		"say sacrificial: true where the server may be attacked, and nowhere else")
}

// bend is what is done to the reference server.
func (c *loadCommand) bend() (func(*fakeserver.Rules), error) {
	if c.Fault != "" && c.Target != "" {
		return nil, wrong(fmt.Errorf("read arguments: --fault is for the reference server, and --target names another"), "")
	}
	return bent(c.Fault)
}

// loadOptions are how a target is put under load.
type loadOptions struct {
	rate             float64
	duration, warmup time.Duration
	connections      int
	pool, perLogin   int
	shares           map[string]float64
	thresholds       []load.Threshold
}

// options join the flags to what the target file says.
func (c *loadCommand) options(s *subject) (loadOptions, error) {
	plan := s.Load
	o := loadOptions{
		rate: plan.Rate.PerSecond(), duration: plan.Duration.D(), warmup: plan.Warmup.D(),
		connections: plan.Connections, pool: plan.Pool, perLogin: 1, shares: plan.Shares,
	}
	if s.embedded() {
		o.perLogin = 20
	}
	override(&o.duration, c.Duration)
	override(&o.connections, c.Connections)
	override(&o.pool, c.Pool)
	override(&o.perLogin, c.PerLogin)
	if c.Warmup != nil {
		o.warmup = *c.Warmup
	}
	if c.Rate != "" {
		rate, err := target.ParseRate(c.Rate)
		if err != nil {
			return o, wrong(fmt.Errorf("read --rate %q: %w", c.Rate, err), "")
		}
		o.rate = rate.PerSecond()
	}
	if len(c.Share) > 0 {
		o.shares = c.Share
	}
	if err := c.judgeShares(s, o.shares); err != nil {
		return o, err
	}
	return o, c.objectives(s, &o)
}

// override takes the value of a flag that was set.
func override[T comparable](value *T, flag T) {
	var unset T
	if flag != unset {
		*value = flag
	}
}

// judgeShares sees that every share is one of a class that there is.
func (c *loadCommand) judgeShares(s *subject, shares map[string]float64) error {
	var known []string
	for _, k := range ingredients {
		known = append(known, k.share)
	}
	for _, name := range slices.Sorted(maps.Keys(shares)) {
		if slices.Contains(known, name) && shares[name] >= 0 {
			continue
		}
		message, hint := fmt.Sprintf("no class of credentials %q", name), "there are "+join(known)
		if s.embedded() || len(c.Share) > 0 {
			return wrong(fmt.Errorf("read --share: %s", message), hint)
		}
		return s.file.Complain("/load/shares/"+name, message, hint)
	}
	return nil
}

// objectives read the thresholds, those of the flags in the place of the
// file's.
func (c *loadCommand) objectives(s *subject, o *loadOptions) error {
	texts := s.Load.SLO
	if len(c.SLO) > 0 {
		texts = c.SLO
	}
	for i, text := range texts {
		threshold, err := load.ParseThreshold(text)
		switch {
		case err == nil:
			o.thresholds = append(o.thresholds, threshold)
		case len(c.SLO) > 0 || s.embedded():
			return wrong(fmt.Errorf("read --slo: %w", err), "such as 'p99 < 50ms', 'errors < 0.1%', 'wrong answers = 0'")
		default:
			return s.file.Complain(fmt.Sprintf("/load/slo/%d", i), err.Error(), "such as p99 < 50ms")
		}
	}
	return nil
}
