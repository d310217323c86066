package suites

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
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
	// Evidence keeps what was seen by passed checks too; without it only the
	// others say what they saw.
	Evidence bool
	Now      func() time.Time
}

// ParseFilter says whether the text is a label filter.
func ParseFilter(text string) error {
	if _, err := types.ParseLabelFilter(text); err != nil {
		return fmt.Errorf("parse filter: %w", err)
	}
	return nil
}

// Run tries the checks that the worlds' profiles adopt and returns what was
// found. It may be called again and again, but not at the same time: the test
// framework keeps one tree a process. An error is a mistake in the options.
func Run(ctx context.Context, o Options, worlds ...World) (*reports.Run, error) {
	filter, err := types.ParseLabelFilter(o.Filter)
	if err != nil {
		return nil, fmt.Errorf("parse filter: %w", err)
	}
	all := planned(worlds)
	checks := shuffled(chosen(all, o.Only, filter), o.Seed)
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	c := &course{options: o, trials: newTrials(ctx, checks, o.Evidence), began: o.Now()}
	c.host()
	run := c.report(worlds)
	run.Summary.Filtered = len(all) - len(checks)
	run.Interrupted = ctx.Err() != nil || c.interrupted
	return run, nil
}

// course is one pass of the test framework over the planned checks.
type course struct {
	options     Options
	trials      []*trial
	began       time.Time
	interrupted bool
}

// failer receives Ginkgo's failure signal: verdicts are our own.
type failer struct{}

// Fail implements Ginkgo's test interface.
func (failer) Fail() {}

// host plants the checks in Ginkgo's tree and runs it in this process. Ginkgo
// swallows interrupts for ever after a run, so they are given back at the end.
func (c *course) host() {
	defer signal.Reset(os.Interrupt, syscall.SIGTERM)
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
		ginkgo.BeforeAll(c.startWaiting)
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

// startWaiting starts the checks that outwait lifetimes on clocks that cannot
// be moved, all at once: the whole run takes as long as the longest of them.
func (c *course) startWaiting() {
	for _, t := range c.trials {
		if t.check.has(Waits) && !t.check.world.Clock.Instant() {
			go t.run(0)
		}
	}
}

// try runs or joins one trial and tells Ginkgo how it ended.
func (c *course) try(ctx ginkgo.SpecContext, t *trial) {
	defer context.AfterFunc(ctx, t.cancel)()
	limit := c.options.Timeout
	if t.check.has(Waits) {
		limit = 0
	}
	t.run(limit)
	if c.options.Progress != nil {
		c.options.Progress(c.done(), len(c.trials), t.finding)
	}
	switch t.finding.Verdict {
	case reports.Fail, reports.Inconclusive, crashed:
		ginkgo.Fail(t.finding.Detail)
	case reports.Untested, reports.NotApplicable:
		ginkgo.Skip(t.finding.Detail)
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
func (c *course) report(worlds []World) *reports.Run {
	run := &reports.Run{
		Tool:    reports.Tool{Name: "authassay", Catalogue: catalogue.Version},
		Started: c.began, Ended: c.options.Now(), Seed: c.options.Seed, Filter: c.options.Filter,
		Findings: []reports.Finding{}, Facts: []reports.Fact{},
	}
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

// trial is a check in the course of a run.
type trial struct {
	check    check
	evidence bool
	ctx      context.Context
	cancel   context.CancelFunc
	once     sync.Once
	over     chan struct{}
	finding  reports.Finding
	facts    []reports.Fact
}

// newTrials prepares a trial for every check.
func newTrials(ctx context.Context, checks []check, evidence bool) []*trial {
	out := make([]*trial, len(checks))
	for i, c := range checks {
		out[i] = &trial{check: c, evidence: evidence, over: make(chan struct{})}
		out[i].ctx, out[i].cancel = context.WithCancel(ctx)
	}
	return out
}

// run tries the check once, however often it is called, and returns when that
// has ended. A limit of 0 is none.
func (t *trial) run(limit time.Duration) {
	t.once.Do(func() {
		defer close(t.over)
		defer t.cancel()
		ctx := t.ctx
		if limit > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, limit)
			defer cancel()
		}
		t.finding, t.facts = attempt(ctx, t.check, t.evidence)
	})
	<-t.over
}

// ended says whether the check has been tried.
func (t *trial) ended() bool {
	select {
	case <-t.over:
		return true
	default:
		return false
	}
}

// result returns the finding, or that the check was never reached.
func (t *trial) result() reports.Finding {
	if t.ended() {
		return t.finding
	}
	f := t.check.finding()
	f.Verdict, f.Detail = reports.Untested, "the run ended before this check was reached"
	return f
}
