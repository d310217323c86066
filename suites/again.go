package suites

import (
	"context"
	"errors"
	"fmt"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// broke ends the check because the target broke where an answer was demanded.
// A server error that comes again, with the positive control holding before and
// after, is the target's failure to give the answer; whatever cannot be had
// again decides nothing. The same holds for no answer at all where that is what
// the check is about.
func (t *Trial) broke(actual any, judged bool) {
	end := stop{verdict: reports.Inconclusive, detail: "the target broke: " + describe(actual)}
	if busy(actual) {
		end.detail = "the target wants to be asked less often (see limits.per_second): " + describe(actual)
	}
	end.crash = !busy(actual) && !ours(actual) && t.ctx.Err() == nil && (judged || failedBy(actual))
	panic(end)
}

// ours says whether a request has failed on this side, and shows nothing.
func ours(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return errors.Is(a.Err, scenarios.ErrOwn)
	case *scenarios.Landing:
		return errors.Is(a.Err, scenarios.ErrOwn) || a.Last() != nil && ours(a.Last())
	}
	return false
}

// failedBy says whether a target broke by an answer that did arrive: a server
// error, or a body that cannot be read. A connection that was lost may be our
// own loss.
func failedBy(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a.Status != 0 && (a.Status >= 500 || a.Err == nil)
	case *scenarios.Landing:
		return a.Last() != nil && failedBy(a.Last())
	}
	return false
}

// busy says whether a target has refused to look at a request for now, RFC 6585
// §4, which says nothing of what was in it.
func busy(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a.Class == scenarios.Busy
	case *scenarios.Landing:
		return a.URL == nil && a.Last() != nil && a.Last().Class == scenarios.Busy
	}
	return false
}

// again tries a check whose target broke a second time, from its control on. It
// returns the trial that decides, and its end.
func (t *Trial) again(ctx context.Context, first stop, evidence bool) (*Trial, stop) {
	if t.check.has(Waits) && !t.Clock.Instant() {
		first.detail += "; to try again would take the whole wait"
		return t, first
	}
	second := newTrial(ctx, t.check, evidence)
	end := second.try()
	switch {
	case end.crash:
		verdict := violated(t.check.duty.Level)
		return second, stop{verdict: verdict, detail: "tried twice, with what comes before it in order both times: " + end.detail}
	case end.verdict == reports.Pass || end.verdict == reports.NotApplicable:
		return t, stop{verdict: reports.Inconclusive, detail: first.detail + "; when tried again it did not"}
	case end.verdict == reports.Untested || end.verdict == reports.Inconclusive:
		return t, stop{verdict: reports.Inconclusive, detail: fmt.Sprintf("%s; when tried again: %s", first.detail, end.detail)}
	}
	return second, end
}
