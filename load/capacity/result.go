package capacity

import (
	"fmt"

	"github.com/authassay/authassay/reports"
)

// sum draws the conclusions from the levels that were tried.
func (s *search) sum() *reports.Capacity {
	out := s.out
	if s.good < 1 {
		s.good = 0
	}
	out.Rate, out.High = s.good, s.bad
	if out.Best == nil {
		out.Best = s.runs[s.good]
	}
	out.Plan = out.Rate * (1 - Headroom)
	out.Knee = knee(out.Levels)
	out.Scalability = fit(out.Levels)
	for _, l := range out.Levels {
		if l.Good && l.Rate == out.Rate {
			out.InUse = l.InUse
		}
	}
	out.Binding = s.binding()
	out.Verdict, out.Sentence = s.verdict()
	return out
}

// lowestBad returns the last of the lowest levels that failed above the found
// rate, nil for none.
func (s *search) lowestBad() *reports.Level {
	var out *reports.Level
	for i, l := range s.out.Levels {
		if !l.Good && l.Rate > s.good && (out == nil || l.Rate <= out.Rate) {
			out = &s.out.Levels[i]
		}
	}
	return out
}

// binding names what kept the search from a higher rate, with its figures.
func (s *search) binding() string {
	if l := s.lowestBad(); l != nil {
		return l.Why
	}
	if s.good >= s.options.Ceiling {
		return fmt.Sprintf("%s: the target may carry more", s.bound())
	}
	return ""
}

// bound is the binding without its figures.
func (s *search) bound() string {
	if l := s.lowestBad(); l != nil {
		return l.Bound
	}
	if s.good >= s.options.Ceiling {
		return fmt.Sprintf("the ceiling of %.0f/s", s.options.Ceiling)
	}
	return ""
}

// verdict says what the search found.
func (s *search) verdict() (reports.Verdict, string) {
	out := s.out
	last := reports.Level{}
	if len(out.Levels) > 0 {
		last = out.Levels[len(out.Levels)-1]
	}
	switch {
	case last.Wrong > 0:
		return reports.Fail, fmt.Sprintf("%s at %.0f requests a second ended the search", last.Why, last.Rate)
	case out.Interrupted:
		return reports.Inconclusive, fmt.Sprintf("interrupted; %.0f requests a second had held by then", out.Rate)
	case out.Rate == 0:
		return reports.Inconclusive, "no rate held: " + out.Binding
	}
	least := ""
	if l := s.lowestBad(); l == nil || l.Generator {
		least = "at least "
	}
	return reports.Pass, fmt.Sprintf("the target carries %s%.0f requests a second (plan with %.0f); bound by: %s", least, out.Rate, out.Plan, s.bound())
}

// knee returns the rate with the greatest power: answers a second over the
// response time.
func knee(levels []reports.Level) float64 {
	rate, best := 0.0, 0.0
	for _, l := range levels {
		if l.P50 > 0 && l.Done/l.P50 > best && l.Wrong == 0 {
			rate, best = l.Rate, l.Done/l.P50
		}
	}
	return rate
}
