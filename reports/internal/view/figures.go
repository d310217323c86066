package view

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// Pace says what was offered, in a few words.
func Pace(l *reports.Load) string {
	if l.Closed() {
		return "as fast as the connections answered"
	}
	return fmt.Sprintf("offered %.1f/s", l.Offered)
}

// Bursts says how evenly requests went out.
func Bursts(share float64) string {
	return fmt.Sprintf("%.1f %% of the requests, within a quarter of the interval behind the one before", share*100)
}

// LatencyHeads head the columns of latencies.
func LatencyHeads() []string {
	return []string{"min", "mean", "p50", "p90", "p95", "p99", "p99.9", "p99.99", "max"}
}

// LatencyCells are the figures below them.
func LatencyCells(l reports.Latency) []string {
	if l.Count == 0 {
		return slices.Repeat([]string{"—"}, len(LatencyHeads()))
	}
	var cells []string
	for _, ms := range []float64{l.Min, l.Mean, l.P50, l.P90, l.P95, l.P99, l.P999, l.P9999, l.Max} {
		cells = append(cells, words.Millis(ms))
	}
	return cells
}

// Memory says how the generator's memory grew; empty if nobody looked.
func Memory(samples []reports.Memory) string {
	if len(samples) == 0 {
		return ""
	}
	most := slices.MaxFunc(samples, func(a, b reports.Memory) int { return cmp.Compare(a.Bytes, b.Bytes) })
	return fmt.Sprintf("generator memory: %s at first, %s midway, %s at last, %s at most",
		mebibytes(samples[0].Bytes), mebibytes(samples[len(samples)/2].Bytes),
		mebibytes(samples[len(samples)-1].Bytes), mebibytes(most.Bytes))
}

func mebibytes(n uint64) string { return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20)) }

// Throttled says what the target's own rate limit did.
func Throttled(n uint64, wait float64) string {
	text := "the target's own rate limit turned away " + words.Plural(int(n), "request", "requests") + " with 429"
	if wait > 0 {
		text += fmt.Sprintf(", Retry-After up to %.0f s", wait)
	}
	return text
}

// CapacityFigures are the conclusions of a search, name and words.
func CapacityFigures(c *reports.Capacity) [][2]string {
	carried := fmt.Sprintf("%.0f/s", c.Rate)
	if c.High > 0 {
		carried += fmt.Sprintf(", and less than %.0f/s", c.High)
	}
	out := [][2]string{
		{"carries", carried},
		{"plan with", fmt.Sprintf("%.0f/s, which leaves %.0f %% free", c.Plan, 100*c.Headroom)},
		{"bound by", words.First(c.Binding, "nothing that was seen")},
		{"knee", fmt.Sprintf("%.0f/s: beyond it, more load buys mostly waiting", c.Knee)},
		{"in use", fmt.Sprintf("%.1f requests in the target at a time (Little's law)", c.InUse)},
	}
	if s := c.Scalability; s != nil {
		peak := "no maximum"
		if s.Peak > 0 {
			peak = fmt.Sprintf("a maximum of %.0f/s with %.0f requests at a time", s.Most, s.Peak)
		} else if s.Most > 0 {
			peak = fmt.Sprintf("at most %.0f/s", s.Most)
		}
		out = append(out, [2]string{"scales", fmt.Sprintf("%.0f/s with one request at a time, %.1f %% of the work in line, %.4f %% for each pair: %s (Universal Scalability Law, fit %.3f)",
			s.Lambda, 100*s.Sigma, 100*s.Kappa, peak, s.Fit)})
	}
	return out
}

// LevelHeads head the columns of the levels of a search.
func LevelHeads() []string {
	return []string{"level", "offered/s", "done/s", "p50", "p99", "service", "in use", "errors", "429", "wrong"}
}

// LevelCells are the figures below them.
func LevelCells(l reports.Level) []string {
	return []string{string(l.Phase), fmt.Sprintf("%.1f", l.Rate), fmt.Sprintf("%.1f", l.Done), words.Millis(l.P50), words.Millis(l.P99),
		words.Millis(l.Service), fmt.Sprintf("%.1f", l.InUse), fmt.Sprint(l.Errors), fmt.Sprint(l.Throttled), fmt.Sprint(l.Wrong)}
}

// LevelSign is how a level is marked: as what passed or failed.
func LevelSign(l reports.Level) Sign {
	if l.Good {
		return SignOf(reports.Pass)
	}
	return SignOf(reports.Fail)
}
