package main

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites/catalogue"
)

// Surroundings are what a command takes from the process that it runs in.
type Surroundings struct {
	Stdout, Stderr io.Writer
	Getenv         func(name string) (string, bool)
	Now            func() time.Time
	Random         io.Reader
	// Terminal returns the width of the terminal that a writer stands for, and
	// false where it is none.
	Terminal func(w any) (width int, ok bool)
}

// job is one command being carried out.
type job struct {
	Surroundings
	ctx context.Context
}

// catalogue reads the requirements that are built in.
func (j *job) catalogue() (*catalogue.Catalogue, error) {
	c, err := catalogue.Load()
	if err != nil {
		return nil, broke("read catalogue", err)
	}
	return c, nil
}

// assembling are the options for making a target ready. The programs that its
// file names run in the file's folder, as its hooks do.
func (j *job) assembling(c *catalogue.Catalogue, patience time.Duration, file string) assembly.Options {
	dir := filepath.Dir(file)
	return assembly.Options{
		Catalogue: c, Patience: patience, Random: j.Random, ReadFile: targetfile.ReadFile,
		Run: func(ctx context.Context, argv []string) error {
			command := exec.CommandContext(ctx, argv[0], argv[1:]...)
			command.Dir, command.WaitDelay = dir, time.Second
			return command.Run()
		},
		Person: j.person(dir), LockFile: file + ".lock",
	}
}

// colour says whether text for w is painted: always, never, or where w is a
// terminal and NO_COLOR is not set (https://no-color.org).
func (j *job) colour(when string, w io.Writer) bool {
	if when != "auto" {
		return when == "always"
	}
	if value, set := j.Getenv("NO_COLOR"); set && value != "" {
		return false
	}
	_, ok := j.Terminal(w)
	return ok
}

// nonce returns text that nobody can guess.
func (j *job) nonce() (string, error) {
	random := make([]byte, 20)
	if _, err := io.ReadFull(j.Random, random); err != nil {
		return "", broke("draw randomness", err)
	}
	return base64.RawURLEncoding.EncodeToString(random), nil
}

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
