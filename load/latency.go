package load

import (
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/reports"
)

// The range of histograms in nanoseconds: values outside are counted at the
// nearer end. Three digits keep every value within 0.1 %.
const (
	shortest = 100
	longest  = int64(time.Hour)
)

// newHistogram makes a histogram of durations.
func newHistogram() *hdrhistogram.Histogram { return hdrhistogram.New(shortest, longest, 3) }

// record counts a duration; one below zero counts as zero.
func record(h *hdrhistogram.Histogram, d time.Duration) {
	_ = h.RecordValue(min(max(int64(d), 0), longest))
}

// millis returns nanoseconds as milliseconds.
func millis(ns int64) float64 { return float64(ns) / 1e6 }

// quantile returns a percentile in milliseconds.
func quantile(h *hdrhistogram.Histogram, p float64) float64 {
	return millis(h.ValueAtPercentile(p))
}

// summary writes a histogram as the percentiles of a report.
func summary(h *hdrhistogram.Histogram) reports.Latency {
	if h.TotalCount() == 0 {
		return reports.Latency{}
	}
	return reports.Latency{
		Count: uint64(h.TotalCount()),
		Min:   millis(h.Min()),
		Mean:  h.Mean() / 1e6,
		P50:   quantile(h, 50), P90: quantile(h, 90), P95: quantile(h, 95),
		P99: quantile(h, 99), P999: quantile(h, 99.9), P9999: quantile(h, 99.99),
		Max: millis(h.Max()),
	}
}
