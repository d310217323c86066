package capacity

import (
	"context"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/reports"
)

// workers is a target with so many workers that take so long for each request
// and let the others wait.
func workers(n int, each time.Duration) loadtest.Trip {
	free := make(chan struct{}, n)
	return func(*http.Request) (*http.Response, error) {
		free <- struct{}{}
		loadtest.Pass(each)
		<-free
		return loadtest.Answering(200, "{}"), nil
	}
}

// searched looks for the capacity of a target in a bubble.
func searched(t *testing.T, target loadtest.Trip, o Options, thresholds ...string) *reports.Capacity {
	t.Helper()
	o.Plan.Classes = live
	o.Plan.Transport, o.Plan.Wait = target, pace.Timer{}
	o.Plan.Thresholds = objectives(t, thresholds...)
	began := time.Now()
	out, err := Find(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.0f/s to %.0f/s after %d levels and %s", out.Rate, out.High, len(out.Levels), time.Since(began))
	if took := time.Since(began); took > 2*time.Minute {
		t.Errorf("the search took %s", took)
	}
	return out
}

func TestKnownCapacitiesAreFound(t *testing.T) {
	cases := []struct {
		name    string
		target  func() loadtest.Trip
		search  Options
		want    float64
		binding string
	}{
		{"8 workers of 10 ms", func() loadtest.Trip { return workers(8, 10*time.Millisecond) }, Options{}, 800, "p99 < 50ms missed"},
		{"1 worker of 4 ms", func() loadtest.Trip { return workers(1, 4*time.Millisecond) }, Options{}, 250, "p99 < 50ms missed"},
		{"first rate too high", func() loadtest.Trip { return workers(8, 10*time.Millisecond) }, Options{Start: 5000}, 800, "p99 < 50ms missed"},
		{"8 connections", func() loadtest.Trip { return workers(1000, 10*time.Millisecond) }, Options{Plan: load.Plan{Connections: 8}}, 800, "all 8 connections"},
		{"ceiling", func() loadtest.Trip { return workers(1000, time.Millisecond) }, Options{Ceiling: 300}, 300, "the ceiling"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				out := searched(t, c.target(), c.search, "p99 < 50ms")
				if math.Abs(out.Rate-c.want) > 0.03*c.want || out.Verdict != reports.Pass {
					t.Errorf("found %v to %v, want %v within 3 %%: %s", out.Rate, out.High, c.want, out.Sentence)
				}
				if !strings.Contains(out.Binding, c.binding) {
					t.Errorf("bound by %q, want %q", out.Binding, c.binding)
				}
				if math.Abs(out.Plan-0.7*out.Rate) > 1e-9 || out.Best == nil || math.Abs(out.Best.Offered-out.Rate) > 1 {
					t.Errorf("plan with %v of %v", out.Plan, out.Rate)
				}
			})
		})
	}
}

func TestLittlesLaw(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := searched(t, workers(8, 10*time.Millisecond), Options{Start: 400, Ceiling: 400}, "p99 < 50ms")
		if math.Abs(out.InUse-4) > 0.05 {
			t.Errorf("%v requests in the target, want 400/s x 10 ms = 4", out.InUse)
		}
	})
}

func TestWrongAnswersEndTheSearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var busy atomic.Int64
		out := searched(t, func(*http.Request) (*http.Response, error) {
			defer busy.Add(-1)
			if busy.Add(1) > 3 { // overtaxed, it forgets who is who
				return loadtest.Answering(403, "{}"), nil
			}
			loadtest.Pass(10 * time.Millisecond)
			return loadtest.Answering(200, "{}"), nil
		}, Options{}, "p99 < 50ms")
		last := out.Levels[len(out.Levels)-1]
		if out.Verdict != reports.Fail || last.Rate != 400 || last.Wrong == 0 || len(out.Levels) != 4 || !strings.Contains(out.Sentence, "wrong answers") {
			t.Errorf("%s: %s, levels %v", out.Verdict, out.Sentence, out.Levels)
		}
	})
}

func TestRateLimitOfTheTargetIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var second, used atomic.Int64
		began := time.Now()
		out := searched(t, func(*http.Request) (*http.Response, error) {
			if now := int64(time.Since(began) / time.Second); second.Swap(now) != now {
				used.Store(0)
			}
			if used.Add(1) > 300 {
				return loadtest.Answering(429, "{}"), nil
			}
			return loadtest.Answering(200, "{}"), nil
		}, Options{}, "errors < 0.1%")
		if math.Abs(out.Rate-300) > 10 || !strings.Contains(out.Binding, "429") {
			t.Errorf("found %v, bound by %q", out.Rate, out.Binding)
		}
	})
}

func TestInterruptedSearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		s := Options{Plan: load.Plan{Classes: live, Transport: workers(8, 10*time.Millisecond), Wait: pace.Timer{}}}
		out, err := Find(ctx, s, nil)
		if err != nil || !out.Interrupted || out.Verdict != reports.Inconclusive || out.Rate < 100 {
			t.Errorf("%+v, %v", out, err)
		}
	})
}

func TestScalabilityIsFitted(t *testing.T) {
	law := reports.Scalability{Lambda: 100, Sigma: 0.02, Kappa: 0.0005}
	var levels []reports.Level
	for _, n := range []float64{0.5, 1, 2, 5, 10, 20, 40, 64} {
		levels = append(levels, reports.Level{InUse: n, Done: law.At(n)})
	}
	got := fit(levels)
	if got == nil || math.Abs(got.Lambda-100) > 0.1 || math.Abs(got.Sigma-0.02) > 1e-4 || math.Abs(got.Kappa-0.0005) > 1e-5 {
		t.Fatalf("fitted %+v", got)
	}
	if math.Abs(got.Peak-math.Sqrt(0.98/0.0005)) > 0.5 || got.Most < got.At(30) {
		t.Errorf("peak %v with %v", got.Peak, got.Most)
	}
	if fit(levels[:4]) != nil || fit(levels[3:5]) != nil {
		t.Error("a law was fitted to too few points")
	}
	for i := range levels {
		levels[i].Done = 100 + float64(i%2)*300
	}
	if got := fit(levels); got != nil {
		t.Errorf("a law was fitted to noise: %+v", got)
	}
}

// oversleeps is a waiter that wakes five milliseconds late, as a generator
// without CPU to spare does.
type oversleeps struct{}

func (oversleeps) Wait(ctx context.Context, d time.Duration) {
	pace.Timer{}.Wait(ctx, d+5*time.Millisecond)
}

func TestALateGeneratorIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Options{Plan: load.Plan{
			Classes: live, Transport: workers(1000, time.Millisecond), Wait: oversleeps{},
			Thresholds: objectives(t, "p99 < 5ms"),
		}, Start: 100}
		out, err := Find(t.Context(), s, nil)
		if err != nil || out.Rate != 0 || !out.Levels[0].Generator || !strings.Contains(out.Sentence, "the generator itself") {
			t.Errorf("%+v, %v", out, err)
		}
	})
}

func TestOneBadWindowIsForgiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		out := searched(t, func(*http.Request) (*http.Response, error) {
			if at := time.Since(began); at > 8*time.Second && at < 12*time.Second { // the first probe
				loadtest.Pass(90 * time.Millisecond)
			}
			loadtest.Pass(10 * time.Millisecond)
			return loadtest.Answering(200, "{}"), nil
		}, Options{Start: 400, Ceiling: 400}, "p99 < 50ms")
		if out.Rate != 400 || len(out.Levels) != 4 || out.Levels[1].Good {
			t.Errorf("found %v after %v", out.Rate, out.Levels)
		}
	})
}

// What fails early by bad luck must not become the answer: the rate above the
// found one is tried again, and where it holds the search goes on upwards.
func TestAnEarlyFailureIsMadeGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		target := workers(8, 10*time.Millisecond)
		out := searched(t, func(r *http.Request) (*http.Response, error) {
			if at := time.Since(began); at > 4*time.Second && at < 6*time.Second { // while 100/s are tried
				loadtest.Pass(90 * time.Millisecond)
			}
			return target(r)
		}, Options{}, "p99 < 50ms")
		if math.Abs(out.Rate-800) > 24 || out.Levels[1].Good {
			t.Errorf("found %v: %s", out.Rate, out.Sentence)
		}
	})
}

func TestAPlainFailureIsNotSentToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Options{Start: 400, Ceiling: 400, Plan: load.Plan{
			Classes: live, Wait: pace.Timer{}, Thresholds: objectives(t, "p90 < 50ms"),
			Transport: loadtest.Trip(func(*http.Request) (*http.Response, error) {
				loadtest.Pass(60 * time.Millisecond)
				return loadtest.Answering(200, "{}"), nil
			}),
		}}
		ctx, enough := context.WithCancel(t.Context())
		defer enough()
		var out *reports.Capacity
		began := time.Now()
		out, err := Find(ctx, s, func(done []reports.Level, _ load.Live) {
			if len(done) == 1 {
				enough()
			}
		})
		// A tenth of 800 requests is lost after 0.2 s of the window, and 1 s of
		// warm-up and 2 s of rest stand around it.
		if took := time.Since(began); err != nil || len(out.Levels) != 1 || took > 4*time.Second || !strings.Contains(out.Levels[0].Why, "p90 < 50ms missed") {
			t.Errorf("after %s: %+v, %v", took, out.Levels, err)
		}
	})
}
