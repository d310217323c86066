package reports

import (
	"cmp"
	"slices"

	"github.com/authassay/authassay/reports/internal/words"
)

// counting is how findings of a verdict are counted.
type counting struct {
	verdict   Verdict
	one, many string
}

// The verdicts in the order of every report: what needs a person first.
var countings = []counting{
	{Fail, "failure", "failures"},
	{Warn, "warning", "warnings"},
	{Inconclusive, "inconclusive", "inconclusive"},
	{Untested, "untested", "untested"},
	{Expected, "known deviation", "known deviations"},
	{Note, "note", "notes"},
	{Pass, "passed", "passed"},
	{NotApplicable, "not applicable", "not applicable"},
}

var levels = []string{"MUST", "SHOULD", "MAY"}

// Verdicts returns all verdicts in the order of every report: what needs a
// person first.
func Verdicts() []Verdict {
	var all []Verdict
	for _, c := range countings {
		all = append(all, c.verdict)
	}
	return all
}

// Levels returns the levels of RFC 2119 that requirements have, the weightiest
// first.
func Levels() []string { return slices.Clone(levels) }

// Rank is where a verdict stands in the order of reports: the lower, the worse.
// A verdict that nobody knows ranks as inconclusive, so that it can't hide.
func (v Verdict) Rank() int {
	is := func(w Verdict) func(counting) bool { return func(c counting) bool { return c.verdict == w } }
	if at := slices.IndexFunc(countings, is(v)); at >= 0 {
		return at
	}
	return slices.IndexFunc(countings, is(Inconclusive))
}

// Shown is the verdict itself, or inconclusive for one that nobody knows.
func (v Verdict) Shown() Verdict { return countings[v.Rank()].verdict }

// Counted says "1 failure" or "2 failures".
func (v Verdict) Counted(n int) string {
	c := countings[v.Rank()]
	return words.Plural(n, c.one, c.many)
}

// With returns the findings that have the verdict, the weightiest first. The
// order of the run is random and says nothing.
func (r *Run) With(v Verdict) []Finding {
	var found []Finding
	for _, f := range r.Findings {
		if f.Verdict.Shown() == v {
			found = append(found, f)
		}
	}
	SortFindings(found)
	slices.SortStableFunc(found, heavier)
	return found
}

// Worst returns one finding a requirement: that of its worst check.
func (r *Run) Worst() []Finding {
	var found []Finding
	index := map[[2]string]int{}
	for _, f := range r.Findings {
		key := [2]string{f.Profile, f.ID}
		at, seen := index[key]
		switch {
		case !seen:
			index[key] = len(found)
			found = append(found, f)
		case f.Verdict.Rank() < found[at].Verdict.Rank():
			found[at] = f
		}
	}
	SortFindings(found)
	return found
}

// SortFindings orders findings by profile, ID and what the check does.
func SortFindings(found []Finding) {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Profile, b.Profile),
			cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.When, b.When))
	})
}

// heavier orders findings of one verdict: a MUST before a SHOULD before a MAY,
// and what a document of the product says before what only a standard does.
func heavier(a, b Finding) int {
	said := func(f Finding) int { return min(len(f.Statements), 1) }
	return cmp.Or(cmp.Compare(a.Weight(), b.Weight()), cmp.Compare(said(b), said(a)))
}

// Weight is where the level of a finding stands among all, 0 for a MUST; a
// level that nobody knows is the last.
func (f Finding) Weight() int {
	if at := slices.Index(levels, f.Level); at >= 0 {
		return at
	}
	return len(levels)
}

// Count returns how many findings of the level have one of the verdicts. An
// empty level counts all.
func (r *Run) Count(level string, verdicts ...Verdict) int {
	total := 0
	for _, f := range r.Findings {
		if (level == "" || f.Level == level) && slices.Contains(verdicts, f.Verdict.Shown()) {
			total++
		}
	}
	return total
}
