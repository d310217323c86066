package suites

import (
	"context"

	"github.com/authassay/authassay/reports"
)

// tend looks after the target when a check has found it broken or was made to
// be hard on it. What had become of it is part of what the check found.
func (c *course) tend(ctx context.Context, t *trial) {
	world := t.check.world
	if world.Tend == nil || t.finding.Verdict != reports.Inconclusive && !t.check.has(Destructive) {
		return
	}
	if _, known := c.down[t.check.target]; known {
		return // the check was not tried
	}
	health := world.Tend(ctx)
	if health.What != "" {
		t.finding.Detail = alsoSaid(t.finding.Detail, world.Redactor.Scrub(health.What))
	}
	if !health.Up {
		c.down[t.check.target] = string(t.check.duty.ID)
	}
}

// revive gives a target that was found down another chance, so that a check of
// a target that is gone costs no more than a look at it.
func (c *course) revive(ctx context.Context, t *trial) {
	since, down := c.down[t.check.target]
	if !down || t.ended() {
		return
	}
	if health := t.check.world.Tend(ctx); health.Up {
		delete(c.down, t.check.target)
		return
	}
	t.pass(reports.Inconclusive, "the target has been down since check "+since)
}

func alsoSaid(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
