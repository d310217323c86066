package view

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// Cause is what one cause did: it made checks fail, or kept them from being
// judged.
type Cause[T any] struct {
	Why  string // "" where nobody knows of one that is shared
	Root string // the ID of the check that shows it, or ""
	All  []T

	is reports.Cause
}

// Whole is how many of the findings are shown with their evidence under a verdict:
// every failure, one example of what the target broke, and nothing of what was not
// tried. headed says whether the cause stands above them.
func (c Cause[T]) Whole(v reports.Verdict) (n int, headed bool) {
	n = len(c.All)
	switch v {
	case reports.Inconclusive:
		n = 1
	case reports.Untested, reports.NotApplicable:
		n = 0
	}
	return n, c.Why != "" && (len(c.All) > 1 || n == 0)
}

// Head says how many findings have the cause.
func (c Cause[T]) Head(v reports.Verdict) string {
	text := fmt.Sprintf("%s: %s", v.Counted(len(c.All)), c.Why)
	if c.Root != "" {
		text += ", see " + c.Root
	}
	return text
}

// unjudged says that the reason of a finding is a cause by itself: nothing was
// judged.
func unjudged(v reports.Verdict) bool {
	return v == reports.Untested || v == reports.Inconclusive || v == reports.NotApplicable
}

// ByCause groups findings that have an order by their cause, the group of the
// weightiest first, then the largest. Of what failed only a cause that is named
// makes a group; of what was not judged the reason does as well.
func ByCause[T any](found []T, of func(T) reports.Finding) []Cause[T] {
	var groups []Cause[T]
	for _, one := range found {
		f := of(one)
		why, is := f.Cause, f.Because()
		if why == "" && unjudged(f.Verdict.Shown()) {
			why = words.First(f.Detail, f.Actual, "no reason was given")
			if f.Why == nil {
				is.Thing = why
			}
		}
		at := -1
		if why != "" {
			at = slices.IndexFunc(groups, func(g Cause[T]) bool { return g.is == is })
		}
		if at < 0 {
			at = len(groups)
			groups = append(groups, Cause[T]{Why: why, is: is})
		}
		g := &groups[at]
		g.All = append(g.All, one)
		g.Root = words.First(g.Root, f.Root)
	}
	for _, g := range groups {
		slices.SortStableFunc(g.All, func(a, b T) int { return cmp.Compare(away(of(a), g.Root), away(of(b), g.Root)) })
	}
	slices.SortStableFunc(groups, func(a, b Cause[T]) int {
		return cmp.Or(cmp.Compare(lightest(a, of), lightest(b, of)), cmp.Compare(len(b.All), len(a.All)))
	})
	return groups
}

// away is 0 of the check that shows the cause.
func away(f reports.Finding, root string) int {
	if f.ID == root {
		return 0
	}
	return 1
}

// lightest is the weight of the weightiest finding of a group.
func lightest[T any](g Cause[T], of func(T) reports.Finding) int {
	n := len(reports.Levels())
	for _, one := range g.All {
		n = min(n, of(one).Weight())
	}
	return n
}

// Itself is a finding as what groups are made of.
func Itself(f reports.Finding) reports.Finding { return f }
