package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/authassay/authassay/load/shape"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/check"
)

// The exit codes. Those of judged runs are the reports room's to choose.
const (
	exitPass   = reports.ExitPass
	exitFail   = reports.ExitFail
	exitUsage  = 2 // usage, target file or baseline is wrong
	exitJudge  = reports.ExitJudge
	exitFailed = 5 // authassay itself failed
)

// failure ends a command with an exit code. Without an error there is nothing
// to say that has not been said.
type failure struct {
	code int
	err  error
	hint string // what the user can do; "" for nothing
}

// Error says what went wrong.
func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.err.Error()
}

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.err }

// wrong is a mistake of the user's.
func wrong(err error, hint string) error { return &failure{exitUsage, err, hint} }

// unjudged is a target that could not be judged.
func unjudged(err error, hint string) error { return &failure{exitJudge, err, hint} }

// broke is a failure of authassay itself.
func broke(verb string, err error) error { return ours(fmt.Errorf("%s: %w", verb, err)) }

// ours is a failure of authassay itself that says what was done.
func ours(err error) error {
	return &failure{exitFailed, err, "this is a mistake in authassay: please report it"}
}

// ended ends a command that has said everything; nil for a pass.
func ended(code int) error {
	if code == exitPass {
		return nil
	}
	return &failure{code: code}
}

// complain writes an error for the user and returns the exit code.
func complain(w io.Writer, err error) int {
	var (
		f        *failure
		problems targetfile.Problems
		problem  targetfile.Problem
		syntax   *shape.SyntaxError
	)
	switch {
	case err == nil:
		return exitPass
	case errors.As(err, &problems):
		for _, p := range problems {
			tellProblem(w, p)
		}
		return exitUsage
	case errors.As(err, &problem):
		tellProblem(w, problem)
		return exitUsage
	case errors.As(err, &syntax):
		fmt.Fprintf(w, "authassay: %v\n", err)
		return exitUsage
	case errors.As(err, &f):
		if f.err != nil {
			fmt.Fprintf(w, "authassay: %s\n", told(f.err))
		}
		if f.hint != "" {
			fmt.Fprintf(w, "hint: %s\n", legible.Line(f.hint))
		}
		return f.code
	}
	fmt.Fprintf(w, "authassay: %v\n", err)
	return exitFailed
}

// told is an error as it is shown: on one line, for it may hold what a target
// wrote, unless it points into what the user wrote himself.
func told(err error) string {
	var filter *check.FilterError
	if errors.As(err, &filter) {
		return err.Error()
	}
	return legible.Line(err.Error())
}

// tellProblem writes a mistake in a target file with the line that it is in.
func tellProblem(w io.Writer, p targetfile.Problem) {
	kind := p.Kind
	if kind == "" {
		kind = "target"
	}
	fmt.Fprintf(w, "authassay: read %s: %v\n", kind, p)
	if p.Excerpt != "" {
		fmt.Fprintln(w, strings.TrimRight(p.Excerpt, "\n"))
	}
	if p.Hint != "" {
		fmt.Fprintf(w, "hint: %s\n", p.Hint)
	}
}
