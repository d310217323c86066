package main

import (
	"errors"

	"github.com/authassay/authassay/load/histogram"
	"github.com/authassay/authassay/reports"
)

// histogramOf returns a run's histogram of a kind for all classes.
func histogramOf(run *reports.Run, of string) (reports.Histogram, bool) {
	if run.Load == nil {
		return reports.Histogram{}, false
	}
	for _, h := range run.Load.Histograms {
		if h.Of == of && h.Class == "" {
			return h, true
		}
	}
	return reports.Histogram{}, false
}

// slower is how likely an answer of the new run took longer than one of the
// old, 0 where the reports do not say.
func slower(old, now *reports.Run) float64 {
	was, ok := histogramOf(old, "response")
	is, also := histogramOf(now, "response")
	if !ok || !also {
		return 0
	}
	share, err := histogram.Slower(was, is)
	if err != nil {
		return 0
	}
	return share
}

// merge writes the joined histograms of all reports as percentiles.
func (c *reportCommand) merge(j *job, runs []*reports.Run) error {
	var all []reports.Histogram
	for _, run := range runs {
		h, ok := histogramOf(run, c.Hgrm)
		if !ok {
			return wrong(errors.New("merge histograms: a report has none of the kind "+c.Hgrm), "--hgrm takes response, service or lag, of reports of a load")
		}
		all = append(all, h)
	}
	sum, err := histogram.Merge(all...)
	if err != nil {
		return wrong(err, "")
	}
	if err := histogram.WritePercentiles(j.Stdout, sum); err != nil {
		return broke("write percentiles", err)
	}
	return nil
}
