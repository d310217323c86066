package check

import (
	"context"
	"errors"
	"fmt"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/wire"
)

// broke ends the check because the target broke where an answer was demanded.
// A server error that comes again, with the positive control holding before and
// after, is the target's failure to give the answer; whatever cannot be had
// again decides nothing. The same holds for no answer at all where that is what
// the check is about.
func (t *T) broke(actual any, judged bool) {
	end := stop{verdict: reports.Inconclusive, detail: "the target broke: " + Describe(actual)}
	if busy(actual) {
		end.detail = "the target wants to be asked less often (see limits.per_second): " + Describe(actual)
	}
	end.lost, end.place = !failedBy(actual), fmt.Sprint(t.judged, " ", t.place)
	end.crash = !busy(actual) && !ours(actual) && t.ctx.Err() == nil && (judged || !end.lost)
	panic(end)
}

// ours says whether a request has failed on this side, and shows nothing.
func ours(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a != nil && errors.Is(a.Err, wire.ErrOwn)
	case *scenarios.Landing:
		return a != nil && errors.Is(a.Err, wire.ErrOwn) || ours(a.Last())
	}
	return false
}

// failedBy says whether a target broke by an answer that did arrive: a server
// error, or a body that cannot be read. A connection that was lost may be our
// own loss.
func failedBy(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a != nil && a.Status != 0 && (a.Status >= 500 || a.Err == nil)
	case *scenarios.Landing:
		return failedBy(a.Last())
	}
	return false
}

// busy says whether a target has refused to look at a request for now, RFC 6585
// §4, which says nothing of what was in it.
func busy(actual any) bool {
	switch a := actual.(type) {
	case *scenarios.Reply:
		return a != nil && a.Class == scenarios.Busy
	case *scenarios.Landing:
		return a != nil && a.URL == nil && busy(a.Last())
	}
	return false
}

// afresh tries a check once more where the target did not look at one of the
// requests, RFC 6585 §4: what that was to bring about is missing, and nothing is
// found by it, nor shown to be right. An answer that was judged is another thing.
func (t *T) afresh(ctx context.Context, evidence bool) (*T, stop) {
	unheard := stop{verdict: reports.Inconclusive, detail: "the target did not look at a request on the way and wants to be asked less often (see limits.per_second)"}
	if t.entry.waits() && !t.Clock.Instant() {
		return t, unheard
	}
	second, end := t.anew(ctx, evidence)
	if second.throttled && decides(end) {
		return second, unheard
	}
	return second, end
}

// decides says whether an end says something of the target.
func decides(s stop) bool {
	return accuses(s) || s.verdict == reports.Pass || s.verdict == reports.NotApplicable
}

// again tries a check a second time, from its control on, whose target broke, or
// which accused it although a connection had been lost on the way. It returns
// the try that decides, and its end. An answer that does not come is lost more
// easily than one that is wrong: it has to be missing three times at one place.
func (t *T) again(ctx context.Context, first stop, evidence bool) (*T, stop) {
	if t.entry.waits() && !t.Clock.Instant() {
		first.detail += "; to try again would take the whole wait"
		return t, first.undecided()
	}
	times := "twice"
	second, end := t.anew(ctx, evidence)
	if first.crash && first.lost && end.crash && end.place == first.place {
		times = "three times"
		second, end = t.anew(ctx, evidence)
	}
	switch {
	case end.crash && first.crash && end.place == first.place:
		verdict := violated(t.entry.duty.Level)
		return second, stop{verdict: verdict, detail: "tried " + times + ", with what comes before it in order each time: " + end.detail}
	case end.crash || accuses(end) && second.lost && !first.crash:
		return t, first.undecided()
	case end.verdict == reports.Pass || end.verdict == reports.NotApplicable:
		first.detail += "; when tried again it did not"
		return t, first.undecided()
	case end.verdict == reports.Untested || end.verdict == reports.Inconclusive:
		first.detail = fmt.Sprintf("%s; when tried again: %s", first.detail, end.detail)
		return t, first.undecided()
	}
	return second, end
}

// anew tries a check once more.
func (t *T) anew(ctx context.Context, evidence bool) (*T, stop) {
	second := newT(ctx, t.entry, evidence)
	return second, second.try()
}

// undecided is an end that decides nothing.
func (s stop) undecided() stop {
	if accuses(s) {
		s.detail = "a connection was lost on the way; " + s.detail
	}
	return stop{verdict: reports.Inconclusive, detail: s.detail, root: s.root}
}

// accuses says whether an end holds something against the target.
func accuses(s stop) bool {
	switch s.verdict {
	case reports.Fail, reports.Warn, reports.Note:
		return true
	}
	return false
}

// broke says whether a target that could be reached has broken over a request.
func broke(actual any) bool { return failedBy(actual) && IsBroken(actual) }
