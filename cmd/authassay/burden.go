package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/load/credentials"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// burden is what every command that loads a target is told. What a flag leaves
// open the target file says.
type burden struct {
	aim
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

// bend is what is done to the reference server.
func (c *burden) bend() (func(*fakeserver.Rules), error) {
	if c.Fault != "" && c.Target != "" {
		return nil, wrong(fmt.Errorf("read arguments: --fault is for the reference server, and --target names another"), "")
	}
	return bent(c.Fault)
}

// raise makes the target ready to be loaded, and sees that it may be.
func (c *burden) raise(j *job) (*subject, error) {
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
func (c *burden) reach(j *job, s *subject) error {
	obstacles, err := s.reach(j)
	if err == nil && len(obstacles) == 0 && j.ctx.Err() == nil {
		if taken := s.takeClock(j, clockWait); taken != nil {
			obstacles = append(obstacles, *taken)
		}
	}
	if err != nil || len(obstacles) == 0 && j.ctx.Err() == nil {
		return err
	}
	run := newLoadRun(j, s)
	run.Preflight, run.Ended, run.Interrupted = obstacles, j.Now(), j.ctx.Err() != nil
	reports.Score(run, reports.ScoreOptions{ExpectLoad: true})
	j.tell(obstacles)
	return c.finish(j, s, run)
}

// options join the flags that every load has to what the target file says.
func (c *burden) options(s *subject) (loadOptions, error) {
	plan := s.Load
	o := loadOptions{
		rate: plan.Rate.PerSecond(), duration: plan.Duration.D(), warmup: plan.Warmup.D(), ceiling: plan.Ceiling.PerSecond(),
		connections: plan.Connections, pool: plan.Pool, perLogin: 1, shares: plan.Shares, http2: c.HTTP2,
		prometheus: c.Prometheus, ui: c.UI,
	}
	if s.embedded() {
		o.perLogin = 20
	}
	override(&o.connections, c.Connections)
	override(&o.pool, c.Pool)
	override(&o.perLogin, c.PerLogin)
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
func (c *burden) judgeShares(s *subject, shares map[string]float64) error {
	known := credentials.Names()
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
func (c *burden) objectives(s *subject, o *loadOptions) error {
	texts := s.Load.SLO
	if len(c.SLO) > 0 {
		texts = c.SLO
	}
	for i, text := range texts {
		threshold, err := objective.Parse(text)
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
