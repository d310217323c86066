package shape

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/load/internal/grammar"
)

// SyntaxError says what is wrong with the text of a shape, and where.
type SyntaxError = grammar.SyntaxError

// maxLegs is the most legs that a shape may have.
const maxLegs = 100_000

// Parse reads how a rate runs over time, leg by leg:
//
//	500/s for 30s
//	100/s to 500/s for 1m, 500/s for 5m, 500/s to 0/s for 10s
//	sine 300/s by 100/s every 1m for 10m
//
// A new line does for a comma, a bare rate lasts for one second, and what
// follows # is left out, so that a file of rates, one a second, is a shape
// too. The error is a *SyntaxError.
func Parse(text string) (Shape, error) {
	shape := Shape{Name: "legs"}
	for number, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(strings.TrimRight(line, "\r"), "#")
		for s := (&grammar.Scanner{Text: line}); ; {
			s.Skip()
			if s.At == len(line) {
				break
			}
			next, err := readLeg(s, shape)
			if err == nil && s.At < len(line) && line[s.At] != ',' {
				err = s.Fail("want a comma before the next leg")
			}
			if e, ok := err.(*SyntaxError); ok && strings.Contains(text, "\n") {
				e.Message = fmt.Sprintf("line %d: %s", number+1, e.Message)
			}
			if err != nil {
				return Shape{}, err
			}
			shape = next
			s.At = min(len(line), s.At+1)
		}
	}
	if len(shape.legs) == 0 {
		return Shape{}, &SyntaxError{Text: text, Message: "want a rate, such as 500/s for 30s"}
	}
	return shape, nil
}

// readLeg reads one leg and appends it.
func readLeg(s *grammar.Scanner, shape Shape) (Shape, error) {
	if len(shape.legs) >= maxLegs {
		return shape, s.Fail("a shape has at most %d legs", maxLegs)
	}
	if s.Word("sine") {
		return readSine(s, shape)
	}
	from, err := readRate(s)
	if err != nil {
		return shape, err
	}
	to := from
	if s.Word("to") {
		if to, err = readRate(s); err != nil {
			return shape, err
		}
	}
	length := time.Second
	if s.Word("for") {
		if length, err = readDuration(s); err != nil {
			return shape, err
		}
	}
	s.Skip()
	return shape.then(length, from, to), nil
}

// readSine reads a wave: sine MEAN by AMPLITUDE every PERIOD for LENGTH.
func readSine(s *grammar.Scanner, shape Shape) (Shape, error) {
	begun := s.At
	mean, err := readRate(s)
	if err != nil {
		return shape, err
	}
	values := [3]float64{}
	for i, word := range []string{"by", "every", "for"} {
		if !s.Word(word) {
			return shape, s.Fail("want %s: sine 300/s by 100/s every 1m for 10m", word)
		}
		if word == "by" {
			values[i], err = readRate(s)
		} else {
			var d time.Duration
			d, err = readDuration(s)
			values[i] = float64(d)
		}
		if err != nil {
			return shape, err
		}
	}
	wave, err := Sine(mean, values[0], time.Duration(values[1]), time.Duration(values[2]))
	if err != nil {
		s.At = begun
		return shape, s.Fail("want a period within the length, and an amplitude of at most the mean")
	}
	for _, l := range wave.legs {
		shape = shape.then(l.length, l.from, l.to)
	}
	s.Skip()
	return shape, nil
}

// readRate reads a number with an optional unit, in requests a second.
func readRate(s *grammar.Scanner) (float64, error) {
	number := s.Take(grammar.Digits)
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || v > 1e7 {
		return 0, s.Back(number, "want a rate, such as 500/s")
	}
	switch {
	case s.Word("/s"):
	case s.Word("/m"):
		v /= 60
	case s.At < len(s.Text) && s.Text[s.At] == '/':
		return 0, s.Fail("want a rate a second or a minute: /s or /m")
	}
	return v, nil
}

// readDuration reads a positive duration of at most a week.
func readDuration(s *grammar.Scanner) (time.Duration, error) {
	text := s.Take(grammar.Digits + grammar.Letters)
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > 7*24*time.Hour {
		return 0, s.Back(text, "want a duration, such as 30s or 5m")
	}
	return d, nil
}
