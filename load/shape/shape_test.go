package shape

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

func TestShapes(t *testing.T) {
	sine, err := Sine(100, 50, 10*time.Second, 30*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		shape Shape
		want  uint64
	}{
		{Ramp(0, 100, 10*time.Second), 500},
		{Ramp(100, 0, 10*time.Second), 500},
		{Steps(2*time.Second, 10, 20, 30), 120},
		{Spike(10, 500, 5*time.Second, time.Second), 600},
		{sine, 3000},
		{Ramp(100, 100, time.Second).After(2 * time.Second), 300},
	}
	for _, c := range cases {
		hold(t, c.shape)
		if n := c.shape.Due(c.shape.Length()); n != c.want {
			t.Errorf("%s: %d requests, want %d", c.shape.Name, n, c.want)
		}
	}
	if up, down := sine.Rate(2500*time.Millisecond), sine.Rate(7500*time.Millisecond); up < 149.9 || up > 150 || down < 50 || down > 50.1 {
		t.Errorf("the sine reaches %v and %v, want 150 and 50", up, down)
	}
	if _, err := Sine(10, 20, time.Second, time.Second); err == nil {
		t.Error("a sine below zero was accepted")
	}
}

func TestParse(t *testing.T) {
	cases := []struct {
		text   string
		length time.Duration
		want   uint64
	}{
		{"500/s for 30s", 30 * time.Second, 15000},
		{"0 to 100/s for 10s,100/s for 1m , 100/s to 0/s for 10s", 80 * time.Second, 7000},
		{"600/m for 10s", 10 * time.Second, 100},
		{"# a recording\n10\n20\r\n30 # peak\n\n20\n", 4 * time.Second, 80},
		{"sine 100/s by 50/s every 10s for 30s, 10/s", 31 * time.Second, 3010},
	}
	for _, c := range cases {
		s, err := Parse(c.text)
		if err != nil || s.Length() != c.length || s.Due(c.length) != c.want {
			t.Errorf("%q: %v, %d requests, %v", c.text, s.Length(), s.Due(s.Length()), err)
		}
	}
	for _, c := range []struct {
		text   string
		column int
	}{
		{"", 0}, {"fast", 0}, {"500/h", 3}, {"500/s for ever", 10}, {"500/s during 3s", 6}, {"5 to", 4},
		{"sine 3 by 9 every 1s for 2s", 4}, {"sine 3 every", 7}, {"1\n2\nx", 0}, {"5 for -1s", 6}, {"99999999999", 0},
	} {
		_, err := Parse(c.text)
		if e, ok := err.(*SyntaxError); !ok || e.Column != c.column {
			t.Errorf("%q: %v", c.text, err)
		}
	}
	if s, err := Parse("30000/m for 1s"); s.Peak() != 500 || err != nil {
		t.Errorf("30000/m is %v, %v", s.Peak(), err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("0 to 100/s for 10s,100/s for 1m")
	f.Add("sine 100/s by 50/s every 10s for 30s, 10/s")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err == nil && s.Length() <= 0 {
			t.Errorf("%q has no length", text)
		}
		if at, ok := s.At(0); ok && (at < 0 || at > s.Length()) {
			t.Errorf("%q: the first request is due at %v", text, at)
		}
	})
}
