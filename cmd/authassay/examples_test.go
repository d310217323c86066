package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

// recorded returns the recorded verdicts of an example, by requirement.
func recorded(t *testing.T, example string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../examples", example, "verdicts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		words := regexp.MustCompile(`^(\S+) ([^:]+):`).FindStringSubmatch(line)
		if words == nil {
			t.Fatalf("%s: no verdict in %q", example, line)
		}
		// Of several ways of one requirement the one that breaks it counts.
		if was := verdicts[words[1]]; was != "fail" && was != "untested" {
			verdicts[words[1]] = words[2]
		}
	}
	return verdicts
}

// Recording anew must not turn the controls around: the certified server fails
// nothing that is not known, and the one that takes everything fails what no
// such server could pass.
func TestRecordedControls(t *testing.T) {
	for id, verdict := range recorded(t, "oidc-provider") {
		if verdict == "fail" || verdict == "untested" {
			t.Errorf("the positive control is recorded as %s: %s", verdict, id)
		}
	}
	mock := recorded(t, "oauth2-mock-server")
	for what, id := range map[string]string{
		"a wrong secret": "IDN-01", "a code that was never issued": "EXC-09", "a bearer token that was never issued": "PRE-06",
		"the code of another client": "EXC-06", "another redirect URI": "EXC-07",
	} {
		if mock[id] != "fail" {
			t.Errorf("the negative control takes %s, and %s is recorded as %q", what, id, mock[id])
		}
	}
}

// TestWhoeverIsOutsideNeedsNoFork runs a module of its own, which hands in a
// profile, a dialect, a check and a contract, and tries the reference server of
// that contract, honest and bent.
func TestWhoeverIsOutsideNeedsNoFork(t *testing.T) {
	for _, args := range [][]string{{"vet", "."}, {"test", "-count=1", "."}, {"run", "."}} {
		command := exec.CommandContext(t.Context(), "go", args...)
		command.Dir = "../../examples/library"
		said, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, said)
		}
		if want := "generous: exit code 1\n  EXC-02 pass"; args[0] == "run" && !strings.Contains(string(said), want) {
			t.Errorf("want %q in\n%s", want, said)
		}
	}
}
