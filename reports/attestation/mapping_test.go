package attestation_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/attestation"
	"github.com/authassay/authassay/reports/internal/reporttest"
)

// stated is what is said of a run.
func stated(t *testing.T, run *reports.Run) attestation.Predicate {
	t.Helper()
	var report bytes.Buffer
	if err := reports.JSON(&report, run); err != nil {
		t.Fatal(err)
	}
	target, err := descriptor().JSON()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{attestation.ReportFile: report.Bytes(), attestation.TargetFile: target}
	s, err := attestation.State(attestation.Matter{Files: files, Exam: exam(), Tool: tool(), Signed: attestation.Afterwards})
	if err != nil {
		t.Fatal(err)
	}
	return s.Predicate
}

// TestResults maps runs to what a consumer sees who knows three words only.
func TestResults(t *testing.T) {
	first := func(f func(*reports.Finding)) func(*reports.Run) {
		return func(run *reports.Run) { f(&run.Findings[0]) }
	}
	second := func(v reports.Verdict) func(*reports.Run) {
		return func(run *reports.Run) { run.Findings[1].Verdict = v }
	}
	for what, test := range map[string]struct {
		bend    func(*reports.Run)
		options reports.ScoreOptions
		want    attestation.Result
	}{
		"everything passed":              {func(*reports.Run) {}, reports.ScoreOptions{}, attestation.Passed},
		"a SHOULD is not applicable":     {second(reports.NotApplicable), reports.ScoreOptions{}, attestation.Passed},
		"a MUST failed":                  {first(func(f *reports.Finding) { f.Verdict = reports.Fail }), reports.ScoreOptions{}, attestation.Failed},
		"a MUST is untested":             {first(func(f *reports.Finding) { f.Verdict = reports.Untested }), reports.ScoreOptions{}, attestation.Failed},
		"that is allowed":                {first(func(f *reports.Finding) { f.Verdict = reports.Untested }), reports.ScoreOptions{AllowUntested: true}, attestation.Failed},
		"a MUST is inconclusive":         {first(func(f *reports.Finding) { f.Verdict = reports.Inconclusive }), reports.ScoreOptions{}, attestation.Failed},
		"a deviation is known":           {first(func(f *reports.Finding) { f.Verdict, f.Reason = reports.Expected, "next week" }), reports.ScoreOptions{}, attestation.Warned},
		"a SHOULD is violated":           {second(reports.Warn), reports.ScoreOptions{}, attestation.Warned},
		"a SHOULD is untested":           {second(reports.Untested), reports.ScoreOptions{}, attestation.Warned},
		"a filter was set":               {func(run *reports.Run) { run.Filter = "EXC" }, reports.ScoreOptions{}, attestation.Failed},
		"checks were left out":           {func(run *reports.Run) { run.Summary.Filtered = 1 }, reports.ScoreOptions{}, attestation.Failed},
		"a requirement has no finding":   {func(run *reports.Run) { run.Findings = run.Findings[:1] }, reports.ScoreOptions{}, attestation.Failed},
		"a requirement is of no profile": {first(func(f *reports.Finding) { f.Profile = "xena" }), reports.ScoreOptions{}, attestation.Failed},
		"it was interrupted":             {func(run *reports.Run) { run.Interrupted = true }, reports.ScoreOptions{}, attestation.Failed},
		"something went wrong":           {func(run *reports.Run) { run.Problems = []string{"the load did not start"} }, reports.ScoreOptions{}, attestation.Failed},
		"the known list is stale":        {func(run *reports.Run) { run.Stale = []string{"EXC-01 no longer deviates"} }, reports.ScoreOptions{}, attestation.Failed},
		"the load missed its objective":  {func(run *reports.Run) { run.Load = reporttest.Slow() }, reports.ScoreOptions{}, attestation.Failed},
		"the load met it":                {func(run *reports.Run) { run.Load = reporttest.Good() }, reports.ScoreOptions{}, attestation.Passed},
		"load alone":                     {func(run *reports.Run) { run.Load, run.Findings = reporttest.Good(), nil }, reports.ScoreOptions{}, attestation.Warned},
		"nothing":                        {func(run *reports.Run) { run.Findings = nil }, reports.ScoreOptions{}, attestation.Failed},
	} {
		run := clean()
		test.bend(run)
		reports.Score(run, test.options)
		if got := stated(t, run).Result; got != test.want {
			t.Errorf("%s: %s, want %s", what, got, test.want)
		}
	}
}

// TestAltered maps a report whose exit code says more than the rest of it.
func TestAltered(t *testing.T) {
	run := clean()
	run.Load = reporttest.Slow()
	reports.Score(run, reports.ScoreOptions{})
	run.ExitCode, run.Verdict = reports.ExitPass, reports.Pass
	if got := stated(t, run).Result; got != attestation.Failed {
		t.Errorf("%s", got)
	}
}

// TestNothingIsTooGood makes runs at random: none that did not end well is better
// than Failed, and whatever is not a pass is no passed test.
func TestNothingIsTooGood(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[attestation.Result]int{}
	for range 2000 {
		run := clean()
		run.Findings = nil
		for _, id := range exam().Duties {
			f := reports.Finding{ID: id, Profile: "clearxp", Level: reports.Levels()[random.IntN(3)], Verdict: reports.Pass}
			if random.IntN(3) == 0 {
				f.Verdict = reports.Verdicts()[random.IntN(len(reports.Verdicts()))]
			}
			run.Findings = append(run.Findings, f)
		}
		run.Interrupted = random.IntN(10) == 0
		run.Summary.Filtered = max(0, random.IntN(10)-8)
		reports.Score(run, reports.ScoreOptions{AllowUntested: random.IntN(2) == 0})
		p := stated(t, run)
		seen[p.Result]++
		doubt := run.ExitCode != 0 || run.Interrupted || run.Summary.Filtered > 0 || run.Count("MUST", reports.Untested, reports.Inconclusive) > 0
		if doubt && p.Result != attestation.Failed {
			t.Errorf("%s of %+v", p.Result, run)
		}
		if p.Result == attestation.Passed && run.Count("", reports.Pass, reports.Note, reports.NotApplicable) != len(run.Findings) {
			t.Errorf("passed with %+v", run.Findings)
		}
		for _, f := range run.Findings {
			if strings.Contains(strings.Join(p.PassedTests, " "), f.ID) != (f.Verdict == reports.Pass) {
				t.Errorf("%s is %s, and passed are %s", f.ID, f.Verdict, p.PassedTests)
			}
		}
	}
	for _, r := range []attestation.Result{attestation.Passed, attestation.Warned, attestation.Failed} {
		if seen[r] < 20 {
			t.Errorf("only %d runs were %s", seen[r], r)
		}
	}
}

// TestOutcome is equal for equal verdicts, whatever the seed, time and order, and
// another one for others.
func TestOutcome(t *testing.T) {
	one, other, third := clean(), clean(), clean()
	other.Seed, other.ID, other.Ended = 7, "another", other.Ended.AddDate(0, 1, 0)
	other.Findings[0], other.Findings[1] = other.Findings[1], other.Findings[0]
	third.Findings[1].Verdict = reports.Warn
	reports.Score(third, reports.ScoreOptions{})
	outcome := func(run *reports.Run) string { return stated(t, run).Details.Outcome }
	if outcome(one) != outcome(other) || outcome(one) == outcome(third) {
		t.Errorf("outcomes %s, %s and %s", outcome(one), outcome(other), outcome(third))
	}
}

// TestFindingsAreConcealed sees that equal findings of two runs cannot be told by
// their digests.
func TestFindingsAreConcealed(t *testing.T) {
	one, other := clean(), clean()
	other.Salt = strings.Repeat("77", 16)
	a, b := stated(t, one).Details.Findings, stated(t, other).Details.Findings
	if len(a) != 2 || a["clearxp/EXC-01"] == b["clearxp/EXC-01"] || a["clearxp/EXC-01"] == a["clearxp/EXC-02"] {
		t.Errorf("digests %v and %v", a, b)
	}
}

// large is a run of as many requirements as the largest profile has.
func large() *reports.Run {
	run := clean()
	for i := range 346 {
		f := run.Findings[0]
		f.Profile, f.ID = "xena", fmt.Sprintf("EX%d-%02d", i/100, i%100)
		run.Findings = append(run.Findings, f)
	}
	reports.Score(run, reports.ScoreOptions{})
	return run
}

// TestSize keeps the envelope small enough for registries and mails.
func TestSize(t *testing.T) {
	if text := attested(t, large(), key(t, 1))[attestation.FileName]; len(text) > 40_000 {
		t.Errorf("the envelope has %d bytes", len(text))
	}
}

// BenchmarkVerify renders all pages again, as BenchmarkAttest does before it signs.
func BenchmarkVerify(b *testing.B) {
	k := key(b, 1)
	files := attested(b, large(), k)
	for b.Loop() {
		if lines := attestation.Verify(evidence(files, k)); attestation.Verdict(lines) != attestation.Believed {
			b.Fatal(told(lines))
		}
	}
}

func BenchmarkAttest(b *testing.B) {
	files := folder(b, large())
	for b.Loop() {
		if _, err := attestation.Attest(evidence(files), attestation.Matter{Exam: exam(), Tool: tool(), Signed: attestation.InTheRun}, key(b, 1)); err != nil {
			b.Fatal(err)
		}
	}
}
