// Package hdr keeps durations in histograms of flat memory, and reads them as
// the milliseconds of reports.
package hdr

import (
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/reports"
)

// The range of histograms in nanoseconds: values outside are counted at the
// nearer end. Three digits keep every value within 0.1 %.
const (
	Shortest = 100
	Longest  = int64(time.Hour)
)

// New makes a histogram of durations.
func New() *hdrhistogram.Histogram { return hdrhistogram.New(Shortest, Longest, 3) }

// Record counts a duration; one below zero counts as zero.
func Record(h *hdrhistogram.Histogram, d time.Duration) {
	_ = h.RecordValue(min(max(int64(d), 0), Longest))
}

// Millis returns nanoseconds as milliseconds.
func Millis(ns int64) float64 { return float64(ns) / 1e6 }

// Quantile returns a percentile in milliseconds.
func Quantile(h *hdrhistogram.Histogram, p float64) float64 {
	return Millis(h.ValueAtPercentile(p))
}

// Summary writes a histogram as the percentiles of a report.
func Summary(h *hdrhistogram.Histogram) reports.Latency {
	if h.TotalCount() == 0 {
		return reports.Latency{}
	}
	return reports.Latency{
		Count: uint64(h.TotalCount()),
		Min:   Millis(h.Min()),
		Mean:  h.Mean() / 1e6,
		P50:   Quantile(h, 50), P90: Quantile(h, 90), P95: Quantile(h, 95),
		P99: Quantile(h, 99), P999: Quantile(h, 99.9), P9999: Quantile(h, 99.99),
		Max: Millis(h.Max()),
	}
}

// Encode writes a histogram in the HDR V2 compressed encoding,
// base64.
func Encode(h *hdrhistogram.Histogram) string {
	text, err := h.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
	if err != nil || h.TotalCount() == 0 {
		return ""
	}
	return string(text)
}

// Distribution returns points of the whole distribution: twenty for each nine,
// as far as there are samples.
func Distribution(response, service *hdrhistogram.Histogram) []reports.Quantile {
	n := float64(response.TotalCount())
	if n == 0 {
		return nil
	}
	var out []reports.Quantile
	for x := 0.0; x <= math.Log10(n); x += 0.05 {
		q := 1 - math.Pow(10, -x)
		out = append(out, reports.Quantile{Q: q, Response: Quantile(response, 100*q), Service: Quantile(service, 100*q)})
	}
	return append(out, reports.Quantile{Q: 1, Response: Millis(response.Max()), Service: Millis(service.Max())})
}
