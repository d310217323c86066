package selftest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"
	"testing"
)

// serving serves a word on a network of memory and returns its address and a
// client that can go there.
func serving(t *testing.T, m *memory, word string) (string, *http.Client, func()) {
	l, err := m.open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, word) })}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	transport := &http.Transport{DialContext: m.dial}
	t.Cleanup(transport.CloseIdleConnections)
	return "http://" + l.Addr().String(), &http.Client{Transport: transport}, func() { server.Close() }
}

func TestMemoryLeadsToTheRightServer(t *testing.T) {
	m := newMemory()
	for _, word := range []string{"one", "two"} {
		at, client, _ := serving(t, m, word)
		response, err := client.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if string(body) != word {
			t.Errorf("%s answers %q, want %q", at, body, word)
		}
	}
}

func TestMemoryRefusesWhereNobodyListens(t *testing.T) {
	m := newMemory()
	at, client, stop := serving(t, m, "gone")
	stop()
	if _, err := client.Get(at); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.listeners) != 0 {
		t.Errorf("%d listeners are kept", len(m.listeners))
	}
}

func TestMemoryWaitsNoLongerThanTheCaller(t *testing.T) {
	m := newMemory()
	l, err := m.open(t.Context(), "") // and nobody accepts
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.dial(ctx, "tcp", l.Addr().String()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
