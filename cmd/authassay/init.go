package main

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/scenarios/target"
)

// initCommand writes a target file to start from.
type initCommand struct {
	Profile string `default:"clearxp" help:"The contract that the target is held to." placeholder:"NAME"`
}

// Run carries the command out.
func (c *initCommand) Run(j *job) error {
	text, err := target.Template(c.Profile)
	if err != nil {
		return wrong(err, "--profile takes "+strings.Join(target.Profiles(), ", "))
	}
	if _, err := j.Stdout.Write(text); err != nil {
		return broke("write template", err)
	}
	fmt.Fprintf(j.Stderr, "hint: authassay init --profile %s > target.yaml; authassay check --target target.yaml\n", c.Profile)
	return nil
}
