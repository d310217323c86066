package load

import (
	"slices"
	"time"

	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// ground is what decides the verdict of a run: a wrong answer or a missed
// objective fails, a run that nothing answered decides nothing.
func ground(out *reports.Load, thresholds []objective.Threshold) reports.Ground {
	missed := slices.ContainsFunc(out.Thresholds, func(t reports.Threshold) bool { return !t.Met })
	switch {
	case out.Wrong > 0:
		return reports.WrongAnswers
	case out.Interrupted:
		return reports.CutShort
	case out.Answered() == 0:
		return reports.NoAnswer
	case missed:
		return reports.MissedObjectives
	case out.Throttled > out.Requests/100 && !slices.ContainsFunc(thresholds, objective.Threshold.Throttling):
		return reports.RateLimit
	case out.Errors > out.Requests/2:
		return reports.MostlyErrors
	}
	return reports.AllKept
}

// LateShare is the share of late requests from which a run names its limit.
const LateShare = 0.01

// limit is what other than the target held the run back, nil for nothing. Late
// requests are those that were never sent.
func (a *attack) limit(late uint64) *reports.Limit {
	p, sent := a.pacer, float64(max(1, a.checker.sent.Load()))
	if n := a.recorder.total.kinds[Exhausted]; n > 0 {
		return &reports.Limit{Kind: reports.PortsUsedUp, Count: n}
	}
	if share := float64(p.Asleep) / sent; share > LateShare {
		return &reports.Limit{Kind: reports.GeneratorLate, Share: share, Late: float64(pace.Lateness) / float64(time.Millisecond)}
	}
	if float64(p.Busy)/sent > LateShare || late > 0 {
		return &reports.Limit{Kind: reports.ConnectionsBusy, Connections: a.plan.Connections, Count: p.Busy + late}
	}
	return nil
}
