package load

// doomed says that the run misses an objective whatever comes yet: so many
// requests were too slow, failed or were turned away that all the rest could
// not make up for it.
func (a *attack) doomed() bool {
	r, p := a.recorder, a.plan
	planned := p.Shape.Due(p.length()) - p.Shape.Due(p.Warmup)
	if planned == 0 || r.total.requests == 0 {
		return false
	}
	var m *measured // put together only where a percentile asks for it
	of := func() *measured {
		if m == nil {
			m = r.measured()
		}
		return m
	}
	for _, t := range p.Thresholds {
		if t.lost(&r.total, of, planned) {
			return true
		}
	}
	return false
}

// lost says that a run of so many requests can't meet the objective any more.
func (t Threshold) lost(now *tally, of func() *measured, planned uint64) bool {
	if t.op != "<" && t.op != "<=" {
		return false
	}
	n := float64(planned)
	switch t.measure {
	case errorShare:
		return !t.met(float64(now.errors) / n)
	case throttledShare:
		return !t.met(float64(now.throttled) / n)
	case percentile:
		allowed := n * (1 - t.percentile/100)
		if float64(now.requests) <= allowed {
			return false
		}
		h := of().of(t.of)
		seen := float64(h.TotalCount())
		if seen <= allowed {
			return false
		}
		// So many of those seen may lie above the bound; the next one lies at
		// this percentile of them.
		return !t.met(quantile(h, 100*(seen-allowed-1)/seen))
	}
	return false
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
