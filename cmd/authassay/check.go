package main

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios/hooks"
	"github.com/authassay/authassay/scenarios/legible"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
	"github.com/authassay/authassay/suites/check"
)

// checkCommand tries a target without attacking it, and tells mistakes in its
// file, which fail, from what its server does, which run judges.
type checkCommand struct {
	Target string `short:"t" required:"" help:"The target file." placeholder:"FILE"`
	handedIn
}

// Run carries the command out.
func (c *checkCommand) Run(j *job) error {
	a := aimed{Target: c.Target, handedIn: c.handedIn}
	s, err := a.open(j, 0, nil)
	if err != nil {
		return err
	}
	defer s.close()
	fmt.Fprintf(j.Stdout, "ok       file           %s, profile %s\n", c.Target, s.Profile.Name)
	// What the server writes comes after the table, so that it cannot stand
	// between its lines.
	defer s.Keep(filepath.Dir(c.Target), j.progress())()
	if err := s.Start(j.ctx); err != nil {
		return unjudged(fmt.Errorf("start target: %w", err), preflight.OfStart(err).Hint)
	}
	asked, failed := 0, 0
	chapters, err := check.Chapters(check.Options{Now: j.Now}, suites.All(), assay.World(s.Assembly))
	if err != nil {
		return broke("choose checks", err)
	}
	e := s.Examine(preflight.Options{Whole: true, Chapters: chapters, Look: hooks.Look(filepath.Dir(c.Target)), Told: func(a preflight.Answer) {
		asked++
		if a.Outcome == preflight.Failed {
			failed++
		}
		s.tabulate(j, a)
	}})
	e.Ask(j.ctx)
	s.Tidy(j.ctx)
	switch {
	case j.ctx.Err() != nil:
		return unjudged(fmt.Errorf("check target: %w", j.ctx.Err()), "")
	case failed > 0:
		return unjudged(fmt.Errorf("check target: %d of %d things failed", failed, asked), "")
	}
	return c.next(j, s)
}

// aDay is as long as anybody waits for a run.
const aDay = 24 * time.Hour

// next says how a run is started, and how long it will wait.
func (c *checkCommand) next(j *job, s *subject) error {
	ahead, err := check.Foresee(check.Options{}, aDay, suites.All(), assay.World(s.Assembly))
	if err != nil {
		return broke("plan checks", err)
	}
	fmt.Fprintf(j.Stdout, "\nnext: authassay run --target %s%s", c.Target, c.again())
	if ahead.Beyond = 0; ahead.Waiting > 0 {
		fmt.Fprintf(j.Stdout, " --patience %.0fm\n      %s", math.Ceil(ahead.Longest.Minutes()), strings.Join(forecast(ahead, j.Now()), "; "))
	}
	fmt.Fprintln(j.Stdout)
	return nil
}

// shown is text of the target that is fit for a person's terminal.
func (s *subject) shown(text string) string { return legible.Line(s.Redactor.Scrub(text)) }

// tabulate writes the answer to one question.
func (s *subject) tabulate(j *job, a preflight.Answer) {
	const indent = "         "
	fmt.Fprintf(j.Stdout, "%-8s %-14s %s\n", a.Outcome, a.Question, s.shown(a.Said))
	for _, more := range a.More {
		fmt.Fprintln(j.Stdout, indent+s.shown(more))
	}
	if a.Cause != "" {
		fmt.Fprintln(j.Stdout, indent+"cause: "+string(a.Cause))
	}
	if a.Hint != "" {
		fmt.Fprintln(j.Stdout, indent+"hint: "+s.shown(a.Hint))
	}
	if a.Page != "" {
		fmt.Fprintln(j.Stdout, indent+"the page says: "+s.shown(a.Page))
	}
}
