package check

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"

	"github.com/authassay/authassay/scenarios/clock"
)

// loud says that a process is the one whose standard output is looked at.
const loud = "AUTHASSAY_LOUD"

// TestStandardOutputBelongsToTheReport runs checks of every noisy kind in a
// process of their own: one that fails, one that panics, and one in which the
// process is interrupted.
func TestStandardOutputBelongsToTheReport(t *testing.T) {
	if os.Getenv(loud) != "" {
		makeNoise(t)
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), self, "-test.run", "^"+t.Name()+"$")
	command.Env, command.Stdout, command.Stderr = append(os.Environ(), loud+"=1"), &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%v\n%s%s", err, &stdout, &stderr)
	}
	if got := stdout.String(); got != "PASS\n" {
		t.Errorf("standard output is %q", got)
	}
	if got := stderr.String(); got != "" {
		t.Errorf("standard error is %q", got)
	}
}

// makeNoise is what the other process does.
func makeNoise(t *testing.T) {
	ctx, stop := signal.NotifyContext(t.Context(), syscall.SIGINT)
	defer stop()
	interrupted := func(c *T) {
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			t.Error(err)
		}
		<-c.ctx.Done()
		c.Require(true, "anything", "anything")
	}
	run := ran(t, ctx, clock.Real{}, nil,
		func(c *T) { c.Require(false, "something", "nothing") },
		func(*T) { panic(errors.New("slip")) },
		interrupted,
		func(c *T) { c.Require(true, "anything", "anything") },
	)
	if !run.Interrupted || len(run.Problems) != 1 {
		t.Errorf("interrupted %v, problems %v", run.Interrupted, run.Problems)
	}
}
