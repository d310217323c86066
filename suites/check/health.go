package check

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// holding watches over what the tester holds on one target: a server may end
// more than it was told to, and checks without credentials find nothing.
type holding struct {
	what  string                                    // how the target file calls it
	try   func(ctx context.Context) scenarios.Class // what has become of it
	dear  bool                                      // trying costs a login: only around destructive checks
	alive bool                                      // it has been seen to live
	fresh bool                                      // and nothing was tried since
	seen  string                                    // the check after which it was seen to live; "" for the beginning
	at    time.Time                                 // when it was
	vain  int                                       // how often in a row it could not be said
	after string                                    // the check after which it was found dead; "" while it lives
}

// hold begins to watch over what the tester holds: the pair that everything
// else is made with, or the client's ability to be granted something.
func hold(ctx context.Context, w World) *holding {
	h := &holding{what: "administrator"}
	if w.Client == nil {
		return nil
	}
	pair := w.Client.Kit.Administrator
	if pair == nil {
		pair, h.what = w.Client.Kit.Basic, "basic"
	}
	switch {
	case pair != nil:
		h.try = func(ctx context.Context) scenarios.Class {
			r, err := w.Client.Do(ctx, scenarios.Step{Verb: scenarios.Call, As: *pair})
			if err != nil {
				return scenarios.Broken
			}
			return r.Class
		}
		h.look(ctx, "")
	case w.Client.Kit.Client.ID != "" && w.Client.Visitor != nil:
		h.what, h.dear = "client", true
		h.try = func(ctx context.Context) scenarios.Class { return granting(ctx, w.Client) }
	default:
		return nil
	}
	return h
}

// granting says whether the client is still granted anything. What breaks on
// the way, or needs a person who is not there, says nothing.
func granting(ctx context.Context, c *scenarios.Client) scenarios.Class {
	_, err := c.Obtain(ctx)
	var failed *scenarios.Failure
	switch {
	case err == nil:
		return scenarios.Alive
	case errors.As(err, &failed) && failed.Err == nil && failed.Reply != nil && !IsBroken(failed.Reply):
		return scenarios.Dead
	}
	return scenarios.Broken
}

// look tries what is held, after a check. It says whether that is found dead:
// by two answers in a row, and only where it has lived.
func (h *holding) look(ctx context.Context, after string) (dead bool) {
	if h.vain >= patience {
		return false
	}
	for range 2 {
		switch class := h.try(ctx); {
		case ctx.Err() != nil:
			return false
		case class == scenarios.Broken || class == scenarios.Busy:
			h.vain++
			return false
		case class == scenarios.Alive:
			h.alive, h.fresh, h.seen, h.at, h.vain = true, true, after, time.Now(), 0
			return false
		}
	}
	return h.alive
}

// guard sees before a check that may end more than its own whether what the
// tester holds lives, so that what the check is told is its own doing.
func (r *Runner) guard(ctx context.Context, t *turn) {
	h := r.held[t.entry.target]
	if h == nil || h.after != "" || h.fresh || t.ended() || !h.threatened(t) || ctx.Err() != nil {
		return
	}
	if h.look(ctx, h.seen) {
		h.after = string(t.entry.ID)
		r.bereft(t)
	}
}

// threatened says whether the check may end what it does not own.
func (h *holding) threatened(t *turn) bool {
	return t.entry.has(Destructive) || t.entry.has(Ends) && !h.dear
}

// holds tries what the tester holds where a check may have ended it, or where
// it found something that may come of its being dead. The check that has ended
// it says so, and the rest is not worth trying.
func (r *Runner) holds(ctx context.Context, t *turn) {
	h := r.held[t.entry.target]
	if h == nil || ctx.Err() != nil {
		return
	}
	if h.after != "" {
		if v := t.finding.Verdict; t.entry.has(Gathers) && (v == reports.Untested || v == reports.Inconclusive) {
			t.doubt(h.gone())
		}
		return
	}
	threatened := h.threatened(t)
	h.fresh = false
	if !threatened && (h.dear || t.vain || t.finding.Verdict == reports.Pass || t.finding.Verdict == reports.NotApplicable) {
		return
	}
	before := h.seen
	if !h.look(ctx, string(t.entry.ID)) {
		return
	}
	h.after = string(t.entry.ID)
	if threatened {
		t.blame(h)
		return
	}
	t.doubt(reports.Cause{Thing: fmt.Sprintf("the %s credential of the target file was found to open nothing any more; it was last seen to live %s, and what has ended it is one of the checks since", h.what, since(before))})
}

// since says after which check something was seen.
func since(check string) string {
	if check == "" {
		return "at the beginning"
	}
	return "after check " + check
}

// blame holds it against a check that it has ended what it had no business
// with. What a check finds that judges no more than a choice of the target's,
// such as to lock whom secrets are guessed of, stands.
func (t *turn) blame(h *holding) {
	said := fmt.Sprintf("after it the %s credential of the target file, which it had no business with, opens nothing any more", h.what)
	f := &t.finding
	f.Detail, f.Cause, f.Why, f.Root = alsoSaid(f.Detail, said), "", nil, ""
	switch {
	case t.entry.duty.Level == catalogue.May:
	case t.entry.has(Guesses) && f.Verdict == reports.Untested:
		f.Cause = f.Detail
	case f.Verdict == reports.Fail || f.Verdict == reports.Warn:
	default:
		f.Verdict = violated(t.entry.duty.Level)
		f.Acceptable, f.Actual = []string{"nothing ends that the request does not name"}, said
	}
}

// doubt takes back what a check has found, because it may have been without
// credentials.
func (t *turn) doubt(why reports.Cause) {
	f := &t.finding
	f.Verdict, f.Detail, f.Cause, f.Why, f.Root = reports.Untested, why.Words(), why.Words(), valued(why), ""
}

// bereft ends a turn that has nothing to be tried with any more. One that was
// under way meanwhile, since it waits, has found nothing either.
func (r *Runner) bereft(t *turn) {
	h := r.held[t.entry.target]
	if h == nil || h.after == "" || t.entry.has(Gathers) {
		return
	}
	t.cancel() // what still waits waits for nothing
	t.pass(reports.Untested, h.gone())
	if t.wait(); t.ended() && t.done.After(h.at) {
		t.doubt(h.gone())
	}
}

// gone says since when there is nothing to try checks with.
func (h *holding) gone() reports.Cause {
	return reports.Cause{Kind: reports.CauseGone, Thing: h.what, Since: h.after}
}

// tend looks after the target when a check has found it broken or was made to
// be hard on it. What had become of it is part of what the check found.
func (r *Runner) tend(ctx context.Context, t *turn) {
	world := t.entry.world
	if world.Tend == nil || t.finding.Verdict != reports.Inconclusive && !t.entry.has(Destructive) {
		return
	}
	if _, known := r.down[t.entry.target]; known {
		return // the check was not tried
	}
	if t.vain && !t.entry.has(Destructive) {
		return // what the target does is known, and a look would cost as much again
	}
	health := world.Tend(ctx)
	if health.What != "" {
		t.finding.Detail = alsoSaid(t.finding.Detail, world.Redactor.Scrub(health.What))
	}
	if !health.Up {
		r.down[t.entry.target] = string(t.entry.ID)
	}
}

// revive gives a target that was found down another chance, so that a check of
// a target that is gone costs no more than a look at it. Looks that take their
// time, such as a restart that fails, are not gone through for ever.
func (r *Runner) revive(ctx context.Context, t *turn) {
	since, down := r.down[t.entry.target]
	if !down || t.ended() {
		return
	}
	if r.mourned[t.entry.target] < mourning {
		began := r.options.Now()
		health := t.entry.world.Tend(ctx)
		r.mourned[t.entry.target] += r.options.Now().Sub(began)
		if health.Up {
			delete(r.down, t.entry.target)
			return
		}
	}
	t.pass(reports.Inconclusive, reports.Cause{Kind: reports.CauseDown, Since: since})
}

// mourning is how long is spent in all on looks at a target that stays down.
const mourning = 30 * time.Second

func alsoSaid(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
