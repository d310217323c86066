package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"time"

	"github.com/authassay/authassay/scenarios/assembly"
)

// person is what the process has for logins that need more than HTTP. Programs
// run in the folder dir.
func (j *job) person(dir string) assembly.Person {
	return assembly.Person{
		Look: exec.LookPath, Root: os.Geteuid() == 0, Out: j.Stderr, Open: openBrowser,
		Tick: func(every time.Duration) (<-chan time.Time, func()) {
			t := time.NewTicker(every)
			return t.C, t.Stop
		},
		Output: func(ctx context.Context, argv []string) ([]byte, error) {
			command := exec.CommandContext(ctx, argv[0], argv[1:]...)
			command.Dir, command.WaitDelay, command.Stderr = dir, time.Second, j.Stderr
			return command.Output()
		},
	}
}

// openBrowser opens an address in the person's own browser, where the system
// has a way to.
func openBrowser(ctx context.Context, address string) error {
	argv := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		argv = []string{"open"}
	case "windows":
		argv = []string{"rundll32", "url.dll,FileProtocolHandler"}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return errors.New("there is no display")
		}
	}
	return exec.CommandContext(ctx, argv[0], append(argv[1:], address)...).Run()
}
