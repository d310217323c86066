package load

import (
	"testing"
	"time"
)

// hold checks that a shape's times, counts and rates agree with each other.
func hold(t *testing.T, s Shape) {
	t.Helper()
	n := s.Due(s.Length())
	last := time.Duration(-1)
	for k := range n {
		at, ok := s.At(k)
		if !ok || at < last || at > s.Length() {
			t.Fatalf("%s: request %d at %v after %v, %v", s.Name, k, at, last, ok)
		}
		if due := s.Due(at + time.Millisecond); due < k+1 {
			t.Fatalf("%s: request %d is due at %v, but only %d are due then", s.Name, k, at, due)
		}
		last = at
	}
	if _, ok := s.At(n); ok {
		t.Errorf("%s: request %d is due though only %d are", s.Name, n, n)
	}
}

func TestConstantIsExact(t *testing.T) {
	for _, c := range []struct {
		rate   float64
		length time.Duration
		want   uint64
	}{{500, 30 * time.Second, 15000}, {1, 10 * time.Second, 10}, {3333, time.Second, 3333}, {0.5, 10 * time.Second, 5}, {70_000, time.Minute, 4_200_000}} {
		s := Constant(c.rate, c.length)
		if got := s.Due(c.length); got != c.want {
			t.Errorf("%v/s for %v: %d requests, want %d", c.rate, c.length, got, c.want)
		}
		if c.want < 100_000 {
			hold(t, s)
		}
	}
	s := Constant(500, 30*time.Second)
	if at, _ := s.At(7500); at != 15*time.Second {
		t.Errorf("request 7500 of 500/s is due at %v", at)
	}
	if s.Rate(time.Second) != 500 || s.Rate(30*time.Second) != 0 {
		t.Errorf("rates %v and %v", s.Rate(time.Second), s.Rate(30*time.Second))
	}
}

func TestLegsFollowEachOther(t *testing.T) {
	s := Shape{Name: "three legs"}.then(10*time.Second, 0, 100).then(5*time.Second, 0, 0).then(10*time.Second, 100, 0)
	hold(t, s)
	if n := s.Due(25 * time.Second); n != 1000 {
		t.Errorf("%d requests, want 1000", n)
	}
	if n := s.Due(12*time.Second) - s.Due(10*time.Second); n != 0 {
		t.Errorf("%d requests in the silent leg", n)
	}
	if at, _ := s.At(125); at != 5*time.Second { // the area under 0 to 100/s in 5 s at half slope
		t.Errorf("request 125 is due at %v, want 5s", at)
	}
}
