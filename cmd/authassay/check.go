package main

import (
	"errors"
	"fmt"
)

// checkCommand tries a target without attacking it.
type checkCommand struct {
	Target string `short:"t" required:"" help:"The target file." placeholder:"FILE"`
}

// Run carries the command out.
func (c *checkCommand) Run(j *job) error {
	a := aim{Target: c.Target}
	s, err := a.open(j, 0, nil)
	if err != nil {
		return err
	}
	defer s.close()
	fmt.Fprintf(j.Stdout, "ok       file           %s, profile %s\n", c.Target, s.Profile.Name)
	e, asked := &examination{ctx: j.ctx, subject: s}, asked(s.Client.Held)
	failed := 0
	for _, q := range asked {
		said, err := q.answer(e)
		var not *unasked
		switch {
		case errors.As(err, &not):
			fmt.Fprintf(j.Stdout, "skipped  %-14s %s\n", q.name, not.reason)
		case err != nil:
			failed++
			fmt.Fprintf(j.Stdout, "FAILED   %-14s %s\n", q.name, s.Redactor.Scrub(err.Error()))
			fmt.Fprintf(j.Stdout, "         hint: %s\n", q.hint)
		default:
			fmt.Fprintf(j.Stdout, "ok       %-14s %s\n", q.name, s.Redactor.Scrub(said))
		}
	}
	if failed > 0 {
		return unjudged(fmt.Errorf("check target: %d of %d things failed", failed, len(asked)), "")
	}
	fmt.Fprintf(j.Stdout, "\nnext: authassay run --target %s\n", c.Target)
	return nil
}
