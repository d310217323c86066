package objective

import (
	"fmt"

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
	v, seen, ok := t.seen(m)
	return reports.Threshold{Text: t.Text, Seen: seen, Met: ok && t.met(v)}
}

// seen returns the measured value, its text, and whether there is one.
func (t Threshold) seen(m *Measured) (float64, string, bool) {
	switch t.measure {
	case errorShare:
		if m.Requests == 0 {
			return 0, "no requests", false
		}
		v := float64(m.Errors) / float64(m.Requests)
		return v, fmt.Sprintf("%.4g%%", v*100), true
	case throttledShare:
		v := float64(m.Throttled) / float64(max(1, m.Requests))
		return v, fmt.Sprintf("%.4g%%", v*100), m.Requests > 0
	case wrongAnswers:
		return float64(m.Wrong), fmt.Sprint(m.Wrong), true
	case doneRate:
		return m.Done, fmt.Sprintf("%.1f/s", m.Done), true
	}
	h := m.of(t.of)
	if h.TotalCount() == 0 {
		return 0, "no answers", false
	}
	v := hdr.Quantile(h, t.percentile)
	switch t.measure {
	case mean:
		v = h.Mean() / 1e6
	case maximum:
		v = hdr.Millis(h.Max())
	}
	return v, fmt.Sprintf("%.4gms", v), true
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
