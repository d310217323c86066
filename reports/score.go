package reports

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/authassay/authassay/reports/internal/words"
)

// ScoreOptions says what the user accepts and what the run was meant to do.
type ScoreOptions struct {
	AllowUntested bool // an untested MUST does not keep the run from passing
	ExpectLoad    bool // a run without a load result is not a pass
}

// The exit codes that a run can earn. Usage errors (2) and faults of the
// program (5) are the command's to give.
const (
	ExitPass  = 0 // every MUST that was tested is kept
	ExitFail  = 1 // a MUST is violated, or the list of known deviations is out of date
	ExitJudge = 3 // the run could not judge
	ExitLoad  = 4 // a load threshold was missed or a wrong answer given
)

// Score counts the findings, and chooses the verdict, the sentence and the exit
// code of the run. An interrupt comes first: whoever ends a run has no verdict of it,
// whatever its findings say until then. Then comes a violation, then load, then
// what could not be judged. The count of filtered checks is the caller's and stays.
func Score(run *Run, o ScoreOptions) {
	if run.Schema == "" {
		run.Schema = SchemaVersion
	}
	run.Summary = summarise(run)
	scoreLoad(run.Load)
	run.ExitCode = exitCode(run, o)
	run.Verdict = Fail
	switch run.ExitCode {
	case ExitPass:
		run.Verdict = Pass
	case ExitJudge:
		run.Verdict = Inconclusive
	}
	run.scored = &o
	run.conclude()
}

// conclude puts the verdict of a run that was scored into words.
func (r *Run) conclude() {
	h := headline(r, *r.scored)
	r.Headline, r.Sentence = &h, h.words(r.Verdict)
}

func summarise(run *Run) Summary {
	return Summary{
		Total:         len(run.Findings),
		Pass:          run.Count("", Pass),
		Fail:          run.Count("", Fail),
		Warn:          run.Count("", Warn),
		Note:          run.Count("", Note),
		Untested:      run.Count("", Untested),
		Inconclusive:  run.Count("", Inconclusive),
		Expected:      run.Count("", Expected),
		NotApplicable: run.Count("", NotApplicable),
		Filtered:      run.Summary.Filtered,
	}
}

func exitCode(run *Run, o ScoreOptions) int {
	switch {
	case run.Interrupted && !(len(run.Findings) == 0 && wrong(run)):
		return ExitJudge
	case run.Summary.Fail > 0 || len(run.Stale) > 0:
		return ExitFail
	case run.Load != nil && run.Load.Verdict == Fail, run.Capacity != nil && run.Capacity.Verdict == Fail:
		return ExitLoad
	case unjudged(run, o):
		return ExitJudge
	}
	return ExitPass
}

// wrong says whether a load has seen a wrong answer, which no interrupt undoes.
func wrong(run *Run) bool {
	return run.Load != nil && run.Load.Wrong > 0 || run.Capacity != nil && run.Capacity.Verdict == Fail
}

// unjudged is true when a pass would claim more than the run has seen.
func unjudged(run *Run, o ScoreOptions) bool {
	if run.Interrupted || len(run.Problems) > 0 || len(run.Preflight) > 0 || run.Count("MUST", Inconclusive) > 0 {
		return true
	}
	if run.Count("MUST", Untested) > 0 && !o.AllowUntested {
		return true
	}
	if run.Capacity != nil {
		return run.Capacity.Verdict != Pass
	}
	if run.Load == nil {
		return o.ExpectLoad || scored(run) == 0
	}
	return run.Load.Verdict != Pass || (len(run.Findings) > 0 && scored(run) == 0)
}

// scored counts the checks that came to a judgement.
func scored(run *Run) int {
	return run.Count("", Pass, Fail, Warn, Note, Expected)
}

// scoreLoad completes a load result that carries no verdict, and never softens
// one that it carries.
func scoreLoad(l *Load) {
	if l == nil {
		return
	}
	switch {
	case l.Wrong > 0:
		l.Verdict = Fail
	case l.Interrupted:
		// Half a run says nothing of objectives that are for the whole.
		l.Verdict = Inconclusive
	case len(missed(l)) > 0:
		l.Verdict = Fail
	case l.Verdict == "" && l.Requests == 0:
		l.Verdict = Inconclusive
	case l.Verdict == "":
		l.Verdict = Pass
	}
	if l.Sentence == "" {
		l.Sentence = "The target " + loadClause(l) + "."
	}
}

func missed(l *Load) []Threshold {
	var not []Threshold
	for _, t := range l.Thresholds {
		if !t.Met {
			not = append(not, t)
		}
	}
	return not
}

// spelt writes out bytes that are not UTF-8, such as \xff, as words for people do.
// The JSON report would lose them otherwise, and what is rendered from it would be
// another page than what is rendered from the run.
func spelt(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, `\x%02x`, text[0])
		} else {
			b.WriteString(text[:size])
		}
		text = text[size:]
	}
	return b.String()
}

// Scrubbed returns a copy of the run without secrets: all takes every secret out
// of what a target may have written, held takes those that the tester holds out
// of what the target file says. It works on values, before any format writes
// them: what is taken out can never be a part of a format's own syntax. Bytes that
// are no text are spelt out. A verdict that was put into words by [Score] is put
// into them again.
func Scrubbed(run *Run, all, held func(text string) string) *Run {
	seen, kept := all, held
	all = func(text string) string { return spelt(seen(text)) }
	held = func(text string) string { return spelt(kept(text)) }
	out := words.Map(run, all, true)
	out.Targets = words.Map(run.Targets, held, true)
	// The headline may quote a problem or an obstacle, and nothing else of a
	// target's: its other words are ours, and are spared.
	said := *run
	if said.scored != nil {
		said.Problems, said.Preflight = out.Problems, out.Preflight
		said.conclude()
	}
	out.Sentence = held(said.Sentence)
	out.Headline = words.Map(said.Headline, held, true)
	return out
}
