package login

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// ErrCommand says that a command did not go through the pages.
var ErrCommand = scenarios.Unvisited("the command brought no answer")

// Command has a program go through the pages. In its arguments {url} stands for
// the address to open, {redirect_uri} for the one at which to stop, which it
// must not connect to, and {conduct} for what the resource owner does: one of
// the words of scenarios.Conduct. The last line that it writes is the address
// that the browser was sent to.
type Command struct {
	Argv []string
	// Run runs the program and returns what it wrote to its standard output.
	Run func(ctx context.Context, argv []string) ([]byte, error)
	// Look looks at the first page; its steps are not used.
	Look Form
}

// Visit runs the program. A command without {conduct} knows Consents only;
// Waits needs no program. The landing's pages are those that were seen without
// the program.
func (c *Command) Visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct) (*scenarios.Landing, error) {
	if how == scenarios.LogsIn {
		how = scenarios.Consents // the program keeps no session that this knows of
	}
	knows := slices.ContainsFunc(c.Argv, func(a string) bool { return strings.Contains(a, "{conduct}") })
	if how != scenarios.Consents && how != scenarios.Waits && (!knows || slices.Contains(forgeries, how)) {
		return nil, fmt.Errorf("%w: %s by a command without {conduct}", scenarios.ErrNoConduct, how)
	}
	seen, over, err := c.Look.look(ctx, send, first, stop)
	if over || how == scenarios.Waits {
		return seen, err
	}
	fill := strings.NewReplacer("{url}", first.Address(), "{redirect_uri}", stop, "{conduct}", string(how))
	argv := make([]string, len(c.Argv))
	for i, a := range c.Argv {
		argv[i] = fill.Replace(a)
	}
	said, err := c.Run(ctx, argv)
	if err != nil {
		return seen, fmt.Errorf("%w: %s: %w", ErrCommand, c.Argv[0], err)
	}
	return seen, c.land(seen, said, first, stop)
}

// land reads the address that the program wrote. It may hold a code, so no
// error repeats it.
func (c *Command) land(l *scenarios.Landing, said []byte, first scenarios.Request, stop string) error {
	lines := bytes.Split(bytes.TrimSpace(said), []byte("\n"))
	to, err := url.Parse(strings.TrimSpace(string(lines[len(lines)-1])))
	if err != nil || !to.IsAbs() {
		return fmt.Errorf("%w: %s wrote no address as its last line", ErrCommand, c.Argv[0])
	}
	w := &walk{landing: l}
	if err := w.confine(first, append([]string{stop}, c.Look.Stops...), nil); err != nil {
		return err
	}
	if !w.lands(to, nil) {
		return fmt.Errorf("%w: %s ended at %s, which is no redirect URI", ErrCommand, c.Argv[0], to.Host)
	}
	l.Finished, l.Entered, l.LoggedIn = true, true, true
	return nil
}

var _ scenarios.Visitor = (*Command)(nil)
