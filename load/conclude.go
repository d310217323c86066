package load

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports"
)

// sum draws the conclusions from the levels that were tried.
func (h *hunt) sum() *reports.Capacity {
	out := h.out
	if h.good < 1 {
		h.good = 0
	}
	out.Rate, out.High = h.good, h.bad
	if out.Best == nil {
		out.Best = h.runs[h.good]
	}
	out.Plan = out.Rate * (1 - Headroom)
	out.Knee = knee(out.Levels)
	out.Scalability = fit(out.Levels)
	for _, l := range out.Levels {
		if l.Good && l.Rate == out.Rate {
			out.InUse = l.InUse
		}
	}
	out.Binding = h.binding()
	out.Verdict, out.Sentence = h.verdict()
	return out
}

// lowestBad returns the last of the lowest levels that failed above the found
// rate, nil for none.
func (h *hunt) lowestBad() *reports.Level {
	var out *reports.Level
	for i, l := range h.out.Levels {
		if !l.Good && l.Rate > h.good && (out == nil || l.Rate <= out.Rate) {
			out = &h.out.Levels[i]
		}
	}
	return out
}

// binding names what kept the search from a higher rate.
func (h *hunt) binding() string {
	why := ""
	if l := h.lowestBad(); l != nil {
		why = l.Why
	}
	if why == "" && h.good >= h.search.Ceiling {
		return fmt.Sprintf("the ceiling of %.0f/s: the target may carry more", h.search.Ceiling)
	}
	return why
}

// verdict says what the search found.
func (h *hunt) verdict() (reports.Verdict, string) {
	out := h.out
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
	if l := h.lowestBad(); l == nil || l.Generator {
		least = "at least "
	}
	return reports.Pass, fmt.Sprintf("the target carries %s%.0f requests a second (plan with %.0f); bound by: %s", least, out.Rate, out.Plan, brief(out.Binding))
}

// brief is what binds without the figures that follow it.
func brief(binding string) string {
	if end := strings.IndexAny(binding, ":;"); end >= 0 {
		return binding[:end]
	}
	return binding
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
