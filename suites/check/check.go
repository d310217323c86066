// Package check holds what a check is and what tries it. A check is a value: a
// requirement, what it does in words, and a body that says what a client does
// and what answer will do. [Run] is the only runner; it tries checks on targets,
// decides what each answer means, and keeps the evidence.
//
// It knows no chapter, no dialect, no product and no test framework. A check of
// one's own reads like this:
//
//	check.New("EXC-02", "redeem a code twice", func(t *check.T) {
//		code := t.Code()
//		t.Control(t.Exchange(code), check.Granted())
//		t.Judge(t.Exchange(code), check.Refused("invalid_grant"))
//	})
//
// The answers that judge are Gomega matchers: whoever has a reply can hold it to
// one with Expect.
package check

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/authassay/authassay/suites/catalogue"
	"github.com/onsi/ginkgo/v2/types"
)

// Check is what holds a target to one requirement. Several may be about the same
// one: each has a finding of its own.
type Check struct {
	ID     catalogue.ID // of the requirement; a profile that has not adopted it passes the check by
	When   string       // what the check does, in words
	Traits []Trait
	Run    func(*T) // the body, which ends the check by the words of T alone, and in time with T.Context
	Place  Place    // where it stands, for reports; where its body does if it is not said
}

// New is a check of the requirement that stands where New is called.
func New(id catalogue.ID, when string, run func(*T), traits ...Trait) Check {
	return Check{ID: id, When: when, Run: run, Traits: traits, Place: Caller(1)}
}

// At is the check, standing at another place: for who makes checks on behalf of
// his caller.
func (c Check) At(p Place) Check {
	c.Place = p
	return c
}

// stands is the place of the check.
func (c Check) stands() Place {
	if c.Place != (Place{}) || c.Run == nil {
		return c.Place
	}
	body := runtime.FuncForPC(reflect.ValueOf(c.Run).Pointer())
	file, line := body.FileLine(body.Entry())
	return Place{File: file, Line: line}
}

// has says whether the check has a trait.
func (c Check) has(t Trait) bool { return slices.Contains(c.Traits, t) }

// Place is a line of source.
type Place struct {
	File string
	Line int
}

// Caller is the place where the function was called that asks, or where so many
// calls above it were.
func Caller(above int) Place {
	_, file, line, _ := runtime.Caller(above + 1)
	return Place{File: file, Line: line}
}

// String is the place as reports show it: from the folder of the suites on, or
// the file in its own folder.
func (p Place) String() string {
	parts := strings.Split(filepath.ToSlash(p.File), "/")
	from := max(0, len(parts)-2)
	for i, part := range parts[:len(parts)-1] {
		if part == "suites" {
			from = i
		}
	}
	return fmt.Sprintf("%s:%d", strings.Join(parts[from:], "/"), p.Line)
}

// Trait is something special about a check that the runner must know.
type Trait string

// The traits of checks.
const (
	// Waits marks a check that outwaits a lifetime. On a clock that cannot be
	// moved all of them wait at the same time, beside the other checks.
	Waits Trait = "waits"
	// Ends marks a check that ends credentials: a server may end more than it
	// was told to. It runs after the others, and what the tester holds is tried
	// after it.
	Ends Trait = "ends"
	// Looks marks a check that sends nothing but what any client sends.
	Looks Trait = "looks"
	// Attacks marks a check that guesses at secrets, races or sends what tries
	// a server. It runs only on a target that may be attacked.
	Attacks Trait = "attacks"
	// Destructive marks an attack that may damage what it does not own. It runs
	// after everything else.
	Destructive Trait = "destructive"
	// Guesses marks an attack that guesses at what a person knows, beside
	// Destructive: a server does well to lock whom is guessed at. It runs after what
	// else is destructive, and that the person cannot log in any more is not held
	// against the server.
	Guesses Trait = "guesses"
	// Gathers marks a check that judges what the others have noted. It runs
	// last of all.
	Gathers Trait = "gathers"
)

// FilterError says what is wrong with a label filter, and where.
type FilterError struct {
	Filter  string
	Column  int    // in bytes, from 0; -1 where it is no place of its own
	Message string // in the words of who reads filters
}

// Error implements error: the message, and the filter with a caret under the
// place.
func (e *FilterError) Error() string {
	text := fmt.Sprintf("%s\n  %s", e.Message, e.Filter)
	if e.Column >= 0 {
		text += "\n  " + strings.Repeat(" ", utf8.RuneCountInString(e.Filter[:min(e.Column, len(e.Filter))])) + "^"
	}
	return text
}

// ReadFilter says whether the text is a label filter. The error wraps a
// *FilterError.
func ReadFilter(text string) error {
	_, err := readFilter(text)
	return err
}

// marked is what Ginkgo writes before the character that it complains of.
const marked = "{{red}}{{bold}}{{underline}}"

// readFilter reads a label filter. Ginkgo tells of a mistake in one text for
// terminals: the filter, with colours around the place, and then what is wrong.
func readFilter(text string) (types.LabelFilter, error) {
	filter, err := types.ParseLabelFilter(text)
	if err == nil {
		return filter, nil
	}
	e := &FilterError{Filter: text, Column: -1, Message: "it cannot be read"}
	var told types.GinkgoError
	if errors.As(err, &told) {
		shown := told.Message
		if before, after, found := strings.Cut(shown, marked); found {
			e.Column = len(before)
			shown = before + strings.Replace(after, "{{/}}", "", 1)
		}
		e.Message = strings.TrimSuffix(strings.TrimPrefix(shown, text+"\n"), ".")
	}
	return nil, fmt.Errorf("parse filter: %w", e)
}
