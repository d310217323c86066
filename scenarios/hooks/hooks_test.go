package hooks

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/scenarios/wire"
)

// keeping is a keeper of the server at an address, and what it shows.
func keeping(t *testing.T, at string, h targetfile.Hooks) (*Keeper, *bytes.Buffer) {
	t.Helper()
	var shown bytes.Buffer
	wire := wire.New(wire.Options{Timeout: time.Second, Concurrency: 1})
	t.Cleanup(wire.Close)
	k := New(Options{Hooks: h, Ready: at, Client: &scenarios.Client{Wire: wire}, Dir: t.TempDir(), Out: &shown})
	t.Cleanup(k.Close)
	return k, &shown
}

// answering is a server that answers with a status.
func answering(t *testing.T, status int) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAServerThatAnswersAlreadyIsNotStarted(t *testing.T) {
	start := []string{"sh", "-c", "echo started > started"}
	k, _ := keeping(t, answering(t, 404), targetfile.Hooks{Start: start})
	started, err := k.Start(t.Context())
	var occupied *Occupied
	if started || !errors.As(err, &occupied) || occupied.Answer.Status != 404 {
		t.Errorf("started %v, %v", started, err)
	}
	if _, err := os.Stat(filepath.Join(k.Dir, "started")); err == nil {
		t.Error("the program was run all the same")
	}
}

func TestAServerBehindAGatewayIsStarted(t *testing.T) {
	k, shown := keeping(t, answering(t, 502), targetfile.Hooks{
		Start: []string{"sh", "-c", `printf 'up\033[2J\n'`}, Ready: targetfile.Ready{Status: 502, Within: targetfile.Duration(5 * time.Second)},
	})
	if started, err := k.Start(t.Context()); !started || err != nil {
		t.Fatalf("started %v, %v", started, err)
	}
	<-k.running.ended
	k.Show()
	if got := shown.String(); !strings.HasPrefix(got, "hooks: up") || strings.Contains(got, "\x1b") {
		t.Errorf("shown %q", got)
	}
}

func TestAServerThatIsNotReadyInTime(t *testing.T) {
	k, _ := keeping(t, answering(t, 503), targetfile.Hooks{
		Start: []string{"sh", "-c", "exit 0"}, Ready: targetfile.Ready{Status: 204, Within: targetfile.Duration(time.Millisecond)},
	})
	_, err := k.Start(t.Context())
	var unready *Unready
	if !errors.As(err, &unready) || unready.Last.Status != 503 || !strings.Contains(err.Error(), "within 1ms: the last answer was 503") {
		t.Errorf("it ended with %v", err)
	}
}

func TestAServerThatDiesIsBroughtBack(t *testing.T) {
	const nobody = "http://127.0.0.1:1"
	k, _ := keeping(t, nobody, targetfile.Hooks{Ready: targetfile.Ready{Within: targetfile.Duration(time.Second)}})
	h := k.Tend(t.Context())
	if h.Up || h.Lost == nil || !strings.HasPrefix(h.String(), "the target then gave no answer: ") {
		t.Errorf("without hooks: %+v, %s", h, h)
	}
	k, _ = keeping(t, nobody, targetfile.Hooks{Restart: []string{"sh", "-c", "exit 3"}, Ready: targetfile.Ready{Within: targetfile.Duration(5 * time.Second)}})
	if h = k.Tend(t.Context()); h.Up || h.Failed == nil || !strings.HasSuffix(h.String(), "could not be restarted: exit status 3") {
		t.Errorf("with a program that fails: %+v, %s", h, h)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if h = k.Tend(ended); h.Failed != nil {
		t.Errorf("it was restarted after the end: %+v", h)
	}
}

func TestHealthInWords(t *testing.T) {
	lost, died := errors.New("refused"), errors.New("exit status 1")
	for want, h := range map[string]Health{
		"": {Up: true},
		"the target then died: exit status 1; it was restarted": {Up: true, Lost: lost, Died: died},
		"the target then gave no answer: refused":               {Lost: lost},
	} {
		if got := h.String(); got != want {
			t.Errorf("%+v: %q, want %q", h, got, want)
		}
	}
}

func TestProgramsAreLookedForFromTheFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "start"), []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "closed"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	look := Look(dir)
	if err := look("./start"); err != nil {
		t.Errorf("a program of the folder: %v", err)
	}
	if err := look("./closed"); err == nil || !strings.HasSuffix(err.Error(), "may it be run?") {
		t.Errorf("a file that may not be run: %v", err)
	}
	if err := look("sh"); err != nil {
		t.Errorf("a program of the system: %v", err)
	}
	if err := look("./nowhere"); err == nil {
		t.Error("nothing is found")
	}
}
