// Package shape says how the rate of a load runs over time: when each request is
// due, worked out from its number alone.
//
//	s, err := shape.Parse("100/s to 500/s for 1m, 500/s for 5m")
//	due, more := s.At(12_000) // of request 12,000
//
// It knows neither what is sent nor who waits.
package shape

import (
	"math"
	"sort"
	"time"
)

// Shape is how a rate runs over time: legs on which the rate changes
// linearly. Request k is due when the area under the rate reaches k, so the
// time of every request can be worked out from its number alone.
type Shape struct {
	Name string
	legs []leg
}

// leg is one stretch of a shape.
type leg struct {
	start    time.Duration // from the beginning of the shape
	length   time.Duration
	from, to float64 // requests a second
	before   float64 // requests due before it
}

// Constant holds one rate, in requests a second.
func Constant(rate float64, length time.Duration) Shape {
	return Shape{Name: "constant"}.then(length, rate, rate)
}

// then returns the shape with a leg appended on which the rate goes linearly
// from one value to another, in requests a second. The shape that it is called
// on must not be used any more: they share their legs.
func (s Shape) then(length time.Duration, from, to float64) Shape {
	next := leg{start: s.Length(), length: length, from: max(0, from), to: max(0, to), before: s.Total()}
	s.legs = append(s.legs, next)
	return s
}

// After returns the shape with a stretch of its own first rate before it.
func (s Shape) After(warmup time.Duration) Shape {
	if warmup <= 0 || len(s.legs) == 0 {
		return s
	}
	out := Shape{Name: s.Name}.then(warmup, s.legs[0].from, s.legs[0].from)
	for _, l := range s.legs {
		out = out.then(l.length, l.from, l.to)
	}
	return out
}

// Zero says whether the shape has no legs.
func (s Shape) Zero() bool { return len(s.legs) == 0 }

// Length returns how long the shape lasts.
func (s Shape) Length() time.Duration {
	if len(s.legs) == 0 {
		return 0
	}
	last := s.legs[len(s.legs)-1]
	return last.start + last.length
}

// Rate returns the rate at a time, in requests a second.
func (s Shape) Rate(t time.Duration) float64 {
	if len(s.legs) == 0 || t < 0 || t >= s.Length() {
		return 0
	}
	l := s.legs[sort.Search(len(s.legs)-1, func(i int) bool { return s.legs[i+1].start > t })]
	return l.from + (l.to-l.from)*float64(t-l.start)/float64(l.length)
}

// Due returns how many requests are due before t.
func (s Shape) Due(t time.Duration) uint64 {
	switch {
	case len(s.legs) == 0 || t <= 0:
		return 0
	case t >= s.Length():
		return whole(s.Total())
	}
	l := s.legs[sort.Search(len(s.legs)-1, func(i int) bool { return s.legs[i+1].start > t })]
	return whole(l.before + l.hits(t-l.start))
}

// At returns when request k, counted from 0, is due; false when the shape ends
// before it.
func (s Shape) At(k uint64) (time.Duration, bool) {
	if k >= whole(s.Total()) {
		return 0, false
	}
	h := float64(k)
	l := s.legs[sort.Search(len(s.legs)-1, func(i int) bool { return s.legs[i+1].before > h })]
	return l.start + min(l.length, l.reach(h-l.before)), true
}

// Total returns the area under the whole rate.
func (s Shape) Total() float64 {
	if len(s.legs) == 0 {
		return 0
	}
	last := s.legs[len(s.legs)-1]
	return last.before + last.hits(last.length)
}

// hits returns how many requests are due in the first t of the leg.
func (l leg) hits(t time.Duration) float64 {
	x := t.Seconds()
	return l.from*x + (l.to-l.from)/l.length.Seconds()*x*x/2
}

// reach returns when the leg has had h requests due: hits solved for t, in the
// form that does not cancel when the slope is small.
func (l leg) reach(h float64) time.Duration {
	root := l.from*l.from + 2*(l.to-l.from)/l.length.Seconds()*h
	below := l.from + math.Sqrt(max(0, root))
	if below <= 0 {
		return 0
	}
	return time.Duration(math.Round(2 * h / below * 1e9))
}

// whole rounds an area up to a number of requests: request k is due at area k,
// so an area of 2.5 has had the requests 0, 1 and 2. The allowance is for the
// rounding of sums.
func whole(area float64) uint64 { return uint64(math.Ceil(area - 1e-6)) }
