package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios/targetfile"
)

// surroundings are those of a command that nobody watches.
func surroundings() Surroundings {
	return Surroundings{
		Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Now: time.Now,
		Getenv:   func(string) (string, bool) { return "", false },
		Terminal: func(any) (int, bool) { return 0, false },
	}
}

func TestColour(t *testing.T) {
	s := surroundings()
	s.Terminal = func(any) (int, bool) { return 80, true }
	plain := map[string]bool{"auto": true, "always": true, "never": false}
	for when, want := range plain {
		if got := (&job{Surroundings: s}).colour(when, nil); got != want {
			t.Errorf("%s on a terminal paints: %t", when, got)
		}
	}
	s.Getenv = func(name string) (string, bool) { return "1", name == "NO_COLOR" }
	if (&job{Surroundings: s}).colour("auto", nil) {
		t.Error("NO_COLOR was passed over")
	}
}

func TestTheSecondInterruptEndsTheProcess(t *testing.T) {
	codes := make(chan int, 1)
	ctx := interruptible(context.Background(), func(code int) { codes <- code })
	interrupt(t)
	<-ctx.Done()
	interrupt(t)
	if code := <-codes; code != exitJudge {
		t.Errorf("exit code %d", code)
	}
}

func interrupt(t *testing.T) {
	t.Helper()
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
}

func TestComplaints(t *testing.T) {
	problem := targetfile.Problem{File: "t.yaml", Line: 2, Column: 3, Message: "odd", Hint: "make it even", Excerpt: "x\n^\n"}
	for name, test := range map[string]struct {
		err  error
		code int
		want string
	}{
		"nothing":  {nil, 0, ""},
		"judged":   {ended(exitFail), 1, ""},
		"user":     {wrong(errors.New("read x: no"), "try y"), 2, "authassay: read x: no\nhint: try y\n"},
		"problem":  {problem, 2, "authassay: read target: t.yaml:2:3: odd\nx\n^\nhint: make it even\n"},
		"problems": {fmt.Errorf("wrapped: %w", targetfile.Problems{problem}), 2, "authassay: read target: t.yaml:2:3: odd\nx\n^\nhint: make it even\n"},
		"target":   {unjudged(errors.New("reach: no"), ""), 3, "authassay: reach: no\n"},
		"other":    {errors.New("odd: thing"), 5, "authassay: odd: thing\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if code := complain(&out, test.err); code != test.code || out.String() != test.want {
				t.Errorf("code %d, written %q", code, out.String())
			}
		})
	}
}

func TestNearest(t *testing.T) {
	known := []string{"expiry-slides", "code-reusable", "code-races", "tenant-ignored"}
	if got := nearest("code-resuable", known, 2); !slices.Equal(got, []string{"code-reusable", "code-races"}) {
		t.Errorf("nearest are %v", got)
	}
}

func TestAPanicIsAFailureOfOurs(t *testing.T) {
	s := surroundings()
	s.Getenv = nil // which serve asks
	if code := Main(context.Background(), []string{"serve"}, s); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if text := s.Stderr.(*bytes.Buffer).String(); !strings.HasPrefix(text, "authassay: panic: ") {
		t.Errorf("written %q", text)
	}
}
