package reports

import (
	"cmp"
	"slices"
)

// kind is how a verdict is shown. The order of the table is the order of every
// report: what needs a person first.
type kind struct {
	Verdict Verdict
	Mark    string // one column wide
	Title   string // of the section that lists such findings
	One     string // "1 failure"
	Many    string // "2 failures"
	Hue     string // the colour in text, the class name in HTML
}

var kinds = []kind{
	{Fail, "×", "Failures", "failure", "failures", "red"},
	{Warn, "!", "Warnings", "warning", "warnings", "yellow"},
	{Inconclusive, "?", "Inconclusive", "inconclusive", "inconclusive", "magenta"},
	{Untested, "-", "Untested", "untested", "untested", "grey"},
	{Expected, "~", "Known deviations", "known deviation", "known deviations", "cyan"},
	{Note, "i", "Notes", "note", "notes", "blue"},
	{Pass, "✓", "Passed", "passed", "passed", "green"},
	{NotApplicable, "·", "Not applicable", "not applicable", "not applicable", "grey"},
}

var levels = []string{"MUST", "SHOULD", "MAY"}

// kindOf returns how a verdict is shown. A verdict that nobody knows is shown
// as inconclusive, so that it can't hide.
func kindOf(v Verdict) kind {
	for _, k := range kinds {
		if k.Verdict == v {
			return k
		}
	}
	return kindOf(Inconclusive)
}

// rank is the place of a verdict in the table: the lower, the worse.
func rank(v Verdict) int {
	want := kindOf(v).Verdict
	return slices.IndexFunc(kinds, func(k kind) bool { return k.Verdict == want })
}

// with returns the findings that have the verdict, the weightiest first. The
// order of the run is random and says nothing.
func (r *Run) with(v Verdict) []Finding {
	var found []Finding
	for _, f := range r.Findings {
		if kindOf(f.Verdict).Verdict == v {
			found = append(found, f)
		}
	}
	sortFindings(found)
	slices.SortStableFunc(found, heavier)
	return found
}

// worst returns one finding a requirement: that of its worst check.
func (r *Run) worst() []Finding {
	var found []Finding
	place := map[[2]string]int{}
	for _, f := range r.Findings {
		key := [2]string{f.Profile, f.ID}
		at, seen := place[key]
		switch {
		case !seen:
			place[key] = len(found)
			found = append(found, f)
		case rank(f.Verdict) < rank(found[at].Verdict):
			found[at] = f
		}
	}
	sortFindings(found)
	return found
}

func sortFindings(found []Finding) {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Profile, b.Profile),
			cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.When, b.When))
	})
}

// tally counts the findings of one level by verdict, in the table's order. An
// empty level counts all.
func (r *Run) tally(level string) []int {
	counts := make([]int, len(kinds))
	for _, f := range r.Findings {
		if level == "" || f.Level == level {
			counts[rank(f.Verdict)]++
		}
	}
	return counts
}

// count returns how many findings of the level have one of the verdicts.
func (r *Run) count(level string, verdicts ...Verdict) int {
	counts := r.tally(level)
	total := 0
	for _, v := range verdicts {
		total += counts[rank(v)]
	}
	return total
}
