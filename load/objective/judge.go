package objective

import (
	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/reports"
)

// Measured is what thresholds are held against.
type Measured struct {
	Response, Service, Lag *hdrhistogram.Histogram
	Requests, Wrong        uint64
	Errors, Throttled      uint64
	Done                   float64 // answers a second
	Unanswered             uint64  // requests without any answer
}

// of returns the times of a kind: response, service or lag.
func (m *Measured) of(kind string) *hdrhistogram.Histogram {
	switch kind {
	case "service":
		return m.Service
	case "lag":
		return m.Lag
	}
	return m.Response
}

// Judge holds the threshold against a run. Nothing measured meets no
// objective but that of no wrong answers.
func (t Threshold) Judge(m *Measured) reports.Threshold {
	seen, ok := t.seen(m)
	out := reports.Threshold{Text: t.Text}
	out.Conclude(seen, ok && t.met(seen.Value))
	return out
}

// seen returns what was measured, and whether that is anything.
func (t Threshold) seen(m *Measured) (reports.Figure, bool) {
	switch t.measure {
	case errorShare:
		if m.Requests == 0 {
			return reports.Figure{Kind: reports.NoRequests}, false
		}
		return reports.Figure{Kind: reports.Share, Value: float64(m.Errors) / float64(m.Requests)}, true
	case throttledShare:
		return reports.Figure{Kind: reports.Share, Value: float64(m.Throttled) / float64(max(1, m.Requests))}, m.Requests > 0
	case wrongAnswers:
		return reports.Figure{Kind: reports.Count, Value: float64(m.Wrong)}, true
	case doneRate:
		return reports.Figure{Kind: reports.PerSecond, Value: m.Done}, true
	}
	h := m.of(t.of)
	if h.TotalCount() == 0 {
		return reports.Figure{Kind: reports.NoAnswers}, false
	}
	v := hdr.Quantile(h, t.percentile)
	switch t.measure {
	case mean:
		v = h.Mean() / 1e6
	case maximum:
		v = hdr.Millis(h.Max())
	}
	return reports.Figure{Kind: reports.Millis, Value: v}, true
}

// met compares a value with the bound.
func (t Threshold) met(v float64) bool {
	switch t.op {
	case "<":
		return v < t.value
	case "<=":
		return v <= t.value
	case ">":
		return v > t.value
	case ">=":
		return v >= t.value
	}
	return v == t.value
}
