// Package github writes a run as commands of a GitHub workflow, which the
// runner shows as annotations of the job.
//
//	github.Write(os.Stdout, run)
//
// What a target answered stays data: no line of it can begin a command of its
// own. It is red whenever the exit code of the run is not 0.
package github

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// most is how many annotations of one severity GitHub shows for a step.
const most = 10

// Write writes a command a line: errors for what decides the exit code, warnings
// for what a SHOULD asks in vain and what could not be tried, and the verdict as
// a notice. Where GitHub would show no more, the last one counts the rest.
func Write(w io.Writer, run *reports.Run) error {
	run = view.Cleaned(run)
	var errors, warnings []note
	for _, text := range run.Obstacles() {
		errors = append(errors, note{view.BeforeTitle, text})
	}
	for _, text := range run.Problems {
		errors = append(errors, note{"the run cannot judge", text})
	}
	for _, text := range run.Stale {
		errors = append(errors, note{"known deviations are out of date", text})
	}
	errors = append(errors, ofLoad(run.Load)...)
	for _, sign := range view.Signs() {
		for _, f := range run.With(sign.Verdict) {
			switch must := f.Level == "MUST"; {
			case sign.Verdict == reports.Fail, sign.Verdict == reports.Inconclusive && must:
				errors = append(errors, ofFinding(f))
			case sign.Verdict == reports.Warn, sign.Verdict == reports.Inconclusive, sign.Verdict == reports.Untested && must:
				warnings = append(warnings, ofFinding(f))
			}
		}
	}
	var b bytes.Buffer
	command(&b, severity(run), note{"authassay: " + string(run.Verdict), run.Sentence})
	commands(&b, "error", errors)
	commands(&b, "warning", warnings)
	_, err := w.Write(b.Bytes())
	return err
}

// severity is that of the verdict, which is an error whenever the exit code
// fails the job.
func severity(run *reports.Run) string {
	if run.ExitCode != reports.ExitPass {
		return "error"
	}
	return "notice"
}

// note is one annotation.
type note struct{ title, text string }

func ofFinding(f reports.Finding) note {
	title := fmt.Sprintf("%s %s (%s): %s", f.ID, f.Level, f.Profile, f.Verdict)
	got := words.First(f.Actual, f.Detail, string(f.Verdict))
	if len(f.Acceptable) > 0 && f.Actual != "" {
		got = "want " + strings.Join(f.Acceptable, ", or ") + "; got " + got
	}
	return note{title, f.Sentence + "\n" + words.Line(got)}
}

// ofLoad are the thresholds that a load missed, and its wrong answers.
func ofLoad(l *reports.Load) (all []note) {
	if l == nil {
		return nil
	}
	if l.Wrong > 0 || l.Verdict == reports.Inconclusive {
		all = append(all, note{"load", l.Sentence})
	}
	for _, t := range l.Thresholds {
		if !t.Met {
			all = append(all, note{"load: " + t.Text, "saw " + t.Seen})
		}
	}
	return all
}

// commands writes as many as GitHub shows. The verdict took the place of one of
// the errors.
func commands(b *bytes.Buffer, severity string, notes []note) {
	notes = once(notes)
	room := most
	if severity == "error" {
		room--
	}
	if left := len(notes) - (room - 1); len(notes) > room {
		notes = append(notes[:room-1:room-1], note{fmt.Sprintf("%d more", left), "the job's summary and report.html have all of them"})
	}
	for _, n := range notes {
		command(b, severity, n)
	}
}

// once leaves out what has been said: a requirement that breaks on several ways
// may break alike on each.
func once(notes []note) (out []note) {
	for _, n := range notes {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// command writes one command. The runner reads %25, %0D and %0A as what they
// stand for, and in a property %3A and %2C too.
func command(b *bytes.Buffer, severity string, n note) {
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	fmt.Fprintf(b, "::%s title=%s::%s\n", severity, property.Replace(n.title), text.Replace(n.text))
}
