package capacity

import (
	"math"
	"time"

	"github.com/authassay/authassay/reports"
)

// run looks for the rate: it doubles, closes the gap, and sees whether both
// ends of it stand when they are tried again. Where the lower one falls it goes
// down, where the upper one holds after all it goes up, and then it closes the
// gap once more.
func (s *search) run() {
	s.double()
	for s.patient() {
		s.narrow()
		if !s.stands(s.good) {
			s.descend()
			continue
		}
		if s.bad == 0 || s.stands(s.bad) {
			return // the ceiling, or a gap with two ends that were seen twice
		}
		s.climb()
	}
}

// mostWindows is how many windows, with what they take to settle, a search may
// last until it only sees to it that what it has found stands. A target that
// comes out otherwise each time is not pinned down by trying on; the gap that
// is reported is then a wide one.
const mostWindows = 14

// patient says whether the search may go on.
func (s *search) patient() bool {
	spent := time.Since(s.began)
	return !s.over && s.good >= 1 && spent < mostWindows*(s.options.Settle+s.options.Window)
}

// double raises the rate by two until one fails or the ceiling holds. Where
// the target all but kept up, a second window decides. A first rate
// that fails is halved down to one request a second, or to what the target got
// done.
func (s *search) double() {
	for rate := s.options.Start; !s.over; {
		held := s.attempt(rate, reports.Doubling)
		if !held && !s.over && !s.plain {
			held = s.attempt(rate, reports.Doubling)
		}
		if held {
			s.good = rate
			if s.bad > 0 || rate >= s.options.Ceiling {
				return
			}
			rate = min(rate*2, s.options.Ceiling)
			continue
		}
		s.bad = rate
		if s.good > 0 || rate <= 1 {
			return
		}
		if rate /= 2; s.carried > 1 {
			rate = min(rate, s.carried*(1-s.options.Precision/2))
		}
		rate = max(1, rate)
	}
}

// narrow closes the gap between the good and the bad rate.
func (s *search) narrow() {
	for s.patient() && s.bad > 0 && s.bad-s.good > s.options.Precision*s.bad {
		if rate := s.between(); s.attempt(rate, reports.Bisection) {
			s.good = rate
		} else {
			s.bad = rate
		}
	}
}

// between chooses the next rate to try. A target that was asked for more than
// it can do has shown how much it can do, so the rates next to that come first;
// they are tried like all others. Without such a hint it is the middle, as
// rates multiply.
func (s *search) between() float64 {
	p := s.options.Precision
	for _, rate := range []float64{s.carried * (1 - p/2), s.carried * (1 + p/2), s.carried * (1 + 2*p)} {
		if rate > s.good*(1+p/4) && rate < s.bad*(1-p/4) {
			return rate
		}
	}
	return math.Sqrt(s.good * s.bad)
}

// stands says whether a rate comes out as it did before in most of the probes,
// those windows counted that have already been judged. One bad window is as
// likely noise as a limit, and so is one good one.
func (s *search) stands(rate float64) bool {
	was := rate <= s.good
	most := s.options.Probes/2 + 1
	for !s.over {
		v := s.votes[rate]
		if v.held >= most || v.failed >= most {
			return was == (v.held >= most)
		}
		s.try(rate, reports.Probe)
	}
	return was
}

// descend steps down, further each time, until a rate holds.
func (s *search) descend() {
	for step := s.options.Precision; !s.over && s.good >= 1; step = min(2*step, widest) {
		s.bad = s.good
		s.good *= 1 - step
		if below := s.carried * (1 - s.options.Precision/2); below > 1 {
			s.good = min(s.good, below)
		}
		if s.attempt(s.good, reports.Bisection) {
			return
		}
	}
}

// climb steps up, further each time, until a rate fails.
func (s *search) climb() {
	s.good = s.bad
	for step := s.options.Precision; s.patient() && s.good < s.options.Ceiling; step = min(2*step, 1) {
		s.bad = min(s.good*(1+step), s.options.Ceiling)
		if !s.attempt(s.bad, reports.Bisection) {
			return
		}
		s.good = s.bad
	}
	s.bad = 0
	if l := s.lowestBad(); l != nil && !s.over {
		s.bad = l.Rate
	}
}

// widest is the longest step down, as a share of the rate.
const widest = 0.25
