package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/suites/check"
)

// examine prepares the questions that are asked before a target is judged.
func (s *subject) examine(j *job, o preflight.Options) *preflight.Examination {
	o.Assembly, o.Now, o.Taken, o.Astray = s.Assembly, j.Now, s.taken, s.astray
	o.Unattended = s.file != nil && s.file.Login != nil && s.file.Login.Method == "manual"
	return preflight.New(o)
}

// lookIn finds the programs that a target file in a folder names.
func lookIn(dir string) func(string) error {
	return func(name string) error {
		if strings.ContainsRune(name, filepath.Separator) && !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
			if !filepath.IsAbs(name) {
				name = "." + string(filepath.Separator) + name
			}
		}
		_, err := exec.LookPath(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, exec.ErrNotFound) {
			return fmt.Errorf("%w: may it be run?", err)
		}
		return err
	}
}

// reach sees whether the target answers at all, and how far the clocks are
// apart.
func (s *subject) reach(j *job) ([]reports.Obstacle, error) {
	e := s.examine(j, preflight.Options{})
	if obstacles := s.obstacles(e.Reach(j.ctx)); len(obstacles) > 0 || j.ctx.Err() != nil {
		return obstacles, nil
	}
	return nil, s.setClock(e)
}

// setClock takes in how far the clocks are apart, as the first answer shows it.
func (s *subject) setClock(e *preflight.Examination) error {
	// Less than this is the coarseness of the Date header, not skew.
	if skew, known := e.Skew(); known && skew.Abs() > 2*time.Second {
		if err := s.Adjust(skew); err != nil {
			return broke("set clock", err)
		}
	}
	return nil
}

// shown is text of the target that is fit for a person's terminal.
func (s *subject) shown(text string) string { return scenarios.Printable(s.Redactor.Scrub(text)) }

// obstacles are the failed questions that a mistake in the file would explain,
// as reports put them.
func (s *subject) obstacles(answers []preflight.Answer) []reports.Obstacle {
	var out []reports.Obstacle
	for _, a := range answers {
		if a.Excused() {
			out = append(out, s.obstacle(a))
		}
	}
	return out
}

// obstacle is one failed question, without secrets.
func (s *subject) obstacle(a preflight.Answer) reports.Obstacle {
	return reports.Obstacle{
		Question: a.Question, Cause: string(a.Cause), Said: s.Redactor.Scrub(a.Words()), Hint: s.Redactor.Scrub(a.Hint),
		Refused: a.Cause.Refusal(), Part: a.Rests != "",
	}
}

// doubt says of an exchange whether a mistake in the file would explain that it was
// refused, and tells of it. It is asked by one check at a time.
func (s *subject) doubt(found func(reports.Obstacle)) func(*scenarios.Reply) string {
	return func(r *scenarios.Reply) string {
		a := preflight.OfExchange(r)
		if !a.Excused() {
			return ""
		}
		found(s.obstacle(a))
		return "the client was refused when somebody had logged in: " + s.Redactor.Scrub(a.Said)
	}
}

// unfit are the fixtures that failed their question, with why.
func (s *subject) unfit(answers []preflight.Answer) map[check.Fixture]string {
	out := map[check.Fixture]string{}
	for _, a := range answers {
		if a.Excused() && a.Rests != "" {
			out[a.Rests] = fmt.Sprintf("%s did not work before the checks: %s", a.Rests, s.Redactor.Scrub(a.Said))
		}
	}
	return out
}

// unstarted is the obstacle of a server that could not be brought up.
func unstarted(s *subject, err error) reports.Obstacle {
	var f *failure
	o := reports.Obstacle{Question: "hooks.start", Cause: string(preflight.Unstarted), Said: s.Redactor.Scrub(err.Error())}
	if errors.As(err, &f) {
		o.Hint = f.hint
	}
	return o
}

// unbegun is why no check was tried.
func unbegun(obstacles []reports.Obstacle) string {
	var names []string
	for _, o := range obstacles {
		if !o.Part {
			names = append(names, o.Question)
		}
	}
	return "no check was tried, because this did not work before: " + join(names)
}

// tell writes the obstacles for whoever sees no report.
func (j *job) tell(obstacles []reports.Obstacle) {
	for _, o := range obstacles {
		fmt.Fprintf(j.Stderr, "authassay: %s: %s: %s\n", o.Question, o.Cause, scenarios.Printable(o.Said))
		if o.Hint != "" {
			fmt.Fprintf(j.Stderr, "hint: %s\n", scenarios.Printable(o.Hint))
		}
	}
}
