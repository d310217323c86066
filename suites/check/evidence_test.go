package check

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// A target has a hand in what a finding says, and none in how much.
func TestFindingsAreClipped(t *testing.T) {
	r := answered(scenarios.Dead)
	r.Problem = strings.Repeat("é", 100<<10)
	f := tried(t, catalogue.Must, func(t *T) { t.Judge(r, Alive()) })
	if len(f.Actual) > longestWords+100 || !strings.Contains(f.Actual, "clipped") || strings.Contains(f.Actual, "\ufffd") {
		t.Errorf("actual has %d bytes: %.40s", len(f.Actual), f.Actual[len(f.Actual)-40:])
	}
}

// Why there is no judgement is a value, and its words are the finding's.
func TestCausesAreValues(t *testing.T) {
	refusal := answered(scenarios.Rejected)
	for name, test := range map[string]struct {
		body func(*T)
		want reports.Cause
	}{
		"lacking":    {func(t *T) { t.Lacking("a code", refusal) }, reports.Cause{Kind: reports.CauseLacking, Thing: "a code", Seen: Describe(refusal)}},
		"undeclared": {func(t *T) { t.Lifetime("codes", 0) }, reports.Cause{Kind: reports.CauseUndeclared, Thing: "codes"}},
	} {
		f := tried(t, catalogue.Must, test.body)
		if f.Why == nil || *f.Why != test.want || f.Cause != test.want.Words() || f.Detail != f.Cause {
			t.Errorf("%s: %+v, %q", name, f.Why, f.Cause)
		}
	}
	own := tried(t, catalogue.Must, func(t *T) { t.Untested("nobody asked") })
	if own.Why != nil || own.Cause != "nobody asked" || own.Because() != (reports.Cause{Thing: "nobody asked"}) {
		t.Errorf("in words of its own: %+v", own)
	}
}

// A transcript that is too long for a report gives up first what only led up to
// the evidence.
func TestTranscriptsAreSlim(t *testing.T) {
	var all []reports.Exchange
	for i := range 64 {
		e := reports.Exchange{Sequence: i + 1, Role: "given", Header: []string{strings.Repeat("h", 10<<10)}, Reply: strings.Repeat("r", 6<<10)}
		if i%16 == 15 {
			e.Role = "judged"
		}
		all = append(all, e)
	}
	slim(all)
	total := 0
	for _, e := range all {
		total += sizeOf(e)
		if e.Role == "judged" && e.Reply == "" {
			t.Errorf("the evidence %d is gone", e.Sequence)
		}
		if e.Reply == "" && !e.Clipped {
			t.Errorf("nothing says that %d is shown in part", e.Sequence)
		}
	}
	if total > longestTranscript || all[0].Reply == "" {
		t.Errorf("%d bytes are left, the first exchange with %d", total, sizeOf(all[0]))
	}
}
