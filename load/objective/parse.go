// Package objective holds the service level objectives of a load run: what the
// user writes, such as "p99 < 50ms", held against what was measured.
//
//	o, err := objective.Parse("errors < 0.1%")
//
// It knows neither requests nor who sends them.
package objective

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/load/internal/grammar"
)

// SyntaxError says what is wrong with the text of a threshold, and where.
type SyntaxError = grammar.SyntaxError

// Threshold is one service level objective of a run.
type Threshold struct {
	Text       string // as the user wrote it
	of         string // response, service or lag, of a latency
	measure    measure
	percentile float64 // of a percentile
	op         string
	value      float64 // milliseconds, a fraction, a count or requests a second
}

// measure is what a threshold looks at.
type measure int

const (
	percentile measure = iota
	mean
	maximum
	errorShare
	throttledShare
	wrongAnswers
	doneRate
)

// Parse reads an objective such as these:
//
//	p99 < 50ms    p50 to p99.99, mean or max, of the response time
//	lag p99 < 5ms    the same of service (actual send to answer) or lag (due to sent)
//	errors < 0.1%    share of requests that got no usable answer
//	throttled < 1%    share of requests that were answered with 429
//	wrong answers = 0
//	rate >= 490/s    answers a second
//
// The error is a *SyntaxError.
func Parse(text string) (Threshold, error) {
	s := &grammar.Scanner{Text: text}
	t := Threshold{Text: text, of: "response"}
	if err := t.subject(s); err != nil {
		return Threshold{}, err
	}
	if err := t.operator(s); err != nil {
		return Threshold{}, err
	}
	if err := t.bound(s); err != nil {
		return Threshold{}, err
	}
	if s.Skip(); s.At < len(text) {
		return Threshold{}, s.Fail("nothing may follow the value")
	}
	return t, nil
}

// subject reads what is measured.
func (t *Threshold) subject(s *grammar.Scanner) error {
	const want = "want p50 to p99.99, mean, max, errors, throttled, wrong answers or rate"
	word := s.Take(grammar.Letters)
	switch word {
	case "response", "service", "lag":
		t.of = word
		word = s.Take(grammar.Letters)
		if word != "p" && word != "mean" && word != "max" {
			return s.Back(word, "want a percentile, mean or max after %s", t.of)
		}
	case "wrong":
		if next := s.Take(grammar.Letters); next != "" && next != "answers" {
			return s.Back(next, "want wrong answers")
		}
	}
	switch word {
	case "p":
		return t.rank(s)
	case "mean":
		t.measure = mean
	case "max":
		t.measure = maximum
	case "errors":
		t.measure = errorShare
	case "throttled":
		t.measure = throttledShare
	case "wrong":
		t.measure = wrongAnswers
	case "rate":
		t.measure = doneRate
	default:
		return s.Back(word, want)
	}
	return nil
}

// rank reads the number of a percentile.
func (t *Threshold) rank(s *grammar.Scanner) error {
	number := s.Text[s.At:]
	if i := strings.IndexFunc(number, func(r rune) bool { return !strings.ContainsRune(grammar.Digits, r) }); i >= 0 {
		number = number[:i]
	}
	p, err := strconv.ParseFloat(number, 64)
	if err != nil || p <= 0 || p >= 100 {
		return s.Fail("want a percentile between 0 and 100, such as p99.9")
	}
	t.percentile = p
	s.At += len(number)
	return nil
}

// operator reads the comparison.
func (t *Threshold) operator(s *grammar.Scanner) error {
	t.op = s.Take("<>=")
	switch t.op {
	case "<", "<=", ">", ">=", "=", "==":
		return nil
	}
	return s.Back(t.op, "want a comparison: <, <=, >, >= or =")
}

// bound reads the value and its unit.
func (t *Threshold) bound(s *grammar.Scanner) error {
	number := s.Take(grammar.Digits)
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsInf(v, 0) {
		return s.Back(number, "want a number")
	}
	unit := s.Take(grammar.Letters + "%/")
	switch t.measure {
	case errorShare, throttledShare:
		return t.shareOf(s, v, unit)
	case wrongAnswers:
		if unit != "" {
			return s.Back(unit, "want a count without a unit")
		}
	case doneRate:
		if unit != "/s" && unit != "" {
			return s.Back(unit, "want requests a second, such as 490/s")
		}
	default:
		d, err := time.ParseDuration(number + unit)
		if err != nil {
			return s.Back(unit, "want a duration, such as 50ms or 1.5s")
		}
		v = float64(d) / 1e6
	}
	t.value = v
	return nil
}

// shareOf reads a share of errors: a percentage or a fraction.
func (t *Threshold) shareOf(s *grammar.Scanner, v float64, unit string) error {
	switch unit {
	case "%":
		v /= 100
	case "":
	default:
		return s.Back(unit, "want a percentage, such as 0.1%%")
	}
	if v > 1 {
		return s.Back(unit, "a share is at most 100%%")
	}
	t.value = v
	return nil
}
