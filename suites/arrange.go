package suites

import (
	"cmp"
	"slices"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/suites/catalogue"
)

// arrange puts the findings and facts of a run into the order of the
// catalogue, profile by profile, so that two reports can be compared line by
// line however the checks were shuffled.
func arrange(run *reports.Run) {
	slices.SortStableFunc(run.Findings, func(a, b reports.Finding) int {
		return cmp.Or(cmp.Compare(a.Profile, b.Profile), catalogue.Order(catalogue.ID(a.ID), catalogue.ID(b.ID)))
	})
	slices.SortStableFunc(run.Facts, func(a, b reports.Fact) int {
		return cmp.Or(cmp.Compare(a.Profile, b.Profile), catalogue.Order(catalogue.ID(a.Check), catalogue.ID(b.Check)))
	})
}
