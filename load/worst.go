package load

import (
	"fmt"

	"github.com/authassay/authassay/reports"
)

// worst names the class that contributes most to a missed objective, and says
// nothing where there is one class only.
func worst(out *reports.Load, t Threshold) string {
	if len(out.Classes) < 2 || t.measure == doneRate {
		return ""
	}
	of := func(c reports.LoadClass) float64 {
		n := float64(max(1, c.Requests))
		switch {
		case t.measure == errorShare:
			return float64(c.Errors) / n
		case t.measure == throttledShare:
			return float64(c.Throttled) / n
		case t.measure == wrongAnswers:
			return float64(c.Wrong)
		case t.percentile > 0 && t.percentile <= 50:
			return c.Response.P50
		case t.measure == mean:
			return c.Response.Mean
		case t.measure == maximum:
			return c.Response.Max
		}
		return c.Response.P99
	}
	most := out.Classes[0]
	for _, c := range out.Classes[1:] {
		if of(c) > of(most) {
			most = c
		}
	}
	return fmt.Sprintf(", most of all in the class %q", most.Name)
}
