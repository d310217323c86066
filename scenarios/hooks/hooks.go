package hooks

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// Options are the hooks of a target, and where they run.
type Options struct {
	Hooks targetfile.Hooks
	// Ready is the address at which the server shows that it is up.
	Ready string
	// Client sends what asks whether it is.
	Client *scenarios.Client
	// Dir is the folder that the programs run in: that of the target file.
	Dir string
	// Out is where people see what the programs write; see Keeper.Show.
	Out io.Writer
}

// Keeper looks after one server. It is not safe for concurrent use.
type Keeper struct {
	Options
	out     io.Writer // where the programs write
	spool   *spool    // what they wrote, until it is shown; nil where they write at once
	running *program  // nil where none is
}

const (
	askAgain = 100 * time.Millisecond
	// readyWithin bounds one answer of a server that shows that it is up.
	readyWithin = 3 * time.Second
)

// New returns the keeper of a server. Nothing is run yet.
func New(o Options) *Keeper {
	k := &Keeper{Options: o, out: o.Out}
	if len(o.Hooks.Start)+len(o.Hooks.Restart)+len(o.Hooks.Stop) == 0 {
		return k
	}
	if k.spool = newSpool(o.Out); k.spool != nil {
		k.out = k.spool.File
	}
	return k
}

// Show writes what the programs have written by now, each line with a mark in
// front and with nothing left in it that steers a terminal.
func (k *Keeper) Show() {
	if k.spool != nil {
		k.spool.show()
	}
}

// Close lets go of where the programs write, and shows the rest.
func (k *Keeper) Close() {
	if k.spool != nil {
		k.spool.end()
	}
}

// Start brings the server up, where the hooks say how, waits until it is ready
// and says whether it did so: then the server can give what it could not give
// before, such as its metadata. A server that answers already is an *Occupied,
// one that does not get ready an *Unready; any other error is how the program
// ended.
func (k *Keeper) Start(ctx context.Context) (started bool, err error) {
	if len(k.Hooks.Start) == 0 {
		return false, nil
	}
	// A gateway before a server that is down answers for it with 5xx.
	if reply := k.ask(ctx); reply.Err == nil && reply.Status < 500 {
		return false, &Occupied{At: k.Ready, Answer: reply}
	}
	if err := k.launch(ctx, k.Hooks.Start); err != nil {
		return false, err
	}
	return true, nil
}

// ready waits until the server answers.
func (k *Keeper) ready(ctx context.Context, p *program) error {
	within := k.Hooks.Ready.Within.D()
	end := time.NewTimer(within)
	defer end.Stop()
	again := time.NewTicker(askAgain)
	defer again.Stop()
	ended := p.ended
	for {
		last := k.ask(ctx)
		if last.Err == nil && k.Hooks.Ready.Is(last.Status) {
			return nil
		}
		select {
		case <-ended:
			if p.err != nil {
				return p.err
			}
			ended = nil // it has returned, and the server is its own
		case <-ctx.Done():
			return ctx.Err()
		case <-end.C:
			return &Unready{At: k.Ready, Within: within, Ready: k.Hooks.Ready, Last: last}
		case <-again.C:
		}
	}
}

// ask sends one harmless request to where the server shows that it is up.
func (k *Keeper) ask(ctx context.Context) *scenarios.Reply {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	return k.Client.Wire.Send(ctx, scenarios.Request{
		Method: http.MethodGet, URL: k.Ready, Header: k.Client.Endpoints.Header.Clone(),
	})
}

// Tend finds out what has become of the server, and brings it back where the
// hooks say how.
func (k *Keeper) Tend(ctx context.Context) Health {
	reply := k.ask(ctx)
	if reply.Err == nil {
		return Health{Up: true}
	}
	h := Health{Lost: reply.Err}
	if p := k.running; p != nil && p.over() && p.err != nil {
		h.Died = p.err
	}
	if len(k.Hooks.Restart) == 0 || ctx.Err() != nil {
		return h
	}
	k.end()
	h.Failed = k.launch(ctx, k.Hooks.Restart)
	h.Up = h.Failed == nil
	return h
}

// Stop takes the server down again, if it was brought up here. What goes wrong
// then changes nothing about what was tried, so it is only written to where the
// programs write.
func (k *Keeper) Stop() {
	defer k.end()
	argv := k.Hooks.Stop
	if len(argv) == 0 || k.running == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), k.Hooks.Ready.Within.D())
	defer cancel()
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Dir, command.Stdout, command.Stderr, command.WaitDelay = k.Dir, k.out, k.out, time.Second
	if err := command.Run(); err != nil {
		fmt.Fprintf(k.out, "authassay: stop target: %v\n", err)
	}
}
