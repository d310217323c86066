package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// keeper brings a target's server up, back and down with the programs that its
// file names. It ends no program but those that it has started itself.
type keeper struct {
	subject *subject
	dir     string    // where the programs run: the target file's folder
	out     io.Writer // where they write
	spool   *spool    // what they wrote, until it is shown; nil where they write at once
	running *program  // nil where none is
}

// program is one that was started.
type program struct {
	command *exec.Cmd
	ended   chan struct{} // closed when it has
	err     error         // how it ended
}

const (
	askAgain  = 100 * time.Millisecond
	endWithin = 5 * time.Second
	// readyWithin bounds one answer of a server that shows that it is up.
	readyWithin = 3 * time.Second
)

// keeper returns who keeps the subject's server.
func (s *subject) keeper(j *job, file string) *keeper {
	k := &keeper{subject: s, dir: filepath.Dir(file), out: j.Stderr}
	if own := s.Hooks; len(own.Start)+len(own.Restart)+len(own.Stop) == 0 {
		return k
	}
	if k.spool = newSpool(j.Stderr); k.spool != nil {
		k.out = k.spool.File
	}
	return k
}

// wrote shows what the programs have written by now.
func (k *keeper) wrote() {
	if k.spool != nil {
		k.spool.show()
	}
}

// close lets go of where the programs write, and shows the rest.
func (k *keeper) close() {
	if k.spool != nil {
		k.spool.end()
	}
}

// start brings the server up, where the file says how, and has it asked for
// the endpoints that it could not give before.
func (k *keeper) start(ctx context.Context) error {
	if len(k.subject.Hooks.Start) == 0 {
		return nil
	}
	// A gateway before a server that is down answers for it with 5xx.
	if reply := k.ask(ctx); reply.Err == nil && reply.Status < 500 {
		return unjudged(fmt.Errorf("start target: another server answers at %s already, with %s, before hooks.start was run",
			k.subject.Ready, scenarios.Describe(reply)), "end that one, or take hooks.start out of the target file to test it as it runs")
	}
	if err := k.launch(ctx, k.subject.Hooks.Start); err != nil {
		return unjudged(fmt.Errorf("start target: %w", err), startHint(err))
	}
	k.subject.discover(ctx)
	return nil
}

// launch starts a program and waits until the server is ready. The program may
// stay or return.
func (k *keeper) launch(ctx context.Context, argv []string) error {
	p := &program{command: exec.Command(argv[0], argv[1:]...), ended: make(chan struct{})}
	p.command.Dir, p.command.Stdout, p.command.Stderr = k.dir, k.out, k.out
	p.command.WaitDelay = time.Second
	if err := p.command.Start(); err != nil {
		return err
	}
	go func() {
		defer close(p.ended)
		p.err = p.command.Wait()
	}()
	k.running = p
	return k.ready(ctx, p)
}

// ready waits until the server answers.
func (k *keeper) ready(ctx context.Context, p *program) error {
	within := k.subject.Hooks.Ready.Within.D()
	end := time.NewTimer(within)
	defer end.Stop()
	again := time.NewTicker(askAgain)
	defer again.Stop()
	ended := p.ended
	for {
		last := k.ask(ctx)
		if last.Err == nil && k.subject.Hooks.Ready.Is(last.Status) {
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
			return &unready{at: k.subject.Ready, within: within, means: k.subject.Hooks.Ready.Means(), last: last}
		case <-again.C:
		}
	}
}

// unready is a server that was started and did not get ready.
type unready struct {
	at     string
	within time.Duration
	means  string           // what counts as ready
	last   *scenarios.Reply // the last answer
}

// Error says what came instead of an answer that counts.
func (u *unready) Error() string {
	text := fmt.Sprintf("the server was not ready at %s within %s: ", u.at, u.within)
	if u.last.Err != nil {
		return text + "the last try ended with " + u.last.Err.Error()
	}
	text += "the last answer was " + scenarios.Describe(u.last)
	if page := scenarios.PageText(u.last.Body, 160); page != "" {
		text += ", and says: " + page
	}
	return text
}

// startHint says what to do about a server that could not be started.
func startHint(err error) string {
	var late *unready
	if errors.As(err, &late) {
		return "ready means " + late.means + "; hooks.ready may say { url, status, within }, and within gives it longer"
	}
	return "see hooks.start in the target file, and what it wrote above"
}

// ask sends one harmless request to where the server shows that it is up.
func (k *keeper) ask(ctx context.Context) *scenarios.Reply {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	return k.subject.Client.Wire.Send(ctx, scenarios.Request{
		Method: http.MethodGet, URL: k.subject.Ready, Header: k.subject.Client.Bases.Header.Clone(),
	})
}

// tend finds out what has become of the server, and brings it back where the
// file says how.
func (k *keeper) tend(ctx context.Context) check.Health {
	reply := k.ask(ctx)
	if reply.Err == nil {
		return check.Health{Up: true}
	}
	what := "the target then gave no answer: " + reply.Err.Error()
	if p := k.running; p != nil && p.over() && p.err != nil {
		what = fmt.Sprintf("the target then died: %v", p.err)
	}
	argv := k.subject.Hooks.Restart
	if len(argv) == 0 || ctx.Err() != nil {
		return check.Health{What: what}
	}
	k.end()
	if err := k.launch(ctx, argv); err != nil {
		return check.Health{What: what + fmt.Sprintf(", and could not be restarted: %v", err)}
	}
	return check.Health{Up: true, What: what + "; it was restarted"}
}

// stop takes the server down again, if it was brought up here. What goes wrong
// then changes nothing about the run, so it is only said.
func (k *keeper) stop() {
	defer k.end()
	argv := k.subject.Hooks.Stop
	if len(argv) == 0 || k.running == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), k.subject.Hooks.Ready.Within.D())
	defer cancel()
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	command.Dir, command.Stdout, command.Stderr, command.WaitDelay = k.dir, k.out, k.out, time.Second
	if err := command.Run(); err != nil {
		fmt.Fprintf(k.out, "authassay: stop target: %v\n", err)
	}
}

// end ends the program that was started and has stayed: politely, then not.
func (k *keeper) end() {
	p := k.running
	k.running = nil
	if p == nil || p.over() {
		return
	}
	if err := p.command.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		_ = p.command.Process.Kill() // there are no interrupts on this system
	}
	select {
	case <-p.ended:
	case <-time.After(endWithin):
		_ = p.command.Process.Kill()
		<-p.ended
	}
}

func (p *program) over() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}
