package histogram_test

import (
	"fmt"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/load/histogram"
	"github.com/authassay/authassay/reports"
)

// times is the histogram of a report with these milliseconds in it.
func times(ms ...int64) reports.Histogram {
	h := hdrhistogram.New(100, 3_600_000_000_000, 3)
	for _, n := range ms {
		_ = h.RecordValue(n * 1e6)
	}
	text, _ := h.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
	return reports.Histogram{Of: "response", HDR: string(text)}
}

// The reports of two runs are one distribution, and one can be slower.
func ExampleMerge() {
	monday, tuesday := times(1, 2, 3), times(4, 5, 60)
	both, err := histogram.Merge(monday, tuesday)
	if err != nil {
		fmt.Println(err)
		return
	}
	p99, _ := histogram.Percentile(both, 99)
	slower, _ := histogram.Slower(monday, tuesday)
	fmt.Printf("%d answers, p99 %.0f ms; %.0f in 100 pairs are slower", both.Count, p99, 100*slower)
	// Output: 6 answers, p99 60 ms; 100 in 100 pairs are slower
}
