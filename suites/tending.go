package suites

import (
	"context"
	"time"

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
// a target that is gone costs no more than a look at it. Looks that take their
// time, such as a restart that fails, are not gone through for ever.
func (c *course) revive(ctx context.Context, t *trial) {
	since, down := c.down[t.check.target]
	if !down || t.ended() {
		return
	}
	if c.mourned[t.check.target] < mourning {
		began := c.options.Now()
		health := t.check.world.Tend(ctx)
		c.mourned[t.check.target] += c.options.Now().Sub(began)
		if health.Up {
			delete(c.down, t.check.target)
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
