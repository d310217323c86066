package capacity

import (
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
	out.Conclude(s.lowestBad(), s.options.Ceiling)
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
