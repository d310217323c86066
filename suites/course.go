package suites

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/reports"
)

// trial is a check in the course of a run.
type trial struct {
	check    check
	evidence bool
	ctx      context.Context
	cancel   context.CancelFunc
	claimed  atomic.Bool // by whoever tries it, or passes it by
	over     chan struct{}
	done     time.Time // when it was over
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
	if t.claimed.CompareAndSwap(false, true) {
		t.attempt(limit)
	}
	<-t.over
}

// attempt tries the check in the time that it is given.
func (t *trial) attempt(limit time.Duration) {
	defer close(t.over)
	defer t.cancel()
	ctx := t.ctx
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	t.finding, t.facts = attempt(ctx, t.check, t.evidence)
	t.done = time.Now()
}

// pass ends a trial that is not worth trying with a finding of its own.
func (t *trial) pass(verdict reports.Verdict, detail string) {
	if !t.claimed.CompareAndSwap(false, true) {
		return
	}
	defer close(t.over)
	defer t.cancel()
	t.finding = t.check.finding()
	t.finding.Verdict, t.finding.Detail = verdict, detail
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
