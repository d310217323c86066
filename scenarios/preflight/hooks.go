package preflight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// hooks sees that the programs are there that bring the server up, back and
// down, and that the server shows that it is up. No program is run.
func (e *Examination) hooks(ctx context.Context) (said, error) {
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
	if len(missing) > 0 {
		return said{}, &trouble{cause: ProgramMissing, said: strings.Join(missing, "; ")}
	}
	if err := e.ready(ctx); err != nil {
		return said{}, err
	}
	switch {
	case own.Ready.Shown() && len(named) == 0:
		return saying(e.Assembly.Ready + " answers as that of a server that is up")
	case len(named) == 0:
		return skip("the file names no programs that bring the server up, back or down")
	}
	return saying("the programs of " + strings.Join(named, ", ") + " are there, and may be run")
}

// ready asks where the server shows that it is up, where the file says where.
func (e *Examination) ready(ctx context.Context) error {
	if !e.Assembly.Hooks.Ready.Shown() {
		return nil
	}
	reply := e.client.Wire.Send(ctx, scenarios.Request{
		Method: http.MethodGet, URL: e.Assembly.Ready, Header: e.client.Endpoints.Header.Clone(),
	})
	if reply.Err == nil && e.Assembly.Hooks.Ready.Is(reply.Status) {
		return nil
	}
	err := disappointed(ofAnswer(reply, RequestRefused), "hooks.ready", reply)
	var t *trouble
	if errors.As(err, &t) {
		t.hint = advising("does hooks.ready name an address that answers once the server is up? It has to give " + e.Assembly.Hooks.Ready.Means())
	}
	return err
}
