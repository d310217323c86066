package load

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

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

// SyntaxError says what is wrong with the text of a threshold or a rate, and
// where.
type SyntaxError struct {
	Text    string
	Column  int // in bytes, from 0
	Message string
}

// Error implements error: the message, the text, and a caret under the place.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s\n  %s\n  %s^", e.Message, e.Text, strings.Repeat(" ", e.Column))
}

// ParseThreshold reads an objective such as these:
//
//	p99 < 50ms    p50 to p99.99, mean or max, of the response time
//	lag p99 < 5ms    the same of service (actual send to answer) or lag (due to sent)
//	errors < 0.1%    share of requests that got no usable answer
//	throttled < 1%    share of requests that were answered with 429
//	wrong answers = 0
//	rate >= 490/s    answers a second
//
// The error is a *SyntaxError.
func ParseThreshold(text string) (Threshold, error) {
	s := &scan{text: text}
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
	if s.skip(); s.at < len(text) {
		return Threshold{}, s.fail("nothing may follow the value")
	}
	return t, nil
}

// scan walks through the text of a threshold.
type scan struct {
	text string
	at   int
}

// skip goes over blanks.
func (s *scan) skip() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t') {
		s.at++
	}
}

// take reads the characters of a set, after blanks.
func (s *scan) take(set string) string {
	s.skip()
	from := s.at
	for s.at < len(s.text) && strings.IndexByte(set, s.text[s.at]) >= 0 {
		s.at++
	}
	return s.text[from:s.at]
}

// fail points at the present place.
func (s *scan) fail(format string, args ...any) error {
	return &SyntaxError{s.text, s.at, fmt.Sprintf(format, args...)}
}

// back goes to the beginning of a word and fails there.
func (s *scan) back(word, format string, args ...any) error {
	s.at -= len(word)
	return s.fail(format, args...)
}

// The characters of the parts of a threshold.
const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZµ"
	digits  = "0123456789."
)

// subject reads what is measured.
func (t *Threshold) subject(s *scan) error {
	const want = "want p50 to p99.99, mean, max, errors, throttled, wrong answers or rate"
	word := s.take(letters)
	switch word {
	case "response", "service", "lag":
		t.of = word
		word = s.take(letters)
		if word != "p" && word != "mean" && word != "max" {
			return s.back(word, "want a percentile, mean or max after %s", t.of)
		}
	case "wrong":
		if next := s.take(letters); next != "" && next != "answers" {
			return s.back(next, "want wrong answers")
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
		return s.back(word, want)
	}
	return nil
}

// rank reads the number of a percentile.
func (t *Threshold) rank(s *scan) error {
	number := s.text[s.at:]
	if i := strings.IndexFunc(number, func(r rune) bool { return !strings.ContainsRune(digits, r) }); i >= 0 {
		number = number[:i]
	}
	p, err := strconv.ParseFloat(number, 64)
	if err != nil || p <= 0 || p >= 100 {
		return s.fail("want a percentile between 0 and 100, such as p99.9")
	}
	t.percentile = p
	s.at += len(number)
	return nil
}

// operator reads the comparison.
func (t *Threshold) operator(s *scan) error {
	t.op = s.take("<>=")
	switch t.op {
	case "<", "<=", ">", ">=", "=", "==":
		return nil
	}
	return s.back(t.op, "want a comparison: <, <=, >, >= or =")
}

// bound reads the value and its unit.
func (t *Threshold) bound(s *scan) error {
	number := s.take(digits)
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsInf(v, 0) {
		return s.back(number, "want a number")
	}
	unit := s.take(letters + "%/")
	switch t.measure {
	case errorShare, throttledShare:
		return t.shareOf(s, v, unit)
	case wrongAnswers:
		if unit != "" {
			return s.back(unit, "want a count without a unit")
		}
	case doneRate:
		if unit != "/s" && unit != "" {
			return s.back(unit, "want requests a second, such as 490/s")
		}
	default:
		d, err := time.ParseDuration(number + unit)
		if err != nil {
			return s.back(unit, "want a duration, such as 50ms or 1.5s")
		}
		v = float64(d) / 1e6
	}
	t.value = v
	return nil
}

// shareOf reads a share of errors: a percentage or a fraction.
func (t *Threshold) shareOf(s *scan, v float64, unit string) error {
	switch unit {
	case "%":
		v /= 100
	case "":
	default:
		return s.back(unit, "want a percentage, such as 0.1%%")
	}
	if v > 1 {
		return s.back(unit, "a share is at most 100%%")
	}
	t.value = v
	return nil
}
