package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/selftest"
)

// controlVariable holds the control secret in the environment of whoever
// wants to choose it.
const controlVariable = "CXP_CONTROL_SECRET"

// serveCommand starts the reference server.
type serveCommand struct {
	Listen  string `default:"127.0.0.1:8080" help:"Address of the server." placeholder:"ADDR"`
	Control string `default:"127.0.0.1:8081" help:"Address of its control: clock and reset." placeholder:"ADDR"`
	Fault   string `xor:"bend" help:"Bend the rule of this name; see authassay selftest." placeholder:"NAME"`
	Manner  string `xor:"bend" help:"Do something unusual that the contract allows." placeholder:"NAME"`
}

// Run carries the command out.
func (c *serveCommand) Run(j *job) error {
	name := c.Fault + c.Manner
	bend, err := bent(name)
	if err != nil {
		return err
	}
	secret, set := j.Getenv(controlVariable)
	if !set || secret == "" {
		if secret, err = j.nonce(); err != nil {
			return err
		}
	}
	up, err := contracts.Bent(bend, fakeserver.WithAlarm(j.alarm)).Listen(j.ctx, fakeserver.Addresses{
		Public: c.Listen, Control: c.Control, ControlSecret: secret,
	})
	if err != nil {
		return wrong(err, "--listen and --control take addresses such as 127.0.0.1:8080 that are free")
	}
	if err := c.announce(j.Stdout, up, name, secret); err != nil {
		return err
	}
	<-j.ctx.Done()
	return up.Close()
}

// alarm tells of what the reference server itself did wrong.
func (j *job) alarm(broken string) { fmt.Fprintf(j.Stderr, "authassay: %s\n", broken) }

// announce says where the server is, with which secrets, and what to do next.
func (c *serveCommand) announce(w io.Writer, up *fakeserver.Listening, name, secret string) error {
	variables, err := variables()
	if err != nil {
		return broke("read template", err)
	}
	rules := "honest"
	if name != "" {
		rules = "with " + name
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# reference server, %s\n#   server   %s\n#   control  %s\n\n", rules, up.URL, up.ControlURL)
	secrets := selftest.Secrets()
	secrets[controlVariable] = secret
	for _, v := range variables {
		fmt.Fprintf(&b, "export %s='%s'\n", v, secrets[v])
	}
	b.WriteString("\n# next, in another shell: the export lines above, then\n" +
		"#   authassay init --permit attacking > target.yaml (--profile chooses among " + join(profiles.Names(profiles.BuiltIn())) + ")\n#   authassay check --target target.yaml\n#   authassay run --target target.yaml\n" +
		"# Ctrl-C stops the server\n")
	_, err = io.WriteString(w, b.String())
	return err
}

// variables are those that the templates of all profiles refer to.
func variables() ([]string, error) {
	var all []string
	for _, profile := range profiles.Names(profiles.BuiltIn()) {
		text, err := profiles.Template(profile)
		if err != nil {
			return nil, err
		}
		names, err := targetfile.Variables(profile, text)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all, nil
}
