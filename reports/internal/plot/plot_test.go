package reports

import (
	"slices"
	"testing"
)

func TestThinKeepsCountsAndTheWorst(t *testing.T) {
	var seconds []Second
	for i := range 10 {
		seconds = append(seconds, Second{At: i, Done: 10, Wrong: 1, P99: float64(i), Max: float64(100 - i)})
	}
	got, step := thin(seconds, 4)
	if len(got) != 4 || step != 3 {
		t.Fatalf("%d points of %d seconds", len(got), step)
	}
	done, wrong := uint64(0), uint64(0)
	for _, s := range got {
		done, wrong = done+s.Done, wrong+s.Wrong
	}
	if done != 100 || wrong != 10 {
		t.Errorf("%d done and %d wrong are left of 100 and 10", done, wrong)
	}
	if got[0].P99 != 2 || got[0].Max != 100 || got[3].At != 9 {
		t.Errorf("got %+v", got)
	}
	if same, step := thin(seconds, 10); len(same) != 10 || step != 1 {
		t.Error("seconds were joined without need")
	}
}

func TestHDRRises(t *testing.T) {
	whole := loaded()
	whole.Curve = []Quantile{{0, 1, 1}, {0.5, 2, 2}, {0.5, 2, 2}, {0.9, 3, 0}, {1, 9, 9}}
	for name, l := range map[string]*Load{"percentiles": loaded(), "curve": whole, "nothing": {}} {
		h := newHDR(l)
		if !slices.IsSorted(h.At) || len(h.At) != len(h.Response) || len(h.At) != len(h.Service) {
			t.Errorf("%s: %v", name, h.At)
		}
	}
	if h := newHDR(whole); len(h.At) != 4 || h.Service[2] != nil {
		t.Errorf("a doubled quantile or a nought on a logarithmic axis: %+v", h)
	}
}

// A percentile that fewer samples hold than it needs is a guess.
func TestCurveLeavesGuessesOut(t *testing.T) {
	l := &Load{Response: Latency{Count: 50}}
	for _, q := range curve(l) {
		if q.Q > 0.98 && q.Q < 1 {
			t.Errorf("50 samples know no quantile %v", q.Q)
		}
	}
}
