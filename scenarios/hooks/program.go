package hooks

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// program is one that was started.
type program struct {
	command *exec.Cmd
	ended   chan struct{} // closed when it has
	err     error         // how it ended
}

// endWithin is how long a program that was asked to end may take.
const endWithin = 5 * time.Second

// launch starts a program and waits until the server is ready. The program may
// stay or return.
func (k *Keeper) launch(ctx context.Context, argv []string) error {
	p := &program{command: exec.Command(argv[0], argv[1:]...), ended: make(chan struct{})}
	p.command.Dir, p.command.Stdout, p.command.Stderr = k.Dir, k.out, k.out
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

// end ends the program that was started and has stayed: politely, then not.
func (k *Keeper) end() {
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

// Look returns what finds the programs that a target file in the folder dir
// names: by their path from there, or on the path of the system. It runs none.
func Look(dir string) func(name string) error {
	return func(name string) error {
		if strings.ContainsRune(name, filepath.Separator) && !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
			if !filepath.IsAbs(name) {
				name = "." + string(filepath.Separator) + name
			}
		}
		_, err := exec.LookPath(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, exec.ErrNotFound) {
			return fmt.Errorf("%w: may it be run?", err)
		}
		return err
	}
}
