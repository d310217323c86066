package reports

import (
	"strings"

	"github.com/authassay/authassay/reports/internal/words"
)

// Obstacle is a question that was asked before the checks, and that failed in a
// way that a mistake in the target file would explain. Nothing that rests on it
// was judged.
type Obstacle struct {
	Question string `json:"question" words:"ours"` // such as client
	Cause    string `json:"cause" words:"ours"`    // one of a few, such as the client is refused
	Said     string `json:"said"`                  // what was seen
	Hint     string `json:"hint,omitempty"`        // what to do about it
	Asks     bool   `json:"asks,omitempty"`        // the hint is a question
	Refused  bool   `json:"refused,omitempty"`     // the server refused, and may have been wrong to
	Part     bool   `json:"part,omitempty"`        // only some checks rest on it
}

// words are one line about an obstacle.
func (o Obstacle) words() string {
	text := words.Line(o.Question) + ": " + words.Line(o.Cause) + ": " + words.Line(o.Said)
	if o.Hint != "" {
		text += "; " + words.Line(o.Hint)
	}
	if o.Refused {
		if !o.Asks {
			text += "."
		}
		text += " Or the server refuses what is right"
	}
	return text
}

// Obstacles says what kept the run, or a part of it, from judging.
func (r *Run) Obstacles() []string {
	var texts []string
	for _, o := range r.Preflight {
		texts = append(texts, o.words())
	}
	return texts
}

// barred says that nothing was judged because of what did not work before.
func (r *Run) barred() bool {
	for _, o := range r.Preflight {
		if !o.Part {
			return true
		}
	}
	return false
}

// before is the headline's part about what did not work before the checks.
func before(run *Run) string { return strings.Join(run.Obstacles(), "; and ") }

// beside names the obstacles where something else decided the verdict.
func beside(run *Run) string {
	var names []string
	for _, o := range run.Preflight {
		names = append(names, words.Line(o.Question))
	}
	return "before the checks this did not work: " + words.Listed(names)
}
