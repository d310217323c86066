package check

import (
	"context"
	"time"

	"github.com/authassay/authassay/reports"
)

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
	t.pass(reports.Inconclusive, "the target has been down since check "+since)
}

// mourning is how long is spent in all on looks at a target that stays down.
const mourning = 30 * time.Second

func alsoSaid(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
