package scenarios_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

func TestNoMoreRequestsAtATimeThanAllowed(t *testing.T) {
	var now, most atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		n := now.Add(1)
		for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
		}
		now.Add(-1)
	}))
	defer server.Close()
	w := scenarios.NewWire(scenarios.WireOptions{Concurrency: 2})
	defer w.Close()
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			if r := w.Send(context.Background(), scenarios.Request{Method: "GET", URL: server.URL}); r.Err != nil {
				t.Error(r.Err)
			}
		})
	}
	all.Wait()
	if most.Load() > 2 {
		t.Errorf("%d requests were there at a time", most.Load())
	}
}

func TestWhoGivesUpDoesNotWaitForHisTurn(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	w := scenarios.NewWire(scenarios.WireOptions{PerSecond: 0.001})
	defer w.Close()
	ask := scenarios.Request{Method: "GET", URL: server.URL}
	if r := w.Send(context.Background(), ask); r.Err != nil {
		t.Error(r.Err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r := w.Send(ctx, ask); r.Err == nil || !strings.Contains(r.Err.Error(), "given up") || r.Status != 0 {
		t.Errorf("answered %d, %v", r.Status, r.Err)
	}
}
