package main

import (
	"fmt"

	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/suites/selftest"
)

// selftestCommand proves the checks.
type selftestCommand struct {
	Names   []string `arg:"" optional:"" name:"fault" help:"Faults and manners to try, or honest for the server without any. Default: all of them."`
	Profile []string `help:"Profiles to try. Default: all." placeholder:"NAME"`
	Seed    int64    `default:"1" help:"Of the order of the checks." placeholder:"N"`
	List    bool     `help:"List faults and manners and try none."`
}

// Run carries the command out.
func (c *selftestCommand) Run(j *job) error {
	if c.List {
		return c.list(j)
	}
	for _, name := range c.Names {
		if name == string(selftest.Honest) {
			continue
		}
		if _, err := bent(name); err != nil {
			return err
		}
	}
	matrix, err := selftest.Run(j.ctx, selftest.Options{
		Names: c.Names, Profiles: c.Profile, Seed: c.Seed, Now: j.Now,
		Progress: func(r selftest.Row) {
			fmt.Fprintln(j.Stdout, r.Line())
		},
	})
	if err != nil {
		return broke("prove checks", err)
	}
	if err := matrix.WriteText(j.Stdout, false); err != nil {
		return broke("write matrix", err)
	}
	switch {
	case matrix.Interrupted:
		return ended(exitJudge)
	case !matrix.Clean():
		return ended(exitFail)
	}
	return nil
}

// list names everything that the reference server can do wrong or otherwise.
func (c *selftestCommand) list(j *job) error {
	fmt.Fprintf(j.Stdout, "honest  %-34s %s\n", selftest.Honest, "breaks nothing")
	for _, f := range faults.All() {
		fmt.Fprintf(j.Stdout, "fault   %-34s %s\n", f.Name, f.Summary)
	}
	for _, f := range faults.Manners() {
		fmt.Fprintf(j.Stdout, "manner  %-34s %s\n", f.Name, f.Summary)
	}
	return nil
}
