package load

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/load/histogram"
	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/reports"
)

// known is a run of 2000 requests, of which the second half takes ten times as
// long.
func known(t *testing.T) *reports.Load {
	began := time.Now()
	return mustRun(t, Plan{
		Rate: 1000, Duration: 2 * time.Second, Connections: 64, Wait: pace.Timer{}, Classes: classes("http://target")[:1],
		Transport: loadtest.Trip(func(*http.Request) (*http.Response, error) {
			if time.Since(began) < time.Second {
				loadtest.Pass(2 * time.Millisecond)
			} else {
				loadtest.Pass(20 * time.Millisecond)
			}
			return loadtest.Answering(200, "{}"), nil
		}),
	})
}

func TestHistogramsAreMerged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := known(t)
		whole := out.Histograms[0]
		if whole.Of != "response" || whole.Count != 2000 {
			t.Fatalf("%+v", whole)
		}
		var seconds []reports.Histogram
		for _, s := range out.PerSecond {
			if s.Histogram != "" {
				seconds = append(seconds, reports.Histogram{Of: "response", HDR: s.Histogram})
			}
		}
		sum, err := histogram.Merge(seconds...)
		if err != nil || sum.Count != 2000 || len(seconds) < 2 {
			t.Fatalf("%d of %d seconds: %v", sum.Count, len(seconds), err)
		}
		for _, p := range []float64{10, 50, 90, 99.9} {
			a, _ := histogram.Percentile(whole, p)
			b, _ := histogram.Percentile(sum, p)
			if math.Abs(a-b) > 0.02*a { // seconds are kept to 1 %
				t.Errorf("p%v is %v of the whole and %v of its seconds", p, a, b)
			}
		}
		if _, err := histogram.Merge(whole, out.Histograms[1]); err == nil {
			t.Error("response and service times were merged")
		}
	})
}

func TestPercentilesAreWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		if err := histogram.WritePercentiles(&b, known(t).Histograms[0]); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); !strings.Contains(text, "Value") || !strings.Contains(text, "2000") || !strings.Contains(text, "20.") {
			t.Errorf("%s", text)
		}
	})
	if err := histogram.WritePercentiles(&strings.Builder{}, reports.Histogram{HDR: "no histogram"}); err == nil {
		t.Error("nonsense was read")
	}
}

func TestHeatMapCountsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := known(t)
		var sum, slow uint64
		for _, c := range out.Heat.Columns {
			for row, n := range c {
				sum += n
				if row > 0 && out.Heat.Bounds[row-1] > 10 {
					slow += n
				}
			}
		}
		if sum != 2000 || slow != 1000 {
			t.Errorf("%d counted, %d above 10 ms", sum, slow)
		}
	})
}

func TestHeatMapDoesNotGrow(t *testing.T) {
	var m heat
	for n := range 1000 {
		m.add(10*n, 3*time.Millisecond)
	}
	var sum uint64
	for _, c := range m.columns {
		for _, n := range c {
			sum += n
		}
	}
	if len(m.columns) > heatColumns || sum != 1000 || m.step != 64 {
		t.Errorf("%d columns of %d s hold %d", len(m.columns), m.step, sum)
	}
}

func TestDistributionRises(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		curve := known(t).Curve
		for i := 1; i < len(curve); i++ {
			if curve[i].Q < curve[i-1].Q || curve[i].Response < curve[i-1].Response {
				t.Fatalf("falls at %+v", curve[i])
			}
		}
		if last := curve[len(curve)-1]; last.Q != 1 || math.Abs(last.Response-20) > 1 {
			t.Errorf("ends at %+v", last)
		}
	})
}
