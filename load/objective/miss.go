package objective

import (
	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/reports"
)

// Lost says that a run of so many planned requests can't meet the objective any
// more, whatever comes yet: so many were too slow, failed or were turned away
// that all the rest could not make up for it. The histograms of now may be nil;
// whole puts them together, and is called only where a percentile asks for it.
func (t Threshold) Lost(now Measured, whole func() *Measured, planned uint64) bool {
	if t.op != "<" && t.op != "<=" {
		return false
	}
	n := float64(planned)
	switch t.measure {
	case errorShare:
		return !t.met(float64(now.Errors) / n)
	case throttledShare:
		return !t.met(float64(now.Throttled) / n)
	case percentile:
		allowed := n * (1 - t.percentile/100)
		if float64(now.Requests) <= allowed {
			return false
		}
		h := whole().of(t.of)
		seen := float64(h.TotalCount())
		if seen <= allowed {
			return false
		}
		// So many of those seen may lie above the bound; the next one lies at
		// this percentile of them.
		return !t.met(hdr.Quantile(h, 100*(seen-allowed-1)/seen))
	}
	return false
}

// Worst returns the class that contributes most to a missed objective; false
// where there is one class only, or where classes say nothing about it.
func (t Threshold) Worst(classes []reports.LoadClass) (string, bool) {
	if len(classes) < 2 || t.measure == doneRate {
		return "", false
	}
	most := classes[0]
	for _, c := range classes[1:] {
		if t.share(c) > t.share(most) {
			most = c
		}
	}
	return most.Name, true
}

// share is what a class contributes.
func (t Threshold) share(c reports.LoadClass) float64 {
	n := float64(max(1, c.Requests))
	switch {
	case t.measure == errorShare:
		return float64(c.Errors) / n
	case t.measure == throttledShare:
		return float64(c.Throttled) / n
	case t.measure == wrongAnswers:
		return float64(c.Wrong)
	case t.percentile > 0 && t.percentile <= 50:
		return c.Response.P50
	case t.measure == mean:
		return c.Response.Mean
	case t.measure == maximum:
		return c.Response.Max
	}
	return c.Response.P99
}

// Throttling says whether the objective is about answers of 429.
func (t Threshold) Throttling() bool { return t.measure == throttledShare }
