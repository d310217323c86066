package attestation

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// printable is text of a file that nobody vouches for yet, on one line.
func printable(text string) string { return words.Line(text) }

// equal compares values by what they are written as.
func equal(a, b any) bool {
	one, err := json.Marshal(a)
	other, also := json.Marshal(b)
	return err == nil && also == nil && bytes.Equal(one, other)
}

// report sees that report.json is the one that was signed, and reads it.
func (q *inquiry) report() []Line {
	content, there := q.Files[ReportFile]
	switch {
	case !there:
		return refused(ReportFile, "is missing")
	case len(q.statement.Subject) == 0 || q.statement.Subject[0].Name != ReportFile || q.statement.about(0) != digest(content):
		return refused(ReportFile, "is not the one that was signed: it was changed, or comes from another run")
	}
	run, err := read(q.Files)
	if err != nil {
		return refused(ReportFile, "%s", printable(err.Error()))
	}
	q.run = run
	return believed(ReportFile, "is byte for byte what was signed")
}

// descriptor sees that target.json is the one that was signed, and is of the same
// target as the report.
func (q *inquiry) descriptor() []Line {
	content, there := q.Files[TargetFile]
	switch {
	case !there:
		return refused(TargetFile, "is missing")
	case q.statement.about(1) != digest(content):
		return refused(TargetFile, "is not the one that was signed")
	}
	d, err := ReadDescriptor(content)
	if err != nil {
		return refused(TargetFile, "%s", printable(err.Error()))
	}
	if !d.same(q.run) {
		return refused(TargetFile, "is of another target than %s", ReportFile)
	}
	if d.Software.missing() != nil || len(q.statement.Subject) != 3 || q.statement.Subject[2].Name != d.Software.URL ||
		!maps.Equal(q.statement.Subject[2].Digest, d.Software.digests()) {
		return refused(TargetFile, "names other software than the statement")
	}
	q.target = d
	return believed(TargetFile, "%s", printable(d.Name+", "+d.Software.Name+" "+d.Software.Version+" ("+d.Software.Digest+", as its owner says)"))
}

// recount counts the findings of report.json again and compares what it gives with
// what was signed: what is shown and what is signed must agree.
func (q *inquiry) recount() []Line {
	signed := q.statement.Predicate
	q.exam, q.same = q.examined()
	again := recounted(q.run, q.exam)
	if !q.same && signed.Details.Scope == PartOfProfile && again.Details.Scope == WholeProfile {
		again.Details.Scope, again.Result = PartOfProfile, Failed // which requirements there were is not known here
	}
	if !consistent(q.run) {
		return refused("recount", "the summary of %s is not what its findings give", ReportFile)
	}
	d := signed.Details
	for _, part := range []struct {
		what      string
		said, got any
	}{
		{"result", signed.Result, again.Result}, {"list of passed tests", signed.PassedTests, again.PassedTests},
		{"list of warned tests", signed.WarnedTests, again.WarnedTests}, {"list of failed tests", signed.FailedTests, again.FailedTests},
		{"scope", d.Scope, again.Details.Scope}, {"counts", d.Counts, again.Details.Counts}, {"outcome", d.Outcome, again.Details.Outcome},
		{"list of what is untested", d.Untested, again.Details.Untested}, {"list of known deviations", d.Expected, again.Details.Expected},
		{"digests of findings", d.Findings, again.Details.Findings}, {"run", d.Run, again.Details.Run}, {"seed", d.Seed, again.Details.Seed},
		{"challenge", d.Challenge, again.Details.Challenge}, {"exit code", d.ExitCode, again.Details.ExitCode},
		{"time", []any{d.Started, d.Ended}, []any{again.Details.Started, again.Details.Ended}},
	} {
		if !equal(part.said, part.got) {
			return refused("recount", "the %s of the statement is not what %s gives", part.what, ReportFile)
		}
	}
	return believed("recount", "%d passed, %d warned, %d failed, %d untested: as signed", len(signed.PassedTests), len(signed.WarnedTests), len(signed.FailedTests), len(d.Untested))
}

// examined is the exam that the run was judged by, with its duties where this
// program knows the same one.
func (q *inquiry) examined() (Exam, bool) {
	of := Exam{Profile: q.target.Profile}
	known, there := q.Exam(of.Profile)
	profile, _ := q.statement.configuration("profile")
	all, _ := q.statement.configuration("catalogue")
	if !there || profile.Digest["sha256"] != known.Digest || all.Digest["sha256"] != known.Sum {
		return of, false
	}
	return known, true
}

// consistent says whether the verdict and the summary of a report are those of its
// findings. What is untested may have been allowed.
func consistent(run *reports.Run) bool {
	for _, allowed := range []bool{false, true} {
		again := strictly(run)
		reports.Score(again, reports.ScoreOptions{AllowUntested: allowed})
		if again.ExitCode == run.ExitCode && again.Verdict == run.Verdict && again.Summary == run.Summary {
			return true
		}
	}
	return false
}

// files sees that every file beside the report is the one that was signed. What is
// missing misleads nobody; what nobody has signed is named.
func (q *inquiry) files() []Line {
	signed := q.statement.Predicate.Details.Files
	var same, missing, unsigned []string
	for _, name := range slices.Sorted(maps.Keys(signed)) {
		content, there := q.Files[name]
		switch {
		case !there:
			missing = append(missing, printable(name))
		case digest(content) != signed[name]:
			return refused("files", "%s is not the one that was signed", printable(name))
		default:
			same = append(same, printable(name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(q.Files)) {
		if _, there := signed[name]; !there && name != ReportFile && name != TargetFile && name != FileName {
			unsigned = append(unsigned, printable(name))
		}
	}
	var all []Line
	if len(same) > 0 {
		all = believed("files", "%s: as signed", strings.Join(same, ", "))
	}
	if len(missing) > 0 {
		all = append(all, remark("files", "%s: signed, and not here", strings.Join(missing, ", "))...)
	}
	if len(unsigned) > 0 {
		all = append(all, remark("files", "%s: nobody has signed for it", strings.Join(unsigned, ", "))...)
	}
	return all
}

// pages renders report.json again and compares: a page that was altered before it
// was signed shows something else than was counted.
func (q *inquiry) pages() []Line {
	if q.Version != q.run.Tool.Version {
		return remark("pages", "were written by authassay %s, and this is %s: they are not rendered again", printable(q.run.Tool.Version), q.Version)
	}
	rendered, err := q.Render(q.run)
	if err != nil {
		return refused("pages", "cannot be rendered again: %s", printable(err.Error()))
	}
	var same []string
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		content, there := q.Files[name]
		switch {
		case there && !bytes.Equal(content, rendered[name]):
			return refused("pages", "%s does not show what %s holds", name, ReportFile)
		case there && name != ReportFile:
			same = append(same, name)
		}
	}
	if len(same) == 0 {
		return nil
	}
	return believed("pages", "%s: show what %s holds", strings.Join(same, ", "), ReportFile)
}
