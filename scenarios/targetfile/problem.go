package targetfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in a target file, or in another file that is read with
// the same care.
type Problem struct {
	// Kind is what the file holds, such as target or profile.
	Kind string
	// File is the name that Load was given.
	File string
	// Line and Column count from 1, columns in characters; 0 is unknown.
	Line, Column int
	Message      string
	// Hint says what to do about it; it may be empty.
	Hint string
	// Excerpt is the line with a caret below the place, secrets masked.
	Excerpt string
}

// Error gives file:line:col: message.
func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems are all the mistakes that one reading found, in the file's order.
type Problems []Problem

// Error gives one line for each problem.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return ps
}
