package main

import (
	"fmt"
	"strings"

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
