package suites

import (
	"context"
	"fmt"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// holding watches over what the tester holds on one target: a server may end
// more than it was told to, and checks without credentials find nothing.
type holding struct {
	pair  *scenarios.Credentials // what is tried; nil where there is nothing to lose
	what  string                 // how the target file calls it
	alive bool                   // it has been seen to live
	after string                 // the check after which it was found dead; "" while it lives
}

// hold begins to watch over the pair that the tester holds.
func (c *course) hold(ctx context.Context, w World) *holding {
	h := &holding{pair: w.Client.Held.Administrator, what: "administrator"}
	if h.pair == nil {
		h.pair, h.what = w.Client.Held.Basic, "basic"
	}
	if h.pair != nil {
		h.alive = h.tried(ctx, w) == scenarios.Alive
	}
	return h
}

// tried says what has become of the pair.
func (h *holding) tried(ctx context.Context, w World) scenarios.Class {
	r, err := w.Client.Do(ctx, scenarios.Step{Verb: scenarios.Call, As: *h.pair})
	if err != nil {
		return scenarios.Broken
	}
	return r.Class
}

// holds tries what the tester holds where a check may have ended it: one that
// ends credentials, or one whose control failed. The check that has killed it
// says so, and the rest is not worth trying.
func (c *course) holds(ctx context.Context, t *trial) {
	if !t.suspect() || ctx.Err() != nil {
		return
	}
	h := c.held[t.check.target]
	if h == nil || !h.alive || h.after != "" {
		return
	}
	if class := h.tried(ctx, t.check.world); class == scenarios.Alive || class == scenarios.Broken || class == scenarios.Busy {
		return
	}
	h.after = string(t.check.duty.ID)
	t.finding.Detail = alsoSaid(t.finding.Detail, fmt.Sprintf("after it the %s credential of the target file, which it had no business with, opens nothing any more", h.what))
}

// suspect says whether a trial may have ended what it does not own.
func (t *trial) suspect() bool {
	return t.check.has(Ends) || t.check.has(Destructive) || t.finding.Verdict == reports.Untested && t.finding.Control != ""
}

// bereft ends a trial that has nothing to be tried with any more.
func (c *course) bereft(t *trial) {
	h := c.held[t.check.target]
	if h == nil || h.after == "" || t.ended() || t.check.has(Gathers) {
		return
	}
	t.pass(reports.Untested, fmt.Sprintf("the %s credential of the target file has opened nothing any more since check %s", h.what, h.after))
}
