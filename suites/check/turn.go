package check

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/wire"
)

// turn is a check at its place in a run.
type turn struct {
	entry    entry
	evidence bool
	ctx      context.Context
	cancel   context.CancelFunc
	limit    time.Duration // of the check; 0 for none
	claimed  atomic.Bool   // by whoever tries it, or passes it by
	left     atomic.Bool   // behind, for it went on when its time was over
	over     chan struct{}
	aside    chan struct{} // closed when it was tried beside others; nil where it is not
	done     time.Time     // when it was over
	finding  reports.Finding
	facts    []reports.Fact
	vain     bool // the check was given up since asking had been in vain too often before
}

// newTurns prepares a turn for every check.
func newTurns(ctx context.Context, entries []entry, evidence bool) []*turn {
	out := make([]*turn, len(entries))
	for i, e := range entries {
		out[i] = &turn{entry: e, evidence: evidence, over: make(chan struct{})}
		out[i].ctx, out[i].cancel = context.WithCancel(ctx)
	}
	return out
}

// grace is how long a check is waited for that was told to end. One that does
// not is left behind, and has found nothing.
const grace = time.Second

// lateness is how long a check is waited for that has used up its time: longer
// than grace, for nobody is in a hurry, and closing a browser takes a while.
const lateness = 10 * time.Second

// run tries the check once, however often it is called, and returns when that
// has ended. A limit of 0 is none.
func (t *turn) run(limit time.Duration) {
	if t.claimed.CompareAndSwap(false, true) {
		t.limit = limit
		go t.attempt(t.ctx, limit)
	}
	t.wait()
}

// wait returns when the check has ended, or a while after it was told to. A body
// that does not heed its context must not keep the others from their turns: it is
// left behind.
func (t *turn) wait() {
	var stuck <-chan time.Time
	if t.limit > 0 {
		timer := time.NewTimer(t.limit + lateness)
		defer timer.Stop()
		stuck = timer.C
	}
	select {
	case <-t.over:
		return
	case <-stuck:
		t.left.Store(true)
		return
	case <-t.ctx.Done():
	}
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case <-t.over:
	case <-late.C:
	}
}

// attempt tries the check in the time that it is given, and until ctx ends, which
// ends with the turn's own at the latest.
func (t *turn) attempt(ctx context.Context, limit time.Duration) {
	defer close(t.over)
	defer t.cancel()
	returned := false
	defer func() {
		if !returned {
			t.finding = t.crashed("the check itself failed: it ended its goroutine, as FailNow of package testing does; it ends by the words of T alone")
		}
	}()
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	t.finding, t.facts, t.vain = attempt(ctx, t.entry, t.evidence)
	t.done = time.Now()
	returned = true
}

// crashed is the finding of a check that failed by itself.
func (t *turn) crashed(detail string) reports.Finding {
	f := t.entry.finding()
	f.Verdict, f.Detail = Crashed, detail
	return f
}

// pass ends a turn that is not worth trying with a finding of its own.
func (t *turn) pass(verdict reports.Verdict, why reports.Cause) {
	if !t.claimed.CompareAndSwap(false, true) {
		return
	}
	defer close(t.over)
	defer t.cancel()
	t.finding = t.entry.without(verdict, why)
}

// ended says whether the check has been tried. What one that was left behind
// does later counts for nothing.
func (t *turn) ended() bool {
	select {
	case <-t.over:
		return !t.left.Load()
	default:
		return false
	}
}

// result returns the finding, or that the check was never reached.
func (t *turn) result() reports.Finding {
	if t.ended() {
		return t.finding
	}
	switch {
	case t.left.Load():
		return t.crashed("the check itself failed: it went on when its time was over; what it does has to end with its context")
	case t.claimed.Load():
		return t.entry.without(reports.Untested, reports.Cause{Thing: "the check was told to end, and did not"})
	}
	return t.entry.without(reports.Untested, reports.Cause{Kind: reports.CauseUnreached})
}

// without is the finding of a check that was not tried.
func (e entry) without(verdict reports.Verdict, why reports.Cause) reports.Finding {
	f := e.finding()
	f.Verdict, f.Detail, f.Why = verdict, why.Words(), valued(why)
	return f
}

// valued is a cause as findings hold it: one in words of its own is in those only.
func valued(c reports.Cause) *reports.Cause {
	if c.Kind == "" {
		return nil
	}
	return &c
}

// early says whether a check need not wait for its turn since it has to wait long
// enough as it is.
func (t *turn) early() bool { return t.entry.waits() && !t.entry.world.Clock.Instant() }

// lanes are the checks of one target that may be tried at the same time.
type lanes struct {
	waiting, beside chan struct{}
	apart           bool // checks may be tried beside each other
}

// Begin starts what need not wait for its turn: the checks that outwait
// lifetimes on clocks that cannot be moved, so that the whole run takes as long
// as the longest of them. What they wait with they obtain a few at a time, for
// a code must not die because so many others are asked for; and their requests
// go before those of the checks that are tried meanwhile. On a target that is far
// away those that do no harm are tried beside the others.
func (r *Runner) Begin() {
	all := map[int]lanes{}
	for _, t := range r.turns {
		target, world := t.entry.target, t.entry.world
		if r.held != nil && r.held[target] == nil {
			r.held[target] = hold(t.ctx, world)
		}
		if _, known := all[target]; !known {
			n := world.abreast()
			all[target] = lanes{make(chan struct{}, n), make(chan struct{}, world.crowd()), world.far() && world.keepsApart(t.ctx)}
		}
		switch {
		case t.early() && t.claimed.CompareAndSwap(false, true):
			go r.goAhead(t, all[target].waiting)
		case all[target].apart && t.beside():
			t.aside = make(chan struct{})
			go r.goBeside(t, all[target].beside)
		}
	}
}

// abreast is how many checks may obtain at the same time what they wait with.
func (w World) abreast() int {
	if w.Client == nil || w.Client.Wire == nil {
		return 1 << 10
	}
	return w.Client.Abreast()
}

// goAhead tries a check that waits once there is a slot for it.
func (r *Runner) goAhead(t *turn, slots chan struct{}) {
	select {
	case slots <- struct{}{}:
	case <-t.ctx.Done():
		t.attempt(t.ctx, r.limit(t))
		return
	}
	settled := sync.OnceFunc(func() { <-slots })
	defer settled()
	t.attempt(context.WithValue(wire.Urgent(t.ctx), settling{}, settled), r.limit(t))
}

// settling carries, in the context of a check that waits, what says that it has
// all that it will wait with.
type settling struct{}

// settled says that the check has what it waits with, and lets another obtain
// his.
func (t *T) settled() {
	if said, ok := t.ctx.Value(settling{}).(func()); ok {
		said()
	}
}

// leftovers are the checks that still go on.
func leftovers(turns []*turn) []*turn {
	return slices.DeleteFunc(slices.Clone(turns), func(t *turn) bool { return !t.claimed.Load() || t.ended() || t.left.Load() })
}
