package load

import (
	"fmt"
	"slices"

	"github.com/authassay/authassay/load/objective"
	"github.com/authassay/authassay/reports"
)

// verdict decides what the run says: a wrong answer or a missed objective
// fails, a run that nothing answered decides nothing.
func verdict(out *reports.Load, thresholds []objective.Threshold, late uint64) {
	missed := 0
	for _, t := range out.Thresholds {
		if !t.Met {
			missed++
		}
	}
	answered := out.Requests - min(out.Requests, out.Errors+out.Throttled)
	switch {
	case out.Wrong > 0:
		out.Verdict = reports.Fail
		out.Sentence = fmt.Sprintf("%d of %d answers were wrong", out.Wrong, out.Requests)
	case out.Interrupted:
		out.Verdict = reports.Inconclusive
		out.Sentence = fmt.Sprintf("interrupted after %.1f s and %d requests", out.Seconds, out.Requests)
	case answered == 0:
		out.Verdict = reports.Inconclusive
		out.Sentence = "no request got a usable answer"
	case missed > 0:
		out.Verdict = reports.Fail
		out.Sentence = fmt.Sprintf("%d of %d objectives were missed at %.0f answers a second", missed, len(out.Thresholds), out.Done)
	case out.Throttled > out.Requests/100 && !judged(thresholds):
		out.Verdict = reports.Inconclusive
		out.Sentence = "the target's own rate limit was in the way"
	case out.Errors > out.Requests/2:
		out.Verdict = reports.Inconclusive
		out.Sentence = fmt.Sprintf("%d of %d requests got no usable answer", out.Errors, out.Requests)
	default:
		out.Verdict = reports.Pass
		out.Sentence = fmt.Sprintf("%.0f answers a second, every one of %d right", out.Done, answered)
	}
	if out.Throttled > 0 {
		out.Sentence += "; " + Throttling(out)
	}
	if out.Errors > 0 && out.Verdict == reports.Pass {
		out.Sentence += fmt.Sprintf("; %d requests got no usable answer", out.Errors)
	}
	if late > 0 {
		out.Sentence += fmt.Sprintf("; %d requests could not be sent in time", late)
	}
}

// judged says whether an objective of the run is about 429.
func judged(thresholds []objective.Threshold) bool {
	return slices.ContainsFunc(thresholds, objective.Threshold.Throttling)
}

// Throttling says how much the target's own rate limit turned away.
func Throttling(out *reports.Load) string {
	text := fmt.Sprintf("the target's own rate limit answered %d requests with 429", out.Throttled)
	if out.RetryAfter > 0 {
		text += fmt.Sprintf(" and asked for %.0f s of patience", out.RetryAfter)
	}
	return text
}
