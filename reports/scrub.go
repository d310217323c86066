package reports

import (
	"strings"

	"github.com/authassay/authassay/reports/internal/words"
)

// Scrubbed returns a copy of the run without secrets: all takes every secret out
// of what a target may have written, held takes those that the tester holds out
// of what the target file says. It works on values, before any format writes
// them: what is taken out can never be a part of a format's own syntax.
func Scrubbed(run *Run, all, held func(text string) string) *Run {
	out := words.Map(run, all, true)
	out.Targets = words.Map(run.Targets, held, true)
	// The headline may quote a problem or an obstacle, and nothing else of a
	// target's.
	quotes := func(text string) string {
		for i, problem := range run.Problems {
			text = strings.ReplaceAll(text, words.Line(problem), words.Line(out.Problems[i]))
		}
		for i, o := range run.Preflight {
			text = strings.ReplaceAll(text, o.words(), out.Preflight[i].words())
		}
		return held(text)
	}
	out.Sentence = quotes(run.Sentence)
	out.Headline = words.Map(run.Headline, quotes, true)
	return out
}
