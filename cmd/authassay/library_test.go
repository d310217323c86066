package main

import (
	"os/exec"
	"strings"
	"testing"
)

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
