package load

import (
	"fmt"
	"math"
	"time"
)

// Ramp goes from one rate to another, in requests a second.
func Ramp(from, to float64, length time.Duration) Shape {
	return Shape{Name: "ramp"}.then(length, from, to)
}

// Steps holds each rate for the same time, in requests a second.
func Steps(each time.Duration, rates ...float64) Shape {
	s := Shape{Name: "steps"}
	for _, r := range rates {
		s = s.then(each, r, r)
	}
	return s
}

// Spike holds a base rate, jumps to a peak, and comes back for as long as it
// was at the base before: what the target does after the peak is the point.
func Spike(base, peak float64, before, during time.Duration) Shape {
	return Shape{Name: "spike"}.then(before, base, base).then(during, peak, peak).then(before, base, base)
}

// waveLegs is how many straight legs stand for one period of a sine.
const waveLegs = 64

// Sine swings about a mean by an amplitude, both in requests a second,
// beginning at the mean and upwards. The amplitude is at most the mean.
func Sine(mean, amplitude float64, period, length time.Duration) (Shape, error) {
	if period <= 0 || amplitude < 0 || amplitude > mean || length/period > maxLegs/waveLegs {
		return Shape{}, fmt.Errorf("make sine: want a period within the length, and an amplitude of at most the mean")
	}
	at := func(t time.Duration) float64 {
		return mean + amplitude*math.Sin(2*math.Pi*float64(t)/float64(period))
	}
	s := Shape{Name: "sine"}
	for from := time.Duration(0); from < length; {
		to := min(length, from+max(1, period/waveLegs))
		s = s.then(to-from, at(from), at(to))
		from = to
	}
	return s, nil
}
