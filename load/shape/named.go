package shape

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

// Names are the shapes that Named knows.
var Names = []string{"constant", "ramp", "step", "spike", "sine", "soak"}

// Named makes a shape of a name, with rate as its highest, in requests a
// second. A ramp rises from nothing; steps go up by fifths; a spike stands on a
// fifth of the rate, for a fifth of the time; a sine has four periods and never
// falls below a fifth; a soak rises for a twentieth of the time and then stays.
func Named(name string, rate float64, length time.Duration) (Shape, error) {
	switch name {
	case "constant":
		return Constant(rate, length), nil
	case "ramp":
		return Ramp(0, rate, length), nil
	case "step":
		return Steps(length/5, rate/5, 2*rate/5, 3*rate/5, 4*rate/5, rate), nil
	case "spike":
		return Spike(rate/5, rate, 2*length/5, length/5), nil
	case "sine":
		return Sine(0.6*rate, 0.4*rate, length/4, length)
	case "soak":
		return Shape{Name: "soak"}.then(length/20, 0, rate).then(length-length/20, rate, rate), nil
	}
	return Shape{}, fmt.Errorf("make shape: no shape %q", name)
}

// Peak returns the highest rate of the shape, in requests a second.
func (s Shape) Peak() float64 {
	peak := 0.0
	for _, l := range s.legs {
		peak = max(peak, l.from, l.to)
	}
	return peak
}
