// Package histogram works on the histograms that reports of loads carry: it
// merges those of several runs, compares two, and writes one as percentiles.
//
//	sum, err := histogram.Merge(monday, tuesday)
//	err = histogram.WritePercentiles(os.Stdout, sum)
//
// It measures nothing.
package histogram

import (
	"fmt"
	"io"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/reports"
)

// Merge joins histograms of one kind, such as the response times of several
// runs. The class and the kind are those of the first.
func Merge(all ...reports.Histogram) (reports.Histogram, error) {
	if len(all) == 0 {
		return reports.Histogram{}, fmt.Errorf("merge histograms: there are none")
	}
	sum := hdr.New()
	for _, one := range all {
		if one.Of != all[0].Of {
			return reports.Histogram{}, fmt.Errorf("merge histograms: %s and %s times do not go together", all[0].Of, one.Of)
		}
		h, err := hdrhistogram.Decode([]byte(one.HDR))
		if err != nil {
			return reports.Histogram{}, fmt.Errorf("merge histograms: %w", err)
		}
		if dropped := sum.Merge(h); dropped > 0 {
			return reports.Histogram{}, fmt.Errorf("merge histograms: %d values are out of range", dropped)
		}
	}
	return reports.Histogram{Class: all[0].Class, Of: all[0].Of, Count: uint64(sum.TotalCount()), HDR: hdr.Encode(sum)}, nil
}

// WritePercentiles writes a histogram in the .hgrm text format, in
// milliseconds.
func WritePercentiles(w io.Writer, of reports.Histogram) error {
	h, err := hdrhistogram.Decode([]byte(of.HDR))
	if err != nil {
		return fmt.Errorf("write percentiles: %w", err)
	}
	if _, err := h.PercentilesPrint(w, 5, 1e6); err != nil {
		return fmt.Errorf("write percentiles: %w", err)
	}
	return nil
}

// Percentile returns a percentile of a histogram in milliseconds.
func Percentile(of reports.Histogram, p float64) (float64, error) {
	h, err := hdrhistogram.Decode([]byte(of.HDR))
	if err != nil {
		return 0, fmt.Errorf("read histogram: %w", err)
	}
	return hdr.Quantile(h, p), nil
}
