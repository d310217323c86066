package reports

import (
	"fmt"
)

// MissKind is what a level of a search can miss.
type MissKind string

// What levels miss.
const (
	MissAnswers   MissKind = "wrong answers" // an answer was wrong
	MissSchedule  MissKind = "schedule"      // it fell so far behind that it was given up
	MissAllowance MissKind = "rate limit"    // the target's own rate limit turned requests away
	MissUse       MissKind = "no answer"     // no answer was of use
	MissObjective MissKind = "objective"     // an objective was missed
	MissRate      MissKind = "rate"          // answers came more slowly than requests
)

// Miss is the first thing that a level missed.
type Miss struct {
	Kind       MissKind   `json:"kind" words:"ours"`
	Threshold  *Threshold `json:"threshold,omitempty"`   // the objective that was missed
	Class      string     `json:"class,omitempty"`       // the class that contributed most to it
	Behind     float64    `json:"behind,omitempty"`      // milliseconds that were not to be made good
	Done       float64    `json:"done,omitempty"`        // answers a second, where those were too few
	RetryAfter float64    `json:"retry_after,omitempty"` // seconds, the longest that a 429 asked for
}

// Conclude says how the level came out: good where it missed nothing. A limit
// of the generator is named beside what was missed. The figures must stand
// already.
func (l *Level) Conclude(m *Miss, limit *Limit) {
	l.Missed, l.Good, l.Bound, l.Why = m, m == nil, "", ""
	if m == nil {
		return
	}
	l.Bound = l.missed(m)
	l.Why = l.Bound + m.figures()
	if limit != nil && m.Kind != MissAnswers {
		l.Why += "; " + limit.words()
	}
}

// missed says in short what a level missed.
func (l *Level) missed(m *Miss) string {
	switch m.Kind {
	case MissAnswers:
		return fmt.Sprintf("%d wrong answers", l.Wrong)
	case MissSchedule:
		return fmt.Sprintf("more than %v behind at %.0f requests a second", duration(m.Behind), l.Rate)
	case MissAllowance:
		return throttling(l.Throttled, m.RetryAfter)
	case MissObjective:
		return m.Threshold.Text + " missed"
	case MissRate:
		return fmt.Sprintf("%.0f answers a second of %.0f asked for", m.Done, l.Rate)
	}
	return "no usable answer"
}

// figures are what shows that an objective was missed.
func (m *Miss) figures() string {
	if m.Kind != MissObjective {
		return ""
	}
	text := ": " + m.Threshold.Seen
	if m.Class != "" {
		text += fmt.Sprintf(", most of all in the class %q", m.Class)
	}
	return text
}

// BindingKind is what can keep a search from a higher rate.
type BindingKind string

// What binds.
const (
	BoundByLevel   BindingKind = "level"   // a higher rate was tried and failed
	BoundByCeiling BindingKind = "ceiling" // no higher rate was to be tried
)

// Binding is what kept a search from a higher rate.
type Binding struct {
	Kind   BindingKind `json:"kind" words:"ours"`
	Rate   float64     `json:"rate_per_second"`  // of the level that failed, or the ceiling
	Missed *Miss       `json:"missed,omitempty"` // what that level missed
}

// bind names what kept the search from more: a level that failed above the rate
// that was found, or else the ceiling, or nothing where that was not reached.
// It returns the same in short.
func (c *Capacity) bind(failed *Level, ceiling float64) (short string) {
	switch {
	case failed != nil:
		c.Bound = &Binding{Kind: BoundByLevel, Rate: failed.Rate, Missed: failed.Missed}
		c.Binding = failed.Why
		return failed.Bound
	case c.Rate >= ceiling:
		c.Bound = &Binding{Kind: BoundByCeiling, Rate: ceiling}
		short = fmt.Sprintf("the ceiling of %.0f/s", ceiling)
		c.Binding = short + ": the target may carry more"
	}
	return short
}

// Conclude gives the search its verdict, and puts that and what bound it into
// words. Failed is the lowest level that failed above the rate that was found,
// nil for none. The figures and the levels must stand already.
func (c *Capacity) Conclude(failed *Level, ceiling float64) {
	short := c.bind(failed, ceiling)
	last := Level{}
	if len(c.Levels) > 0 {
		last = c.Levels[len(c.Levels)-1]
	}
	switch {
	case last.Wrong > 0:
		c.Verdict, c.Sentence = Fail, fmt.Sprintf("%s at %.0f requests a second ended the search", last.Why, last.Rate)
	case c.Interrupted:
		c.Verdict, c.Sentence = Inconclusive, fmt.Sprintf("interrupted; %.0f requests a second had held by then", c.Rate)
	case c.Rate == 0:
		c.Verdict, c.Sentence = Inconclusive, "no rate held: "+c.Binding
	default:
		least := ""
		if failed == nil || failed.Generator {
			least = "at least "
		}
		c.Verdict, c.Sentence = Pass, fmt.Sprintf("the target carries %s%.0f requests a second (plan with %.0f); bound by: %s", least, c.Rate, c.Plan, short)
	}
}
