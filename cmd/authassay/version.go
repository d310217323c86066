package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/authassay/authassay/suites/catalogue"
)

// versionCommand says which version this is.
type versionCommand struct{}

// Run carries the command out.
func (c *versionCommand) Run(j *job) error {
	fmt.Fprintf(j.Stdout, "authassay %s, catalogue %s, %s\n", version(), catalogue.Version, runtime.Version())
	return nil
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
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel-" + s.Value[:12]
		}
	}
	return "devel"
}
