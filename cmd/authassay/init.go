package main

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// initCommand writes a target file to start from.
type initCommand struct {
	handedIn
	Profile string `default:"clearxp" help:"The contract that the target is held to." placeholder:"NAME"`
	Permit  string `help:"What may be done to the target: looking, testing or attacking. Default: the file leaves the decision to its user." placeholder:"WORD"`
}

// Run carries the command out.
func (c *initCommand) Run(j *job) error {
	if err := c.take(j); err != nil {
		return err
	}
	p, err := profiles.Find(j.known(), c.Profile)
	if err != nil {
		return wrong(err, "--profile takes "+strings.Join(profiles.Names(j.known()), ", ")+"; --profiles DIR hands in others")
	}
	text, err := p.Template()
	if err != nil {
		return wrong(err, "put a target.yaml beside the profile.yaml of "+p.Name+"; authassay init --profile oauth2 writes one to start from: say profile: "+p.Name+" there, and take the endpoints out that profile.yaml names")
	}
	flags := ""
	if c.Permit != "" {
		var permit scenarios.Permit
		if err := permit.UnmarshalText([]byte(c.Permit)); err != nil {
			return wrong(fmt.Errorf("read --permit: %w", err), "attacking is for servers that nobody else uses")
		}
		text, flags = targetfile.Decided(text, permit), " --permit "+c.Permit
	}
	if _, err := j.Stdout.Write(targetfile.Pointed(text, targetfile.SchemaAddress(version()))); err != nil {
		return broke("write template", err)
	}
	more := c.again()
	fmt.Fprintf(j.Stderr, "hint: authassay init --profile %s%s%s > target.yaml; authassay check --target target.yaml%s\n", c.Profile, flags, more, more)
	if flags == "" {
		fmt.Fprintln(j.Stderr, "hint: permit: in the file says what may be done to the server; decide it")
	}
	return nil
}
