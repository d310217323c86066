package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// unavailable is the exit code with which an example's install script says that
// what it fetches cannot be had now: EX_UNAVAILABLE of sysexits.h.
const unavailable = 69

// errUnavailable is an installation that failed for want of its registry.
var errUnavailable = errors.New("cannot be installed here")

// install runs the install script of an example. The error is errUnavailable
// where the script says so, with the first of what it wrote.
func install(ctx context.Context, dir string) error {
	path, err := filepath.Abs(filepath.Join(dir, "install"))
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, path)
	command.Dir, command.WaitDelay = dir, time.Second
	said, err := command.CombinedOutput()
	lines := slices.Compact(strings.Split(strings.TrimSpace(string(said)), "\n"))
	reason := strings.Join(lines[:min(len(lines), 6)], "; ")
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() == unavailable {
		return fmt.Errorf("%w: %s", errUnavailable, reason)
	}
	if err != nil {
		return fmt.Errorf("install: %w: %s", err, reason)
	}
	return nil
}

func TestInstall(t *testing.T) {
	for name, c := range map[string]struct {
		script  string
		missing bool
		says    string
	}{
		"there":       {script: "exit 0"},
		"unreachable": {script: "echo trying; echo no registry >&2; exit 69", missing: true, says: "no registry"},
		"broken":      {script: "echo no such module; exit 1", says: "no such module"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "install"), []byte("#!/bin/sh\n"+c.script+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			err := install(t.Context(), dir)
			if errors.Is(err, errUnavailable) != c.missing || (err == nil) != (c.says == "") {
				t.Fatalf("the installation ended with %v", err)
			}
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q is not in %v", c.says, err)
			}
		})
	}
	if err := install(t.Context(), t.TempDir()); err == nil || errors.Is(err, errUnavailable) {
		t.Errorf("without a script: %v", err)
	}
}

// The script that all installations go through tells a command that never
// succeeds from one that does at its second try.
func TestAttempt(t *testing.T) {
	attempt, err := filepath.Abs("../../examples/attempt")
	if err != nil {
		t.Fatal(err)
	}
	mark := filepath.Join(t.TempDir(), "tried")
	second := fmt.Sprintf("[ -e %[1]s ] || { touch %[1]s; exit 1; }", mark)
	for script, want := range map[string]int{"exit 0": 0, second: 0, "exec sleep 60": unavailable} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), attempt, "3", "sh", "-c", script)
			_ = command.Run() // its code is what counts
			if got := command.ProcessState.ExitCode(); got != want {
				t.Errorf("exit code %d, want %d", got, want)
			}
		})
	}
}
