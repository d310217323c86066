package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/authassay/authassay/cmd/internal/manual"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// schemaCommand prints what a kind of file looks like.
type schemaCommand struct {
	Of string `arg:"" enum:"target,profile,report" help:"target, profile or report."`
}

// Run carries the command out.
func (c *schemaCommand) Run(j *job) error {
	text := map[string]func() []byte{"target": targetfile.Schema, "profile": profiles.Schema, "report": reports.Schema}[c.Of]()
	if _, err := j.Stdout.Write(text); err != nil {
		return broke("write schema", err)
	}
	return nil
}

// versionCommand says which version this is.
type versionCommand struct{}

// Run carries the command out.
func (c *versionCommand) Run(j *job) error {
	fmt.Fprintln(j.Stdout, versions())
	return nil
}

// versions are those of the program, of what it was built from and with.
func versions() string {
	commit := ""
	if c := revision(); c != "" {
		commit = ", commit " + c
	}
	return fmt.Sprintf("authassay %s%s, catalogue %s, %s", version(), commit, catalogue.Version, runtime.Version())
}

// version is what the build knows of itself: the module's version, or the
// commit that it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	if r := revision(); r != "" {
		return "devel-" + r
	}
	return "devel"
}

// revision is the beginning of the commit that the program was built from;
// empty where the build does not know it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return ""
}

// completionCommand prints completions.
type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Run carries the command out.
func (c *completionCommand) Run(j *job, app *kong.Kong) error {
	if err := manual.Completion(j.Stdout, app.Model, c.Shell); err != nil {
		return broke("write completion", err)
	}
	return nil
}

// manCommand prints the page of the manual.
type manCommand struct{}

// Run carries the command out.
func (c *manCommand) Run(j *job, app *kong.Kong) error {
	if err := manual.Page(j.Stdout, app.Model, "authassay "+version()); err != nil {
		return broke("write page", err)
	}
	return nil
}
