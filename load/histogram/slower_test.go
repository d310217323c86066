package histogram

import (
	"math"
	"testing"
	"time"

	"github.com/authassay/authassay/load/internal/hdr"
	"github.com/authassay/authassay/reports"
)

// times makes a histogram of milliseconds.
func times(ms ...int) reports.Histogram {
	h := hdr.New()
	for _, n := range ms {
		hdr.Record(h, time.Duration(n)*time.Millisecond)
	}
	return reports.Histogram{Of: "response", HDR: hdr.Encode(h)}
}

func TestSlower(t *testing.T) {
	for name, c := range map[string]struct {
		old, new reports.Histogram
		want     float64
	}{
		"the same":       {times(1, 2, 3), times(1, 2, 3), 0.5},
		"always":         {times(1, 2, 3), times(4, 5), 1},
		"never":          {times(4, 5), times(1, 2, 3), 0},
		"one pair in 4":  {times(10, 30), times(5, 20), 0.25},
		"a tie is half":  {times(10), times(10, 20), 0.75},
		"far and beyond": {times(1), times(60_000), 1},
	} {
		if got, err := Slower(c.old, c.new); err != nil || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: got %v, want %v: %v", name, got, c.want, err)
		}
	}
	if _, err := Slower(times(1), reports.Histogram{}); err == nil {
		t.Error("nothing was compared with something")
	}
}
