package reports

import (
	"cmp"
	"fmt"
	"slices"
)

// cause is what one cause did: it made checks fail, or kept them from being
// judged.
type cause[T any] struct {
	Why  string // "" where nobody knows of one that is shared
	Root string // the ID of the check that shows it, or ""
	All  []T
}

// Head says how many findings have the cause.
func (c cause[T]) Head(k kind) string {
	text := fmt.Sprintf("%s: %s", plural(len(c.All), k.One, k.Many), c.Why)
	if c.Root != "" {
		text += ", see " + c.Root
	}
	return text
}

// heavier orders findings of one verdict: a MUST before a SHOULD before a MAY,
// and what a document of the product says before what only a standard does.
func heavier(a, b Finding) int {
	said := func(f Finding) int { return min(len(f.Statements), 1) }
	return cmp.Or(cmp.Compare(weight(a.Level), weight(b.Level)), cmp.Compare(said(b), said(a)))
}

// weight is the place of a level among all; one that nobody knows is the last.
func weight(level string) int {
	if at := slices.Index(levels, level); at >= 0 {
		return at
	}
	return len(levels)
}

// unjudgedVerdict says that the reason of a finding is a cause by itself: nothing was
// judged.
func unjudgedVerdict(v Verdict) bool {
	return v == Untested || v == Inconclusive || v == NotApplicable
}

// byCause groups findings that have an order by their cause, the group of the
// weightiest first, then the largest. Of what failed only a cause that is named
// makes a group; of what was not judged the reason does as well.
func byCause[T any](found []T, of func(T) Finding) []cause[T] {
	var groups []cause[T]
	for _, one := range found {
		f := of(one)
		why := f.Cause
		if why == "" && unjudgedVerdict(kindOf(f.Verdict).Verdict) {
			why = firstOf(f.Detail, f.Actual, "no reason was given")
		}
		at := -1
		if why != "" {
			at = slices.IndexFunc(groups, func(g cause[T]) bool { return g.Why == why })
		}
		if at < 0 {
			at = len(groups)
			groups = append(groups, cause[T]{Why: why})
		}
		g := &groups[at]
		g.All = append(g.All, one)
		g.Root = firstOf(g.Root, f.Root)
	}
	for _, g := range groups {
		slices.SortStableFunc(g.All, func(a, b T) int { return cmp.Compare(away(of(a), g.Root), away(of(b), g.Root)) })
	}
	slices.SortStableFunc(groups, func(a, b cause[T]) int {
		return cmp.Or(cmp.Compare(lightest(a, of), lightest(b, of)), cmp.Compare(len(b.All), len(a.All)))
	})
	return groups
}

// away is 0 of the check that shows the cause.
func away(f Finding, root string) int {
	if f.ID == root {
		return 0
	}
	return 1
}

// lightest is the weight of the weightiest finding of a group.
func lightest[T any](g cause[T], of func(T) Finding) int {
	n := len(levels)
	for _, one := range g.All {
		n = min(n, weight(of(one).Level))
	}
	return n
}

// itself is a finding as what groups are made of.
func itself(f Finding) Finding { return f }
