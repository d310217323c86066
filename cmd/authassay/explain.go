package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/coverage"
)

// listCommand lists requirements.
type listCommand struct {
	handedIn
	Profile  string `default:"clearxp" help:"The profile whose requirements are listed." placeholder:"NAME"`
	Level    string `default:"" enum:",MUST,SHOULD,MAY" help:"Only those of one level." placeholder:"LEVEL"`
	Coverage bool   `help:"Show which requirements, checks and faults stand for each statement of the documentation, and what stands for nothing."`
	Format   string `default:"text" enum:"text,json" help:"text or json." placeholder:"NAME"`
}

// Run carries the command out.
func (c *listCommand) Run(j *job) error {
	if err := c.take(j); err != nil {
		return err
	}
	p, err := j.profile(c.Profile)
	if err != nil {
		return err
	}
	cover := coverage.Of(p)
	switch {
	case c.Coverage && c.Format == "json":
		return j.json(cover.Statements())
	case c.Coverage:
		return cover.WriteText(j.Stdout)
	case c.Format == "json":
		return j.json(cover.Explained(c.Level))
	}
	return c.text(j, p)
}

// profile returns the profile of a name.
func (j *job) profile(name string) (catalogue.Profile, error) {
	c, err := j.catalogue()
	if err != nil {
		return catalogue.Profile{}, err
	}
	p, ok := c.Profile(name)
	if !ok {
		var known []string
		for _, p := range c.Profiles {
			known = append(known, p.Name)
		}
		return p, wrong(fmt.Errorf("find profile: no profile %q", name), "there are "+join(known)+"; --profiles DIR hands in others")
	}
	return p, nil
}

// text lists requirements chapter by chapter.
func (c *listCommand) text(j *job, p catalogue.Profile) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s), catalogue %s\n", p.Title, p.Name, catalogue.Version)
	chapter, n := "", 0
	for _, d := range p.Duties {
		if c.Level != "" && string(d.Level) != c.Level {
			continue
		}
		if d.ID.Chapter() != chapter {
			chapter = d.ID.Chapter()
			fmt.Fprintf(&b, "\n%s\n", chapter)
		}
		fmt.Fprintf(&b, "  %-7s %-6s %s\n", d.ID, d.Level, d.Sentence)
		n++
	}
	fmt.Fprintf(&b, "\n%d requirements; authassay explain ID tells more of each\n", n)
	_, err := j.Stdout.Write([]byte(b.String()))
	return err
}

// explainCommand explains one requirement.
type explainCommand struct {
	handedIn
	ID      string `arg:"" help:"The requirement, such as EXC-03."`
	Profile string `help:"Only as this profile adopts it. Default: every profile that does." placeholder:"NAME"`
	Format  string `default:"text" enum:"text,json" help:"text or json." placeholder:"NAME"`
}

// Run carries the command out.
func (c *explainCommand) Run(j *job) error {
	if err := c.take(j); err != nil {
		return err
	}
	all, err := j.catalogue()
	if err != nil {
		return err
	}
	if c.Profile != "" {
		if _, err := j.profile(c.Profile); err != nil {
			return err
		}
	}
	var found []coverage.Explained
	var known, adopters []string
	for _, p := range all.Profiles {
		d, adopted := p.Duty(catalogue.ID(strings.ToUpper(c.ID)))
		if adopted {
			adopters = append(adopters, p.Name)
		}
		if c.Profile != "" && p.Name != c.Profile {
			continue
		}
		if adopted {
			found = append(found, coverage.Of(p).Explain(d))
		}
		for _, d := range p.Duties {
			known = append(known, string(d.ID))
		}
	}
	if len(found) == 0 {
		return c.unknown(known, adopters)
	}
	if c.Format == "json" {
		return j.json(found)
	}
	return c.text(j, found, adopters)
}

// unknown says that nobody, or only other profiles, adopt the requirement.
func (c *explainCommand) unknown(known, adopters []string) error {
	if len(adopters) > 0 {
		return wrong(fmt.Errorf("find requirement: profile %s has not adopted %s", c.Profile, strings.ToUpper(c.ID)),
			"it stands in "+join(adopters))
	}
	return wrong(fmt.Errorf("find requirement: no requirement %q", c.ID),
		"the nearest are "+join(nearest(c.ID, known, 3))+"; authassay list names them all")
}

// json writes a value for a machine.
func (j *job) json(v any) error {
	out := json.NewEncoder(j.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(v); err != nil {
		return broke("write JSON", err)
	}
	return nil
}

// spelt lists the spellings that a requirement is tried with; "" where there are
// none.
func spelt(e coverage.Explained) string {
	var b strings.Builder
	for i, s := range e.Spellings {
		if i == 0 {
			fmt.Fprintf(&b, "\n  tried with spellings of a %s:\n", e.Of)
		}
		fmt.Fprintf(&b, "    %s (%s)\n", s.As, s.Why)
	}
	return b.String()
}

// text writes what there is to say.
func (c *explainCommand) text(j *job, found []coverage.Explained, adopters []string) error {
	first := found[0]
	var b strings.Builder
	row := func(label, format string, args ...any) {
		fmt.Fprintf(&b, "  %-9s "+format+"\n", append([]any{label}, args...)...)
	}
	fmt.Fprintf(&b, "%s  %s\n\n", first.ID, first.Sentence)
	row("chapter", "%s", first.Chapter)
	row("stands in", "%s", join(adopters))
	if first.Needs != "" {
		row("needs", "%s; a target file may declare it absent", first.Needs)
	}
	for _, e := range found {
		row(e.Profile, "%s, %s", e.Level, e.Clause)
		if e.Link != "" {
			row("", "%s", e.Link)
		}
		for _, s := range e.Statements {
			row("", "%s (%s): %s", s.ID, s.Kind, s.Text)
		}
		for _, at := range e.Checks {
			row("check", "%s", at)
		}
		for _, name := range e.Faults {
			row("broken by", "%s", name)
		}
		for _, way := range e.Ways {
			row("way", "%s", way)
		}
		for _, moment := range e.Moments {
			row("moment", "%s", moment)
		}
	}
	b.WriteString(spelt(first) + "\n")
	if _, err := profiles.Find(profiles.BuiltIn(), first.Profile); err != nil {
		row("try it", "authassay run %s --target FILE%s", first.ID, c.handedIn.again())
	} else {
		row("try it", "authassay run %s --profile %s", first.ID, first.Profile)
	}
	if len(first.Faults) > 0 {
		row("", "authassay selftest %s --profile %s", first.Faults[0], first.Profile)
	}
	_, err := j.Stdout.Write([]byte(b.String()))
	return err
}
