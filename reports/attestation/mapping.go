package attestation

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
)

// Result is the verdict of a test result, in-toto test-result v0.1.
type Result string

// The results. Untested, inconclusive and known deviations have no word of their
// own there, and are never Passed.
const (
	Passed Result = "PASSED"
	Warned Result = "WARNED"
	Failed Result = "FAILED"
)

// atLeast says whether a result is as good as another one.
func (r Result) atLeast(wanted Result) bool {
	order := []Result{Failed, Warned, Passed}
	return slices.Contains(order, r) && slices.Index(order, r) >= slices.Index(order, wanted)
}

// How much of a profile a run has examined.
const (
	WholeProfile  = "whole profile"
	PartOfProfile = "part of the profile"
	LoadAlone     = "load alone"
	NothingAtAll  = "nothing"
)

// scope is how much was examined. A requirement of the profile without a finding is
// as if it had been left out by a filter.
func scope(run *reports.Run, exam Exam) string {
	switch {
	case len(run.Findings) == 0 && (run.Load != nil || run.Capacity != nil):
		return LoadAlone
	case len(run.Findings) == 0:
		return NothingAtAll
	case run.Filter != "", run.Summary.Filtered > 0, len(run.Targets) != 1:
		return PartOfProfile
	}
	tried := map[string]bool{}
	for _, f := range run.Findings {
		if f.Profile == exam.Profile {
			tried[f.ID] = true
		}
	}
	for _, id := range exam.Duties {
		if !tried[id] {
			return PartOfProfile
		}
	}
	return WholeProfile
}

// resultOf maps a run to a result, and never to a better one than it has earned:
// Passed is a whole profile without a doubt, Warned one whose doubts are below a
// MUST or are known. Everything else is Failed: a run that was filtered or
// interrupted, and one that passed only because the user allowed what is untested.
// Load without checks has examined no requirement and is Warned at the best.
func resultOf(run *reports.Run, exam Exam, of Predicate) Result {
	strict := strictly(run)
	switch {
	case run.ExitCode != reports.ExitPass, run.Verdict != reports.Pass, strict.ExitCode != reports.ExitPass,
		run.Interrupted, len(run.Problems) > 0, len(run.Preflight) > 0, len(run.Stale) > 0, len(of.FailedTests) > 0:
		return Failed
	case scope(run, exam) == LoadAlone:
		return Warned
	case scope(run, exam) != WholeProfile, len(of.PassedTests) == 0:
		return Failed
	case len(of.WarnedTests) > 0:
		return Warned
	}
	return Passed
}

// strictly is the run scored again with nothing allowed.
func strictly(run *reports.Run) *reports.Run {
	again := *run
	if run.Load != nil {
		load := *run.Load
		again.Load = &load
	}
	reports.Score(&again, reports.ScoreOptions{})
	return &again
}

// recounted is what a run gives when it is counted from its findings, whatever its
// own summary says.
func recounted(run *reports.Run, exam Exam) Predicate {
	p := Predicate{PassedTests: []string{}, WarnedTests: []string{}, FailedTests: []string{}}
	d := Details{Run: run.ID, Started: run.Started, Ended: run.Ended, Scope: scope(run, exam), Seed: run.Seed, ExitCode: run.ExitCode,
		Counts: strictly(run).Summary, Challenge: run.Challenge, Untested: []string{}, Expected: []Deviation{}, Findings: concealed(run)}
	var outcome []string
	for _, f := range run.Worst() {
		id := f.Profile + "/" + f.ID
		outcome = append(outcome, strings.Join([]string{f.Profile, f.ID, f.Level, string(f.Verdict)}, " ")+"\n")
		if f.Verdict == reports.Untested || f.Verdict == reports.Inconclusive {
			d.Untested = append(d.Untested, id)
		}
		if f.Verdict == reports.Expected {
			d.Expected = append(d.Expected, Deviation{id, f.Reason})
		}
		if list := p.listOf(f); list != nil {
			*list = append(*list, id)
		}
	}
	slices.Sort(outcome)
	d.Outcome = digest([]byte(strings.Join(outcome, "")))
	p.Details = d
	p.Result = resultOf(run, exam, p)
	return p
}

// listOf is the list that a requirement belongs to by its worst check; nil for what
// is not applicable, and for a MAY that is not taken up: neither is a test that
// passed.
func (p *Predicate) listOf(f reports.Finding) *[]string {
	switch f.Verdict {
	case reports.Pass:
		return &p.PassedTests
	case reports.Warn, reports.Expected:
		return &p.WarnedTests
	case reports.NotApplicable, reports.Note:
		return nil
	case reports.Untested, reports.Inconclusive:
		if f.Level != "MUST" {
			return &p.WarnedTests
		}
	}
	return &p.FailedTests
}
