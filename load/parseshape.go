package load

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxLegs is the most legs that a shape may have.
const maxLegs = 100_000

// ParseRate reads a rate such as 500/s, 30000/m or 500, in requests a second.
// The error is a *SyntaxError.
func ParseRate(text string) (float64, error) {
	s := &scan{text: text}
	r, err := s.rate()
	if err == nil {
		if s.skip(); s.at < len(text) {
			err = s.fail("nothing may follow the rate")
		}
	}
	return r, err
}

// ParseShape reads a course of rates, leg by leg:
//
//	500/s for 30s
//	100/s to 500/s for 1m, 500/s for 5m, 500/s to 0/s for 10s
//	sine 300/s by 100/s every 1m for 10m
//
// A new line does for a comma, a bare rate lasts for one second, and what
// follows # is left out, so that a file of rates, one a second, is a shape
// too. The error is a *SyntaxError.
func ParseShape(text string) (Shape, error) {
	shape := Shape{Name: "legs"}
	for number, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(strings.TrimRight(line, "\r"), "#")
		for s := (&scan{text: line}); ; {
			s.skip()
			if s.at == len(line) {
				break
			}
			next, err := s.leg(shape)
			if err == nil && s.at < len(line) && line[s.at] != ',' {
				err = s.fail("want a comma before the next leg")
			}
			if e, ok := err.(*SyntaxError); ok && strings.Contains(text, "\n") {
				e.Message = fmt.Sprintf("line %d: %s", number+1, e.Message)
			}
			if err != nil {
				return Shape{}, err
			}
			shape = next
			s.at = min(len(line), s.at+1)
		}
	}
	if len(shape.legs) == 0 {
		return Shape{}, &SyntaxError{text, 0, "want a rate, such as 500/s for 30s"}
	}
	return shape, nil
}

// leg reads one leg and appends it.
func (s *scan) leg(shape Shape) (Shape, error) {
	if len(shape.legs) >= maxLegs {
		return shape, s.fail("a shape has at most %d legs", maxLegs)
	}
	if s.word("sine") {
		return s.sine(shape)
	}
	from, err := s.rate()
	if err != nil {
		return shape, err
	}
	to := from
	if s.word("to") {
		if to, err = s.rate(); err != nil {
			return shape, err
		}
	}
	length := time.Second
	if s.word("for") {
		if length, err = s.duration(); err != nil {
			return shape, err
		}
	}
	s.skip()
	return shape.then(length, from, to), nil
}

// sine reads a wave: sine MEAN by AMPLITUDE every PERIOD for LENGTH.
func (s *scan) sine(shape Shape) (Shape, error) {
	begun := s.at
	mean, err := s.rate()
	if err != nil {
		return shape, err
	}
	values := [3]float64{}
	for i, word := range []string{"by", "every", "for"} {
		if !s.word(word) {
			return shape, s.fail("want %s: sine 300/s by 100/s every 1m for 10m", word)
		}
		if word == "by" {
			values[i], err = s.rate()
		} else {
			var d time.Duration
			d, err = s.duration()
			values[i] = float64(d)
		}
		if err != nil {
			return shape, err
		}
	}
	wave, err := Sine(mean, values[0], time.Duration(values[1]), time.Duration(values[2]))
	if err != nil {
		s.at = begun
		return shape, s.fail("want a period within the length, and an amplitude of at most the mean")
	}
	for _, l := range wave.legs {
		shape = shape.then(l.length, l.from, l.to)
	}
	s.skip()
	return shape, nil
}

// word goes over a word if it comes next.
func (s *scan) word(w string) bool {
	s.skip()
	if !strings.HasPrefix(s.text[s.at:], w) {
		return false
	}
	s.at += len(w)
	return true
}

// rate reads a number with an optional unit, in requests a second.
func (s *scan) rate() (float64, error) {
	number := s.take(digits)
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || v > 1e7 {
		return 0, s.back(number, "want a rate, such as 500/s")
	}
	switch {
	case s.word("/s"):
	case s.word("/m"):
		v /= 60
	case s.at < len(s.text) && s.text[s.at] == '/':
		return 0, s.fail("want a rate a second or a minute: /s or /m")
	}
	return v, nil
}

// duration reads a positive duration of at most a week.
func (s *scan) duration() (time.Duration, error) {
	text := s.take(digits + letters)
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > 7*24*time.Hour {
		return 0, s.back(text, "want a duration, such as 30s or 5m")
	}
	return d, nil
}
