package check

import (
	"context"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
)

// On a target that is far away most of a run is waiting for one answer after
// another. Checks that end nothing are tried beside each other there, where the
// server has been seen to keep what one person's logins bring apart.

// beside says whether a check may be tried beside others: it ends nothing, destroys
// nothing, guesses at nobody's password and waits for nothing.
func (t *turn) beside() bool { return t.entry.rank() == 0 }

// crowd is how many checks are tried beside each other: half as many again as the
// chains of requests that the limits of the target let go side by side where it may
// be attacked, for most of their time they wait; half of them elsewhere.
func (w World) crowd() int {
	if w.Permit.Allows(scenarios.Attacking) {
		return 3 * w.abreast() / 2
	}
	return max(1, w.abreast()/2)
}

// farAway is how long the quickest answer of a target that is far away takes at
// least.
const farAway = 20 * time.Millisecond

// far says whether the target is far away, as far as anybody has seen.
func (w World) far() bool {
	if len(w.Preflight.How) == 0 || w.abreast() < 2 || w.Client.Interval() > 0 {
		return false
	}
	quickest := time.Hour
	for _, x := range w.Preflight.How {
		quickest = min(quickest, x.Received.Sub(x.Sent))
	}
	return quickest >= farAway
}

// keepsApart says whether the target lets what one person's logins bring live side by
// side: a server that lets a new code or grant end the one before it would have
// checks refused for what their neighbours do.
func (w World) keepsApart(ctx context.Context) bool {
	client := w.Client.Kit.Client
	if client.ID == "" || w.Client.Visitor == nil {
		return false
	}
	t := newT(ctx, entry{world: w}, false)
	apart := false
	end := t.untilCut(func() {
		codes := []string{t.Code(), t.Code()}
		first, second := t.Granted(t.Exchange(codes[0])), t.Granted(t.Exchange(codes[1]))
		apart = t.Call(first.Credentials()).Class == scenarios.Alive && t.Call(second.Credentials()).Class == scenarios.Alive
		for _, token := range []string{first.RefreshToken, second.RefreshToken} {
			apart = apart && (token == "" || t.Refresh(token).Grant.AccessToken != "")
		}
	})
	return apart && end == nil
}

// goBeside tries a check beside others once there is a lane for it. What passes
// so has passed. Whatever else it finds may come of its neighbours: it is tried
// again, alone, when its turn comes.
func (r *Runner) goBeside(t *turn, lane chan struct{}) {
	defer close(t.aside)
	select {
	case lane <- struct{}{}:
		defer func() { <-lane }()
	case <-t.ctx.Done():
		return
	}
	alone := &turn{entry: t.entry, evidence: t.evidence, ctx: t.ctx, cancel: func() {}, over: make(chan struct{})}
	alone.attempt(t.ctx, r.limit(t))
	v := alone.finding.Verdict
	if v != reports.Pass && v != reports.NotApplicable || t.ctx.Err() != nil || !t.claimed.CompareAndSwap(false, true) {
		return
	}
	defer close(t.over)
	t.finding, t.facts, t.done = alone.finding, alone.facts, alone.done
}

// awaited waits for the try beside others, where there is one, and no longer than a
// check that is told to end.
func (t *turn) awaited(limit time.Duration) {
	if t.aside == nil {
		return
	}
	stuck := time.NewTimer(limit + lateness)
	defer stuck.Stop()
	select {
	case <-t.aside:
	case <-stuck.C:
	case <-t.ctx.Done():
		late := time.NewTimer(grace)
		defer late.Stop()
		select {
		case <-t.aside:
		case <-late.C:
		}
	}
}

// gate lets one in at a time. Who is inside may be asking the target, or waiting until
// it may be asked again, and who stands before a mutex meanwhile would stop the clock
// of a bubble (testing/synctest), which goes on once everybody waits at a channel.
type gate chan struct{}

func newGate() gate { return make(gate, 1) }

// enter waits until nobody is inside, and returns what lets the next one in.
func (g gate) enter() (leave func()) {
	g <- struct{}{}
	return func() { <-g }
}
