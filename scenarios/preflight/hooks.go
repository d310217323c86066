package preflight

import (
	"context"
	"fmt"
	"strings"
)

// hooks sees that the programs are there that bring the server up, back and
// down. None is run.
func (e *Examination) hooks(context.Context) (said, error) {
	own := e.Assembly.Hooks
	var named, missing []string
	for _, hook := range []struct {
		name string
		argv []string
	}{{"start", own.Start}, {"restart", own.Restart}, {"stop", own.Stop}} {
		if len(hook.argv) == 0 || e.Look == nil {
			continue
		}
		named = append(named, hook.name)
		if err := e.Look(hook.argv[0]); err != nil {
			missing = append(missing, fmt.Sprintf("hooks.%s: %v", hook.name, err))
		}
	}
	switch {
	case len(missing) > 0:
		return said{}, &trouble{cause: ProgramMissing, said: strings.Join(missing, "; ")}
	case len(named) == 0:
		return skip("the file names no programs that bring the server up, back or down")
	}
	return saying("the programs of " + strings.Join(named, ", ") + " are there, and may be run")
}
