package load

import (
	"fmt"
	"io"
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// longestBySecond is the length of a run up to which the histogram of each
// second is kept: longer ones keep their percentiles only, so that memory and
// report stay small.
const longestBySecond = mostRows * time.Second

// encodedHistogram writes a histogram in the HDR V2 compressed encoding,
// base64.
func encodedHistogram(h *hdrhistogram.Histogram) string {
	text, err := h.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
	if err != nil || h.TotalCount() == 0 {
		return ""
	}
	return string(text)
}

// histograms returns the whole distributions of a run: of all classes, and the
// response times of each.
func (r *recorder) histograms(m *objective.Measured) []reports.Histogram {
	var out []reports.Histogram
	add := func(class, of string, h *hdrhistogram.Histogram) {
		if h.TotalCount() > 0 {
			out = append(out, reports.Histogram{Class: class, Of: of, Count: uint64(h.TotalCount()), HDR: encodedHistogram(h)})
		}
	}
	add("", "response", m.Response)
	add("", "service", m.Service)
	add("", "lag", m.Lag)
	if len(r.classes) > 1 {
		for i, t := range r.classes {
			add(r.plan.Classes[i].Name, "response", t.response)
		}
	}
	return out
}

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
	return reports.Histogram{Class: all[0].Class, Of: all[0].Of, Count: uint64(sum.TotalCount()), HDR: encodedHistogram(sum)}, nil
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

// distribution returns points of the whole distribution: twenty for each nine,
// as far as there are samples.
func distribution(response, service *hdrhistogram.Histogram) []reports.Quantile {
	n := float64(response.TotalCount())
	if n == 0 {
		return nil
	}
	var out []reports.Quantile
	for x := 0.0; x <= math.Log10(n); x += 0.05 {
		q := 1 - math.Pow(10, -x)
		out = append(out, reports.Quantile{Q: q, Response: hdr.Quantile(response, 100*q), Service: hdr.Quantile(service, 100*q)})
	}
	return append(out, reports.Quantile{Q: 1, Response: hdr.Millis(response.Max()), Service: hdr.Millis(service.Max())})
}
