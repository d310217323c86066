package preflight

import (
	"fmt"

	"github.com/authassay/authassay/suites/check"
)

// Outcome is what became of a question.
type Outcome string

// The outcomes of questions.
const (
	Holds   Outcome = "ok"
	Skipped Outcome = "skipped" // there is nothing to ask about
	Finding Outcome = "finding" // what the server does and no file can mend
	Failed  Outcome = "FAILED"
)

// Answer is what became of one question. Its texts hold what the target wrote,
// and possibly secrets: they are scrubbed and made printable before anybody
// sees them.
type Answer struct {
	Question string
	Outcome  Outcome
	Cause    Cause    // of a failure
	Said     string   // what was seen, or why nothing was asked
	More     []string // further lines
	Page     string   // what a person read on the page that the question ended on
	Hint     string   // what to do about it; "" for nothing
	Asks     bool     // Hint is a question
	// Rests is what of the target file is in question where that is not all of
	// it; checks that need nothing of it can be judged all the same.
	Rests check.Fixture
}

// Excused says that the question failed in a way that a mistake in the target
// file would explain: what rests on it cannot be judged.
func (a Answer) Excused() bool { return a.Outcome == Failed && a.Cause.InFile() }

// Words are what was seen, with the page's own words.
func (a Answer) Words() string {
	if a.Page == "" {
		return a.Said
	}
	return fmt.Sprintf("%s; the page says: %q", a.Said, a.Page)
}

// skipped is a question that there is nothing to ask about.
type skipped struct{ reason string }

// Error gives the reason.
func (s *skipped) Error() string { return s.reason }

// observation is what the server does and no file can mend.
type observation struct{ what, hint string }

// Error says what was observed.
func (o *observation) Error() string { return o.what }

// trouble is a question that failed for a cause that is known.
type trouble struct {
	cause Cause
	said  string
	page  string
	hint  advice // instead of the cause's own; empty for that
	whole bool   // all of the file is in question, and not only what the question is about
}

// Error says what was seen.
func (t *trouble) Error() string { return t.said }
