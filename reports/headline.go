package reports

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports/internal/words"
)

// Headline is the verdict of a run in words, in its parts.
type Headline struct {
	Claim string   `json:"claim"`           // what was found out of whom
	Aside []string `json:"aside,omitempty"` // what did not decide the verdict
}

// words are the headline as one sentence, the verdict first.
func (h Headline) words(v Verdict) string {
	text := strings.ToUpper(string(v)) + ": " + h.Claim
	if len(h.Aside) > 0 {
		text += " (" + strings.Join(h.Aside, ", ") + ")"
	}
	return text
}

// headline says the verdict of the run in words that a newcomer understands.
// It counts requirements, where Summary counts checks.
func headline(checked *Run, o ScoreOptions) Headline {
	whole := *checked
	whole.Findings = checked.Worst()
	run := &whole
	switch {
	case run.ExitCode == ExitFail && run.Summary.Fail == 0:
		return Headline{Aside: aside(run), Claim: fmt.Sprintf("the list of known deviations is out of date (%s): %s %s",
			words.Plural(len(run.Stale), "entry", "entries"), subject(run), kept(run))}
	case run.Capacity != nil && run.ExitCode != ExitFail:
		return Headline{Claim: subject(run) + ": " + words.Line(run.Capacity.Sentence)}
	}
	return Headline{Claim: subject(run) + " " + claim(run, o), Aside: aside(run)}
}

// claim says what was found out of the subject.
func claim(run *Run, o ScoreOptions) string {
	switch {
	case run.ExitCode == ExitFail:
		return "breaks " + broken(run)
	case run.ExitCode == ExitLoad:
		return underLoad(run.Load)
	case run.ExitCode == ExitJudge:
		return "could not be judged: " + hindrance(run, o)
	case len(run.Findings) == 0:
		return loadClause(run.Load)
	case run.Load != nil:
		return kept(run) + " and " + loadClause(run.Load)
	}
	return kept(run)
}

// subject names what was tested.
func subject(run *Run) string {
	var names []string
	for _, t := range run.Targets {
		at := words.First(t.Auth, t.API, t.Name)
		if at == "" {
			at = "an unnamed target"
		}
		name := words.Line(t.Profile) + " at " + words.Line(at)
		if t.Name != "" {
			name = words.Line(t.Name) + " (" + words.Line(t.Profile) + ")"
		}
		names = append(names, name)
	}
	switch {
	case len(names) == 0:
		return "the target"
	case len(names) > 3:
		return words.Plural(len(names), "target", "targets")
	}
	return words.Listed(names)
}

func kept(run *Run) string {
	pass := run.Count("MUST", Pass)
	tested := pass + run.Count("MUST", Fail, Expected)
	switch {
	case tested == 0:
		return "was judged on no MUST; " + words.Plural(scored(run), "other check was", "other checks were") + " judged"
	case pass < tested:
		return fmt.Sprintf("keeps %d of the %s tested", pass, words.Plural(tested, "MUST that was", "MUSTs that were"))
	case pass == 1:
		return "keeps the one MUST that was tested"
	}
	return fmt.Sprintf("keeps all %d MUSTs that were tested", pass)
}

// broken says which MUSTs are broken, of how many. What fails without being a
// MUST is said beside them.
func broken(run *Run) string {
	var musts, others []Finding
	for _, f := range run.With(Fail) {
		if f.Level == "MUST" {
			musts = append(musts, f)
		} else {
			others = append(others, f)
		}
	}
	beside := words.Plural(len(others), "requirement that is no MUST", "requirements that are no MUSTs") + ": " + firstIDs(others)
	switch tested := run.Count("MUST", Pass, Fail, Expected); {
	case len(musts) == 0:
		return beside
	case tested == 1:
		return "the one MUST that was tested: " + firstIDs(musts) + also(others, beside)
	default:
		return fmt.Sprintf("%d of the %d MUSTs that were tested: %s", len(musts), tested, firstIDs(musts)) + also(others, beside)
	}
}

func also(others []Finding, beside string) string {
	if len(others) == 0 {
		return ""
	}
	return "; and " + beside
}

// firstIDs names the first findings and counts the others.
func firstIDs(found []Finding) string {
	var ids []string
	for i, f := range found {
		if i == 5 {
			ids = append(ids, fmt.Sprintf("%d more", len(found)-i))
			break
		}
		ids = append(ids, words.Line(f.ID))
	}
	return words.Listed(ids)
}

// aside is what did not decide the verdict.
func aside(run *Run) []string {
	var parts []string
	for _, v := range []Verdict{Warn, Expected, Inconclusive, Untested} {
		if n := run.Count("", v); n > 0 {
			parts = append(parts, v.Counted(n))
		}
	}
	if n := len(run.Stale); n > 0 && run.Summary.Fail > 0 {
		parts = append(parts, words.Plural(n, "stale known deviation", "stale known deviations"))
	}
	if run.ExitCode == ExitFail && run.Load != nil && run.Load.Verdict == Fail {
		parts = append(parts, "load failed too")
	}
	if run.Load != nil && run.Load.Limit != "" && run.Capacity == nil {
		parts = append(parts, "the generator was a limit")
	}
	if len(run.Preflight) > 0 && run.ExitCode != ExitJudge {
		parts = append(parts, beside(run))
	}
	if run.Interrupted && run.ExitCode != ExitJudge {
		parts = append(parts, "interrupted")
	}
	return parts
}

func hindrance(run *Run, o ScoreOptions) string {
	inconclusive, untested := run.Count("MUST", Inconclusive), run.Count("MUST", Untested)
	switch {
	case run.barred():
		return before(run)
	case run.Interrupted && len(run.Findings) == 0 && run.Load != nil:
		return "the load was interrupted"
	case run.Interrupted:
		return "the run was interrupted after " + words.Plural(scored(run), "check", "checks") + until(run)
	case len(run.Problems) > 0:
		return words.Line(run.Problems[0])
	case len(run.Preflight) > 0:
		return before(run)
	case inconclusive > 0:
		return "the target gave no readable answer to " + words.Plural(inconclusive, "MUST", "MUSTs") + mostly(run)
	case untested > 0 && !o.AllowUntested:
		return words.Plural(untested, "MUST", "MUSTs") + " could not be tested" + because(run, untested)
	case len(run.Findings) > 0 && scored(run) == 0:
		return "no check came to a judgement"
	case run.Load == nil && o.ExpectLoad:
		return "the load was not run"
	case run.Load != nil:
		return loadClause(run.Load)
	}
	return "no check was run"
}

// mostly is the cause that most of the inconclusive MUSTs share, where several
// do.
func mostly(run *Run) string {
	most, n := shared(run, Inconclusive)
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(", to %d of them because %s", n, words.Line(most))
}

// because is why most of the untested MUSTs could not be tested, of so many.
func because(run *Run, untested int) string {
	switch most, n := shared(run, Untested); n {
	case 0:
		return ""
	case untested:
		return ": " + words.Line(most)
	default:
		return fmt.Sprintf(", %d of them because %s", n, words.Line(most))
	}
}

// shared is the cause that most MUSTs of a verdict share, and how many do.
func shared(run *Run, v Verdict) (cause string, n int) {
	count := map[Cause]int{}
	for _, f := range run.With(v) {
		if f.Level != "MUST" || f.Cause == "" {
			continue
		}
		why := f.Because()
		if count[why]++; count[why] > n {
			cause, n = f.Cause, count[why]
		}
	}
	return cause, n
}

// until says what an interrupted run had seen broken before.
func until(run *Run) string {
	if run.Summary.Fail == 0 {
		return ""
	}
	return ", and had seen broken " + broken(run)
}

// underLoad says why the load failed; wrong answers come first, for they are
// worse than slow ones.
func underLoad(l *Load) string {
	if l.Wrong == 0 && len(missed(l)) == 0 && l.Sentence != "" {
		return "failed under load: " + words.Line(l.Sentence)
	}
	return loadClause(l)
}

func loadClause(l *Load) string {
	if l.Wrong > 0 {
		return fmt.Sprintf("gave %s among %d under load", words.Plural(int(l.Wrong), "wrong answer", "wrong answers"), l.Requests)
	}
	if not := missed(l); len(not) > 0 {
		return fmt.Sprintf("missed %d of %s: %s (saw %s)", len(not),
			words.Plural(len(l.Thresholds), "load threshold", "load thresholds"), words.Line(not[0].Text), words.Line(not[0].Seen))
	}
	if l.Requests == 0 {
		return "answered no request under load"
	}
	if l.Interrupted {
		return fmt.Sprintf("was under load for %.0f s only, before the interruption", l.Seconds)
	}
	met := "no threshold was set"
	if n := len(l.Thresholds); n > 0 {
		met = "every threshold met"
	}
	return fmt.Sprintf("answered %.0f requests a second with none wrong, %s", l.Done, met)
}
