package plot

import (
	"slices"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

func TestThinKeepsCountsAndTheWorst(t *testing.T) {
	var seconds []reports.Second
	for i := range 10 {
		seconds = append(seconds, reports.Second{At: i, Done: 10, Wrong: 1, P99: float64(i), Max: float64(100 - i)})
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
	whole := reporttest.Loaded()
	whole.Curve = []reports.Quantile{{Q: 0, Response: 1, Service: 1}, {Q: 0.5, Response: 2, Service: 2}, {Q: 0.5, Response: 2, Service: 2}, {Q: 0.9, Response: 3, Service: 0}, {Q: 1, Response: 9, Service: 9}}
	for name, l := range map[string]*reports.Load{"percentiles": reporttest.Loaded(), "curve": whole, "nothing": {}} {
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
	l := &reports.Load{Response: reports.Latency{Count: 50}}
	for _, q := range curve(l) {
		if q.Q > 0.98 && q.Q < 1 {
			t.Errorf("50 samples know no quantile %v", q.Q)
		}
	}
}

func TestWrongAnswersAreDrawnByClass(t *testing.T) {
	l := reporttest.Loaded()
	l.Classes[1].Moments = []reports.Moment{{At: 59, Count: 3}}
	p := OfRun(&reports.Run{Load: l})
	if p.Bad[0].Name != "wrong: revoked" || *p.Bad[0].Points[59] != 3 || *p.Bad[0].Points[0] != 0 || len(p.Bad) != 2 {
		t.Errorf("%+v", p.Bad)
	}
}
