package reports

import "github.com/authassay/authassay/reports/internal/words"

// Scrubbed returns a copy of the run without secrets: all takes every secret out
// of what a target may have written, held takes those that the tester holds out
// of what the target file says. It works on values, before any format writes
// them: what is taken out can never be a part of a format's own syntax. A verdict
// that was put into words by [Score] is put into them again.
func Scrubbed(run *Run, all, held func(text string) string) *Run {
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
