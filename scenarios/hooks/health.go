package hooks

import (
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// Occupied is a server that answers before the program was run that is to start
// it: it would be taken for that one.
type Occupied struct {
	At     string           // where it answers
	Answer *scenarios.Reply // what it answers
}

// Error says where it answers, and what.
func (o *Occupied) Error() string {
	return fmt.Sprintf("another server answers at %s already, with %s, before hooks.start was run", o.At, scenarios.Describe(o.Answer))
}

// Unready is a server that was started and did not get ready in time.
type Unready struct {
	At     string           // where it was to show that it is up
	Within time.Duration    // how long it had
	Ready  targetfile.Ready // what counts as ready
	Last   *scenarios.Reply // the last answer
}

// Error says what came instead of an answer that counts.
func (u *Unready) Error() string {
	text := fmt.Sprintf("the server was not ready at %s within %s: ", u.At, u.Within)
	if u.Last.Err != nil {
		return text + "the last try ended with " + u.Last.Err.Error()
	}
	text += "the last answer was " + scenarios.Describe(u.Last)
	if page := legible.Page(u.Last.Body, 160); page != "" {
		text += ", and says: " + page
	}
	return text
}

// Unwrap returns why there was no last answer; nil where there was one.
func (u *Unready) Unwrap() error { return u.Last.Err }

// Health is how a server was found, and what was done about it.
type Health struct {
	Up     bool  // it answers, be it only now
	Lost   error // why it gave no answer; nil where it did
	Died   error // how its program had ended; nil where that runs, or is not ours
	Failed error // why it could not be restarted; nil where it was, or nothing says how
}

// String says what had become of the server; "" where it was well.
func (h Health) String() string {
	if h.Lost == nil {
		return ""
	}
	text := "the target then gave no answer: " + h.Lost.Error()
	if h.Died != nil {
		text = fmt.Sprintf("the target then died: %v", h.Died)
	}
	switch {
	case h.Failed != nil:
		return text + fmt.Sprintf(", and could not be restarted: %v", h.Failed)
	case h.Up:
		return text + "; it was restarted"
	}
	return text
}
