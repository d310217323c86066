package load

import (
	"slices"
	"sync"

	"github.com/authassay/authassay/load/objective"
)

// lost says that the run misses an objective whatever comes yet: so many
// requests were too slow, failed or were turned away that all the rest could
// not make up for it.
func (a *attack) lost() bool {
	r, p := a.recorder, a.plan
	planned := p.Shape.Due(p.length()) - p.Shape.Due(p.Warmup)
	if planned == 0 || r.total.requests == 0 {
		return false
	}
	now := objective.Measured{Requests: r.total.requests, Errors: r.total.errors, Throttled: r.total.throttled}
	whole := sync.OnceValue(r.measured) // put together only where a percentile asks for it
	return slices.ContainsFunc(p.Thresholds, func(t objective.Threshold) bool { return t.Lost(now, whole, planned) })
}

// carried is what the target answered and got right, a second; 0 where the run
// was too short to tell.
func (a *attack) carried() (answers, right float64) {
	seconds := (min(a.ended, a.plan.length()) - a.recorder.settled()).Seconds()
	if seconds < leastFlow {
		return 0, 0
	}
	return float64(a.recorder.flow.answers) / seconds, float64(a.recorder.flow.right) / seconds
}

// leastFlow is how many seconds of answers say how fast they come.
const leastFlow = 0.3
