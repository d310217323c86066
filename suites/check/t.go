package check

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
	"github.com/authassay/authassay/suites/catalogue"
)

// T is one check being tried: the words that its body is written in, and
// the evidence that gathers meanwhile. A body runs on a goroutine of its own
// when it waits, so it must fail by the words of T alone.
type T struct {
	World
	// Policy is what the target declares: lifetimes and the like.
	Policy catalogue.Policy
	// Kit is what the tester was given.
	Kit scenarios.Kit

	ctx        context.Context
	mu         sync.Mutex // over what requests change that are sent side by side
	entry      entry
	verified   string // the verifier of PKCE, where the server insists on one
	label      string // which of several answers is judged
	transcript *transcript.Transcript
	finding    reports.Finding
	facts      []reports.Fact
	began      time.Time
	Ahead      *time.Duration                   // of the target's own clock; nil before it was asked
	judged     int                              // how many answers were
	place      string                           // which of several answers that are judged at once broke
	lost       bool                             // an answer was lost on the way
	fresh      string                           // the code that came last
	throttled  bool                             // a request on the way was not looked at
	spent      map[scenarios.Verb]time.Duration // on waiting for answers
}

// stop ends a try early with a verdict.
type stop struct {
	verdict reports.Verdict
	detail  string
	root    string         // the ID of the requirement that is at the root of it; "" for none
	crash   bool           // the target broke where an answer was demanded; worth another try
	lost    bool           // it did so by no answer at all
	why     *reports.Cause // why there is no judgement, where that is a value; detail is its words
	place   string         // it did so where so many things had been judged, and at which of several
}

// without is the end of a check that came to no judgement.
func without(verdict reports.Verdict, why reports.Cause) stop {
	return stop{verdict: verdict, detail: why.Words(), why: &why}
}

// attempt tries the check and returns what was found, with the evidence or
// without, and whether it was given up since asking had been in vain too often.
func attempt(ctx context.Context, e entry, evidence bool) (found reports.Finding, facts []reports.Fact, vain bool) {
	began := time.Now()
	t := newT(ctx, e, evidence)
	end := t.try()
	if t.throttled && decides(end) {
		t, end = t.afresh(ctx, evidence)
	}
	if end.crash || t.lost && accuses(end) {
		t, end = t.again(ctx, end, evidence)
	}
	t.outlasted()
	t.conclude(t.unsettled(end), evidence)
	t.finding.Seconds = time.Since(began).Seconds()
	return t.finding, t.facts, end.vain()
}

// newT prepares a try of the check.
func newT(ctx context.Context, e entry, evidence bool) *T {
	t := &T{
		World: e.world, Policy: e.world.Profile.Policy, Kit: e.world.Client.Kit,
		entry: e, transcript: &transcript.Transcript{Words: e.world.Client.Words()}, finding: e.finding(), began: time.Now(),
	}
	t.Redactor = e.world.Redactor.Fork()
	if t.ctx = ctx; evidence {
		t.ctx = scenarios.Recording(ctx, t.transcript)
	}
	return t
}

// try runs the body and returns why it stopped: a pass when nothing did.
func (t *T) try() (end stop) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case stop:
			end = r
		default:
			end = stop{verdict: Crashed, detail: fmt.Sprintf("the check itself failed: %v\n%s", r, debug.Stack())}
		}
		if end.verdict == reports.Untested || end.verdict == reports.Inconclusive {
			end = t.cutShort(end)
		}
	}()
	switch e := t.entry; {
	case e.absent != "":
		return without(reports.NotApplicable, e.world.without(e.absent))
	case e.world.lacks(e.duty):
		return without(reports.NotApplicable, e.world.without(e.duty.Needs))
	case !e.permitted():
		return stop{verdict: reports.Untested, detail: e.unpermitted()}
	}
	t.entry.Run(t)
	switch {
	case t.finding.Actual != "":
		return stop{verdict: reports.Pass}
	case t.ctx.Err() != nil: // what was passed over may have broken for want of time
		return stop{verdict: reports.Inconclusive, detail: "nothing was judged by then"}
	}
	return stop{verdict: Crashed, detail: "the check ended without judging anything"}
}

// cutShort says so when the end came because no time was left. Time is ours,
// and what it cut off is never held against the target.
func (t *T) cutShort(end stop) stop {
	switch {
	case errors.Is(t.ctx.Err(), context.DeadlineExceeded):
		return stop{verdict: reports.Inconclusive, detail: "the check ran out of time: " + end.detail}
	case t.ctx.Err() != nil:
		return without(reports.Untested, reports.Cause{Kind: reports.CauseInterrupted})
	}
	return end
}

// Crashed is the verdict of a check that failed by itself. It stands in no
// report: there the run as a whole has a problem, and the check is inconclusive.
const Crashed reports.Verdict = "crashed"
