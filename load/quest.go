package load

import (
	"math"
	"time"
)

// run looks for the rate: it doubles, closes the gap, and sees whether both
// ends of it stand when they are tried again. Where the lower one falls it goes
// down, where the upper one holds after all it goes up, and then it closes the
// gap once more.
func (h *hunt) run() {
	h.double()
	for h.patient() {
		h.narrow()
		if !h.stands(h.good) {
			h.descend()
			continue
		}
		if h.bad == 0 || h.stands(h.bad) {
			return // the ceiling, or a gap with two ends that were seen twice
		}
		h.climb()
	}
}

// mostWindows is how many windows, with what they take to settle, a search may
// last until it only sees to it that what it has found stands. A target that
// comes out otherwise each time is not pinned down by trying on; the gap that
// is reported is then a wide one.
const mostWindows = 14

// patient says whether the search may go on.
func (h *hunt) patient() bool {
	spent := time.Since(h.began)
	return !h.over && h.good >= 1 && spent < mostWindows*(h.search.Settle+h.search.Window)
}

// double raises the rate by two until one fails or the ceiling holds. Where
// the target all but kept up, a second window decides. A first rate
// that fails is halved down to one request a second, or to what the target got
// done.
func (h *hunt) double() {
	for rate := h.search.Start; !h.over; {
		held := h.attempt(rate, "doubling")
		if !held && !h.over && !h.plain {
			held = h.attempt(rate, "doubling")
		}
		if held {
			h.good = rate
			if h.bad > 0 || rate >= h.search.Ceiling {
				return
			}
			rate = min(rate*2, h.search.Ceiling)
			continue
		}
		h.bad = rate
		if h.good > 0 || rate <= 1 {
			return
		}
		if rate /= 2; h.carried > 1 {
			rate = min(rate, h.carried*(1-h.search.Precision/2))
		}
		rate = max(1, rate)
	}
}

// narrow closes the gap between the good and the bad rate.
func (h *hunt) narrow() {
	for h.patient() && h.bad > 0 && h.bad-h.good > h.search.Precision*h.bad {
		if rate := h.between(); h.attempt(rate, "bisection") {
			h.good = rate
		} else {
			h.bad = rate
		}
	}
}

// between chooses the next rate to try. A target that was asked for more than
// it can do has shown how much it can do, so the rates next to that come first;
// they are tried like all others. Without such a hint it is the middle, as
// rates multiply.
func (h *hunt) between() float64 {
	p := h.search.Precision
	for _, rate := range []float64{h.carried * (1 - p/2), h.carried * (1 + p/2), h.carried * (1 + 2*p)} {
		if rate > h.good*(1+p/4) && rate < h.bad*(1-p/4) {
			return rate
		}
	}
	return math.Sqrt(h.good * h.bad)
}

// stands says whether a rate comes out as it did before in most of the probes,
// those windows counted that have already been judged. One bad window is as
// likely noise as a limit, and so is one good one.
func (h *hunt) stands(rate float64) bool {
	was := rate <= h.good
	most := h.search.Probes/2 + 1
	for !h.over {
		v := h.votes[rate]
		if v.held >= most || v.failed >= most {
			return was == (v.held >= most)
		}
		h.try(rate, "probe")
	}
	return was
}

// descend steps down, further each time, until a rate holds.
func (h *hunt) descend() {
	for step := h.search.Precision; !h.over && h.good >= 1; step = min(2*step, widest) {
		h.bad = h.good
		h.good *= 1 - step
		if below := h.carried * (1 - h.search.Precision/2); below > 1 {
			h.good = min(h.good, below)
		}
		if h.attempt(h.good, "bisection") {
			return
		}
	}
}

// climb steps up, further each time, until a rate fails.
func (h *hunt) climb() {
	h.good = h.bad
	for step := h.search.Precision; h.patient() && h.good < h.search.Ceiling; step = min(2*step, 1) {
		h.bad = min(h.good*(1+step), h.search.Ceiling)
		if !h.attempt(h.bad, "bisection") {
			return
		}
		h.good = h.bad
	}
	h.bad = 0
	if l := h.lowestBad(); l != nil && !h.over {
		h.bad = l.Rate
	}
}

// widest is the longest step down, as a share of the rate.
const widest = 0.25
