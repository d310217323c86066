package main

import (
	"errors"
	"fmt"
)

// checkCommand tries a target without attacking it, and tells mistakes in its
// file, which fail, from what its server does, which run judges.
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
	e := &examination{ctx: j.ctx, now: j.Now(), subject: s}
	keeper := s.keeper(j, c.Target)
	defer keeper.stop()
	if err := keeper.start(j.ctx); err != nil {
		return err
	}
	failed := 0
	asked := asked(s.Client.Held)
	for _, q := range asked {
		if !q.put(j, e) {
			failed++
		}
	}
	if failed > 0 {
		return unjudged(fmt.Errorf("check target: %d of %d things failed", failed, len(asked)), "")
	}
	fmt.Fprintf(j.Stdout, "\nnext: authassay run --target %s\n", c.Target)
	return nil
}

// put asks the question, writes the answer, and says whether the file can stay
// as it is.
func (q question) put(j *job, e *examination) bool {
	said, err := q.answer(e)
	var (
		not  *unasked
		seen *observation
	)
	word, hint := "ok", ""
	switch {
	case errors.As(err, &not):
		word, said = "skipped", not.reason
	case errors.As(err, &seen):
		word, said, hint = "finding", seen.what, seen.hint
	case err != nil:
		word, said, hint = "FAILED", err.Error(), q.hintFor(err)
	}
	fmt.Fprintf(j.Stdout, "%-8s %-14s %s\n", word, q.name, e.subject.Redactor.Scrub(said))
	if hint != "" {
		fmt.Fprintf(j.Stdout, "         hint: %s\n", e.subject.Redactor.Scrub(hint))
	}
	return word != "FAILED"
}
