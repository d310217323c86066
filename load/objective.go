package load

import (
	"fmt"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/reports"
)

// measured is what thresholds are held against.
type measured struct {
	response, service, lag *hdrhistogram.Histogram
	requests, wrong        uint64
	errors, throttled      uint64
	done                   float64 // answers a second
	unanswered             uint64  // requests without any answer
}

// of returns the times of a kind: response, service or lag.
func (m *measured) of(kind string) *hdrhistogram.Histogram {
	switch kind {
	case "service":
		return m.service
	case "lag":
		return m.lag
	}
	return m.response
}

// judge holds the threshold against a run. Nothing measured meets no
// objective but that of no wrong answers.
func (t Threshold) judge(m *measured) reports.Threshold {
	v, seen, ok := t.seen(m)
	return reports.Threshold{Text: t.Text, Seen: seen, Met: ok && t.met(v)}
}

// seen returns the measured value, its text, and whether there is one.
func (t Threshold) seen(m *measured) (float64, string, bool) {
	switch t.measure {
	case errorShare:
		if m.requests == 0 {
			return 0, "no requests", false
		}
		v := float64(m.errors) / float64(m.requests)
		return v, fmt.Sprintf("%.4g%%", v*100), true
	case throttledShare:
		v := float64(m.throttled) / float64(max(1, m.requests))
		return v, fmt.Sprintf("%.4g%%", v*100), m.requests > 0
	case wrongAnswers:
		return float64(m.wrong), fmt.Sprint(m.wrong), true
	case doneRate:
		return m.done, fmt.Sprintf("%.1f/s", m.done), true
	}
	h := m.of(t.of)
	if h.TotalCount() == 0 {
		return 0, "no answers", false
	}
	v := quantile(h, t.percentile)
	switch t.measure {
	case mean:
		v = h.Mean() / 1e6
	case maximum:
		v = millis(h.Max())
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
