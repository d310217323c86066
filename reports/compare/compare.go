// Package compare says what changed from one run to the next, and whether that
// is what a user does not want to see.
//
//	c := compare.Runs(old, now)
//	if c.Worse() {
//		...
//	}
//
// It reads runs and no files, and decides nothing but what it is asked.
package compare

import (
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
)

// Comparison is what changed from one run to the next. Requirements are matched
// by profile and ID, and count by their worst check.
type Comparison struct {
	Old, New string   // the sentences of the two runs
	Broken   []Change // violated now and not before, or not there before
	Fixed    []Change // violated before and kept now
	Changed  []Change // every other change of verdict
	Added    []Change // tried now only, and not violated
	Gone     []Change // tried before only
	Load     []Measure
	// Slower is how likely an answer of the new run took longer than one of the
	// old, 0 to 1; 0 where that is not known.
	Slower float64
	// Missed is what conditions forbid and the comparison shows, in words.
	Missed []string
}

// Judge holds the comparison to conditions, and notes in Missed what they
// forbid.
func (c *Comparison) Judge(conditions []Condition) {
	for _, condition := range conditions {
		if holds, words := condition.Holds(*c); holds {
			c.Missed = append(c.Missed, words)
		}
	}
}

// Change is the verdict on one requirement in two runs. A verdict is empty
// where the run has none.
type Change struct {
	Profile  string          `json:"profile"`
	ID       string          `json:"id"`
	Level    string          `json:"level"`
	Sentence string          `json:"sentence"`
	Was      reports.Verdict `json:"was"`
	Is       reports.Verdict `json:"is"`
}

// Measure is one figure of a load run before and after.
type Measure struct {
	Name     string  `json:"name"`
	Unit     string  `json:"unit"` // ms, /s or nothing
	Was      float64 `json:"was"`
	Is       float64 `json:"is"`
	GoodDown bool    `json:"less_is_better"`
}

// Ratio is the new value over the old one. It is false when the old one is 0.
func (m Measure) Ratio() (float64, bool) {
	if m.Was == 0 {
		return 0, false
	}
	return m.Is / m.Was, true
}

// Worse is true when the new run violates a MUST that the old one did not, or
// gives more wrong answers under load.
func (c Comparison) Worse() bool {
	for _, m := range c.Load {
		if m.Name == wrongAnswers && m.Is > m.Was {
			return true
		}
	}
	return len(c.Broken) > 0
}

const wrongAnswers = "wrong answers"

// Runs says what changed from the old run to the new one.
func Runs(old, new *reports.Run) Comparison {
	old, new = view.Cleaned(old), view.Cleaned(new)
	c := Comparison{Old: old.Sentence, New: new.Sentence}
	was := map[[2]string]reports.Finding{}
	for _, f := range old.Worst() {
		was[[2]string{f.Profile, f.ID}] = f
	}
	for _, f := range new.Worst() {
		key := [2]string{f.Profile, f.ID}
		c.sort(Change{f.Profile, f.ID, f.Level, f.Sentence, was[key].Verdict, f.Verdict})
		delete(was, key)
	}
	for _, f := range old.Worst() {
		if _, left := was[[2]string{f.Profile, f.ID}]; left {
			c.Gone = append(c.Gone, Change{f.Profile, f.ID, f.Level, f.Sentence, f.Verdict, ""})
		}
	}
	if old.Load != nil && new.Load != nil {
		c.Load = measures(old.Load, new.Load)
	}
	if old.Capacity != nil && new.Capacity != nil {
		c.Load = append(c.Load, Measure{"capacity", "/s", old.Capacity.Rate, new.Capacity.Rate, false})
	}
	return c
}

func (c *Comparison) sort(d Change) {
	switch {
	case d.Was == d.Is:
	case d.Is == reports.Fail:
		c.Broken = append(c.Broken, d)
	case d.Was == "":
		c.Added = append(c.Added, d)
	case d.Was == reports.Fail && d.Is == reports.Pass:
		c.Fixed = append(c.Fixed, d)
	default:
		c.Changed = append(c.Changed, d)
	}
}

func measures(old, new *reports.Load) []Measure {
	return []Measure{
		{"offered", "/s", old.Offered, new.Offered, false},
		{"done", "/s", old.Done, new.Done, false},
		{wrongAnswers, "", float64(old.Wrong), float64(new.Wrong), true},
		{"errors", "", float64(old.Errors), float64(new.Errors), true},
		{"response p50", "ms", old.Response.P50, new.Response.P50, true},
		{"response p90", "ms", old.Response.P90, new.Response.P90, true},
		{"response p99", "ms", old.Response.P99, new.Response.P99, true},
		{"response p99.9", "ms", old.Response.P999, new.Response.P999, true},
		{"response max", "ms", old.Response.Max, new.Response.Max, true},
	}
}
