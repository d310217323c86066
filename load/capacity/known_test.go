package capacity

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/internal/loadtest"
	"github.com/authassay/authassay/load/internal/pace"
	"github.com/authassay/authassay/reports"
)

// bucket is a target that answers in a millisecond, and 429 to whatever comes
// when its bucket of tokens is empty.
func bucket(rate, size float64) loadtest.Trip {
	var mu sync.Mutex
	left, last := size, time.Now()
	return func(*http.Request) (*http.Response, error) {
		loadtest.Pass(time.Millisecond)
		mu.Lock()
		defer mu.Unlock()
		left = min(size, left+rate*time.Since(last).Seconds())
		last = time.Now()
		if left < 1 {
			res := loadtest.Answering(http.StatusTooManyRequests, "")
			res.Header.Set("Retry-After", strconv.Itoa(3))
			return res, nil
		}
		left--
		return loadtest.Answering(200, "{}"), nil
	}
}

// locked is a target with plenty of workers that all need one lock for a part
// of their work.
func locked(work, alone time.Duration) loadtest.Trip {
	lock := make(chan struct{}, 1)
	return func(*http.Request) (*http.Response, error) {
		loadtest.Pass(work)
		lock <- struct{}{}
		loadtest.Pass(alone)
		<-lock
		return loadtest.Answering(200, "{}"), nil
	}
}

// leaking is a target of eight workers, each of which takes longer by a little
// for each request that it has answered. It says, too, what it carries now.
func leaking(each, leak time.Duration) (target loadtest.Trip, carries func() float64) {
	free := make(chan struct{}, 8)
	var mu sync.Mutex
	took := each
	return func(*http.Request) (*http.Response, error) {
		free <- struct{}{}
		mu.Lock()
		took += leak
		now := took
		mu.Unlock()
		loadtest.Pass(now)
		<-free
		return loadtest.Answering(200, "{}"), nil
	}, func() float64 { mu.Lock(); defer mu.Unlock(); return 8 / took.Seconds() }
}

func TestTokenBucketIsFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := searched(t, bucket(500, 100), Options{}, "p99 < 50ms", "errors < 0.1%")
		if math.Abs(out.Rate-500) > 15 || !strings.Contains(out.Binding, "rate limit") || !strings.Contains(out.Binding, "3 s of patience") {
			t.Errorf("found %v, bound by %q", out.Rate, out.Binding)
		}
	})
}

func TestHiddenLockIsFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := searched(t, locked(8*time.Millisecond, 2*time.Millisecond), Options{}, "p99 < 50ms")
		if math.Abs(out.Rate-500) > 15 || !strings.Contains(out.Binding, "p99 < 50ms missed") {
			t.Errorf("found %v, bound by %q", out.Rate, out.Binding)
		}
	})
}

// A leak makes the capacity fall while it is looked for, so the truth is what
// the target carries at the end of the search: the probes must come down to it.
func TestLeakingTargetIsFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target, carries := leaking(10*time.Millisecond, 20*time.Nanosecond)
		out := searched(t, target, Options{}, "p99 < 50ms")
		if atEnd := carries(); out.Verdict != reports.Pass || math.Abs(out.Rate-atEnd) > 0.03*atEnd {
			for _, l := range out.Levels {
				t.Logf("%s %.1f done %.1f good %v %s", l.Phase, l.Rate, l.Done, l.Good, l.Why)
			}
			t.Errorf("found %v, want %v: %s", out.Rate, atEnd, out.Sentence)
		}
	})
}

func TestTheClassThatMissesIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Options{Start: 100, Plan: load.Plan{
			Classes: []load.Class{live[0], dead}, Wait: pace.Timer{}, Thresholds: objectives(t, "p99 < 50ms"),
			Transport: loadtest.Trip(func(r *http.Request) (*http.Response, error) {
				if strings.Contains(r.Header.Get("Authorization"), "dead") {
					loadtest.Pass(60 * time.Millisecond)
					return loadtest.Answering(401, ""), nil
				}
				return loadtest.Answering(200, "{}"), nil
			}),
		}}
		out, err := Find(t.Context(), s, nil)
		if err != nil || !strings.Contains(out.Binding, `in the class "dead"`) {
			t.Errorf("%+v, %v", out, err)
		}
	})
}
