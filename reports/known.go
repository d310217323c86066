package reports

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/authassay/authassay/reports/internal/words"
)

// Known lists deviations that somebody has looked at and accepts for now.
type Known struct {
	entries []deviation
}

type deviation struct {
	Pattern string // an ID or a glob such as TEN-*
	Reason  string
	Where   string // file:line:column
}

// ReadKnown reads a list of known deviations. Each line holds an ID or a glob
// as in path.Match, then blanks, then the reason; blank lines and lines that
// begin with # are comments. Every wrong line is reported, as
// name:line:column.
func ReadKnown(name, text string) (Known, error) {
	var list Known
	var wrong []error
	seen := map[string]string{}
	for i, raw := range strings.Split(text, "\n") {
		entry, err := readDeviation(name, i+1, strings.TrimSuffix(raw, "\r"))
		switch {
		case err != nil:
			wrong = append(wrong, err)
		case entry.Pattern == "":
		case seen[entry.Pattern] != "":
			wrong = append(wrong, fmt.Errorf("%s: %s is listed already at %s", entry.Where, entry.Pattern, seen[entry.Pattern]))
		default:
			seen[entry.Pattern] = entry.Where
			list.entries = append(list.entries, entry)
		}
	}
	return list, errors.Join(wrong...)
}

// readDeviation reads one line. Columns count characters, from 1.
func readDeviation(name string, number int, raw string) (deviation, error) {
	text := strings.TrimSpace(raw)
	start := strings.Index(raw, text)
	at := func(offset int) string {
		return fmt.Sprintf("%s:%d:%d", name, number, utf8.RuneCountInString(raw[:offset])+1)
	}
	if text == "" || strings.HasPrefix(text, "#") {
		return deviation{}, nil
	}
	if !utf8.ValidString(raw) {
		return deviation{}, fmt.Errorf("%s: the line is not UTF-8", at(0))
	}
	end := strings.IndexAny(text, " \t")
	if end < 0 {
		return deviation{}, fmt.Errorf("%s: %s has no reason: say after it why the deviation is accepted", at(start+len(text)), words.Line(text))
	}
	pattern, why := text[:end], strings.TrimSpace(text[end:])
	if _, err := path.Match(pattern, ""); err != nil {
		return deviation{}, fmt.Errorf("%s: %s is no glob: %w", at(start), words.Line(pattern), err)
	}
	return deviation{Pattern: pattern, Reason: why, Where: at(start)}, nil
}

// Apply turns listed failures and warnings into known deviations, and notes in
// run.Stale where the list is out of date: a listed check that passes on every
// way that it was tried, and a pattern that matches no check. The latter says
// nothing about a run that left checks out, and is not looked for there. Apply
// comes before Score.
func (k Known) Apply(run *Run) {
	partial := run.Filter != "" || run.Summary.Filtered > 0 || run.Interrupted || run.barred() || len(run.Problems) > 0
	for _, entry := range k.entries {
		if matched := entry.apply(run); !matched && !partial {
			run.Stale = append(run.Stale, fmt.Sprintf("%s: %s matches no check of this run; remove the line", entry.Where, entry.Pattern))
		}
	}
}

// apply says whether the entry matches a check at all.
func (d deviation) apply(run *Run) (matched bool) {
	type check struct{ id, profile string }
	var passed []check
	open := map[check]bool{} // those that deviate, or might where they could not be tried
	for i := range run.Findings {
		f := &run.Findings[i]
		if ok, _ := path.Match(d.Pattern, f.ID); !ok {
			continue
		}
		matched = true
		switch c := (check{f.ID, f.Profile}); f.Verdict {
		case Fail, Warn:
			f.Verdict, f.Reason = Expected, d.Reason
			open[c] = true
		case Untested, Inconclusive, Expected:
			open[c] = true
		case Pass:
			passed = append(passed, c)
		case Note, NotApplicable:
		}
	}
	for i, c := range passed {
		if !open[c] && !slices.Contains(passed[:i], c) {
			run.Stale = append(run.Stale, fmt.Sprintf("%s: %s no longer deviates (%s); remove it from the list", d.Where, c.id, c.profile))
		}
	}
	return matched
}

// WriteKnown starts a list of known deviations from the failures, warnings and
// known deviations of a run. New entries carry no reason, so that the list is
// refused until somebody has written one.
func WriteKnown(run *Run) []byte {
	var b bytes.Buffer
	b.WriteString("# Known deviations: an ID, then why it is accepted for now.\n" +
		"# A line without a reason is refused; a listed check that passes fails the run.\n")
	written := map[string]bool{}
	for _, f := range run.Worst() {
		if (f.Verdict != Fail && f.Verdict != Warn && f.Verdict != Expected) || written[f.ID] {
			continue
		}
		written[f.ID] = true
		fmt.Fprintf(&b, "\n# %s %s\n", words.Line(f.Level), words.Line(f.Sentence))
		fmt.Fprintf(&b, "%s\n", strings.TrimSpace(words.Line(f.ID)+"  "+words.Line(f.Reason)))
	}
	return b.Bytes()
}
