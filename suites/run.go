package suites

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"
)

// Options say how checks are chosen and run.
type Options struct {
	Only    []string      // IDs, beginnings of IDs, or chapters; none for all
	Filter  string        // a Ginkgo label filter over ID, chapter, level and profile
	Seed    int64         // of the order of the checks
	Timeout time.Duration // of one check, waiting for lifetimes aside; 0 for one minute
	// Progress is told of every check that has ended; nil for nobody.
	Progress func(done, planned int, last reports.Finding)
	Now      func() time.Time
}

// ParseFilter says whether the text is a label filter.
func ParseFilter(text string) error {
	if _, err := types.ParseLabelFilter(text); err != nil {
		return fmt.Errorf("parse filter: %w", err)
	}
	return nil
}

// Run tries the checks that the worlds' profiles adopt, one after another, and
// returns what was found. It may be called again and again, but not at the same
// time: the test framework keeps one tree a process. An error is a mistake in
// the options.
//
// From the first run on, the test framework listens for interrupts, and never
// stops. A caller who is to be ended by them has to listen as well.
func Run(ctx context.Context, o Options, worlds ...World) (*reports.Run, error) {
	c, err := prepare(ctx, o, worlds, true)
	if err != nil {
		return nil, err
	}
	c.host()
	return c.report(ctx, worlds), nil
}

// RunAlone tries the checks of one world as Run does, but outside the test
// framework, so that several worlds can be tried at the same time, and for the
// verdicts alone: nothing is kept of what was seen. The worlds must not share a
// server. An error is a mistake in the options.
func RunAlone(ctx context.Context, o Options, w World) (*reports.Run, error) {
	c, err := prepare(ctx, o, []World{w}, false)
	if err != nil {
		return nil, err
	}
	c.startAhead()
	for _, t := range c.trials {
		if ctx.Err() != nil {
			break
		}
		c.attend(ctx, t)
	}
	return c.report(ctx, []World{w}), nil
}

// prepare chooses and shuffles the checks.
func prepare(ctx context.Context, o Options, worlds []World, evidence bool) (*course, error) {
	filter, err := types.ParseLabelFilter(o.Filter)
	if err != nil {
		return nil, fmt.Errorf("parse filter: %w", err)
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	all := planned(worlds)
	checks := shuffled(chosen(all, o.Only, filter), o.Seed)
	return &course{
		options: o, down: map[int]string{}, mourned: map[int]time.Duration{}, held: map[int]*holding{}, trials: newTrials(ctx, checks, evidence),
		filtered: len(all) - len(checks), began: o.Now(),
	}, nil
}

// course is one pass of the test framework over the planned checks.
type course struct {
	options     Options
	trials      []*trial
	filtered    int // checks that were not chosen
	began       time.Time
	interrupted bool
	// held watches over what the tester holds, by the world's number.
	held map[int]*holding
	// down holds the checks after which a world's target was found down, by
	// the world's number.
	down map[int]string
	// mourned is how long targets that were down were looked at in vain, by the
	// world's number.
	mourned map[int]time.Duration
}

// failer receives Ginkgo's failure signal: verdicts are our own.
type failer struct{}

// Fail implements Ginkgo's test interface.
func (failer) Fail() {}

// host plants the checks in Ginkgo's tree and runs it in this process.
func (c *course) host() {
	defer quiet()()
	globals.Reset()
	c.plant()
	suite, reporter := ginkgo.GinkgoConfiguration()
	suite.Timeout, suite.GracePeriod, suite.RandomSeed = 0, time.Second, c.options.Seed
	reporter.NoColor, reporter.Succinct, reporter.SilenceSkips = true, true, true
	ginkgo.RunSpecs(failer{}, "authassay", suite, reporter)
}

// quiet mutes Ginkgo's own reporter and returns what undoes it.
func quiet() func() {
	out := formatter.ColorableStdOut
	formatter.ColorableStdOut = io.Discard
	return func() { formatter.ColorableStdOut = out }
}

// plant plants one spec a check, in their shuffled order.
func (c *course) plant() {
	ginkgo.Describe("authassay", ginkgo.Ordered, ginkgo.ContinueOnFailure, func() {
		ginkgo.BeforeAll(c.startAhead)
		for _, t := range c.trials {
			ginkgo.It(t.check.text(), t.check.at, ginkgo.Label(t.check.labels()...), func(ctx ginkgo.SpecContext) {
				c.try(ctx, t)
			})
		}
	})
	ginkgo.ReportAfterSuite("authassay", func(r types.Report) {
		c.interrupted = len(r.SpecialSuiteFailureReasons) > 0
	})
}

// limit is the time that a check is given, 0 for one that waits.
func (c *course) limit(t *trial) time.Duration {
	if t.check.waits() {
		return 0
	}
	return c.options.Timeout
}

// try runs or joins one trial and tells Ginkgo how it ended.
func (c *course) try(ctx ginkgo.SpecContext, t *trial) {
	defer context.AfterFunc(ctx, t.cancel)()
	c.attend(ctx, t)
	switch t.finding.Verdict {
	case reports.Fail, reports.Inconclusive, crashed:
		ginkgo.Fail(t.finding.Detail)
	case reports.Untested, reports.NotApplicable:
		ginkgo.Skip(t.finding.Detail)
	}
}

// attend runs or joins one trial, looks after its target and tells of it.
func (c *course) attend(ctx context.Context, t *trial) {
	c.revive(ctx, t)
	c.bereft(t)
	c.guard(ctx, t)
	t.run(c.limit(t))
	c.tend(ctx, t)
	c.holds(ctx, t)
	if c.options.Progress != nil {
		c.options.Progress(c.done(), len(c.trials), t.finding)
	}
}

// done counts the trials that have ended.
func (c *course) done() int {
	n := 0
	for _, t := range c.trials {
		if t.ended() {
			n++
		}
	}
	return n
}

// report gathers what the trials found, in the order of the catalogue.
func (c *course) report(ctx context.Context, worlds []World) *reports.Run {
	run := &reports.Run{
		Tool:    reports.Tool{Name: "authassay", Catalogue: catalogue.Version},
		Started: c.began, Ended: c.options.Now(), Seed: c.options.Seed, Filter: c.options.Filter,
		Interrupted: ctx.Err() != nil || c.interrupted,
		Findings:    []reports.Finding{}, Facts: []reports.Fact{},
	}
	run.Summary.Filtered = c.filtered
	for _, w := range worlds {
		run.Targets = append(run.Targets, w.Target)
	}
	for _, t := range c.trials {
		f := t.result()
		if f.Verdict == crashed {
			run.Problems = append(run.Problems, f.ID+": "+f.Detail)
			f.Verdict = reports.Inconclusive
		}
		run.Findings = append(run.Findings, f)
		run.Facts = append(run.Facts, t.facts...)
	}
	arrange(run)
	return run
}
