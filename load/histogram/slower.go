package histogram

import (
	"fmt"

	"github.com/HdrHistogram/hdrhistogram-go"

	"github.com/authassay/authassay/reports"
)

// Slower returns how likely a time of the new histogram is longer than one of
// the old, where equal times count half: 0.5 says that nothing changed. It
// does not depend on how many there are, as a test of significance does.
func Slower(old, new reports.Histogram) (float64, error) {
	a, err := hdrhistogram.Decode([]byte(old.HDR))
	if err != nil {
		return 0, fmt.Errorf("compare histograms: %w", err)
	}
	b, err := hdrhistogram.Decode([]byte(new.HDR))
	if err != nil {
		return 0, fmt.Errorf("compare histograms: %w", err)
	}
	if a.TotalCount() == 0 || b.TotalCount() == 0 {
		return 0, fmt.Errorf("compare histograms: one is empty")
	}
	was, is := a.Distribution(), b.Distribution()
	below, wins := 0.0, 0.0
	for i, j := 0, 0; j < len(is); j++ {
		for i < len(was) && was[i].To < is[j].From {
			below += float64(was[i].Count)
			i++
		}
		equal := 0.0
		if i < len(was) && was[i].From <= is[j].To {
			equal = float64(was[i].Count)
		}
		wins += float64(is[j].Count) * (below + equal/2)
	}
	return wins / float64(a.TotalCount()) / float64(b.TotalCount()), nil
}
