package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/selftest"
)

// selftestCommand proves the checks.
type selftestCommand struct {
	Names   []string `arg:"" optional:"" name:"fault" help:"Faults and manners to try, or honest for the server without any. Default: all of them."`
	Profile []string `help:"Profiles to try. Default: all." placeholder:"NAME"`
	Seed    int64    `default:"1" help:"Of the order of the checks." placeholder:"N"`
	Format  string   `default:"text" enum:"text,json" help:"What is written to standard output: text or json." placeholder:"NAME"`
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
	for _, name := range c.Profile {
		if _, err := profiles.Find(profiles.BuiltIn(), name); err != nil {
			return wrong(err, "--profile takes "+strings.Join(profiles.Names(profiles.BuiltIn()), ", "))
		}
	}
	rows, write := j.Stdout, func(m *selftest.Matrix) error { return m.WriteText(j.Stdout, false) }
	if c.Format == "json" {
		rows, write = j.Stderr, func(m *selftest.Matrix) error { return m.WriteJSON(j.Stdout) }
	}
	matrix, err := selftest.Run(j.ctx, selftest.Options{
		Names: c.Names, Profiles: c.Profile, Seed: c.Seed, Now: j.Now,
		Progress: func(r selftest.Row) {
			fmt.Fprintln(rows, r.Line())
		},
	})
	if err != nil {
		return broke("prove checks", err)
	}
	if err := write(matrix); err != nil {
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

// bent returns what the fault or the manner of a name does to the rules of the
// reference server; no name bends nothing.
func bent(name string) (func(*fakeserver.Rules), error) {
	if name == "" {
		return nil, nil
	}
	fault, ok := faults.Find(name)
	if !ok {
		return nil, unknownFault(name)
	}
	return fault.Bend, nil
}

// unknownFault names the faults that the user may have meant.
func unknownFault(name string) error {
	var names []string
	for _, f := range slices.Concat(faults.All(), faults.Manners(), faults.UnderLoad()) {
		names = append(names, f.Name)
	}
	return wrong(fmt.Errorf("find fault: no fault %q", name),
		"the nearest are "+strings.Join(nearest(name, names, 3), ", "))
}

// nearest returns the n words that are most like a word: those that share the
// most pairs of letters with it.
func nearest(word string, known []string, n int) []string {
	out := slices.Clone(known)
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(likeness(word, b), likeness(word, a)) })
	return out[:min(n, len(out))]
}

// likeness is the share of the pairs of letters that two words have in common.
func likeness(a, b string) float64 {
	if len(a) < 2 || len(b) < 2 {
		return 0
	}
	pairs := map[string]int{}
	for i := range len(a) - 1 {
		pairs[strings.ToLower(a[i:i+2])]++
	}
	common := 0
	for i := range len(b) - 1 {
		if pair := strings.ToLower(b[i : i+2]); pairs[pair] > 0 {
			pairs[pair]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b)-2)
}
