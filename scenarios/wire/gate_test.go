package wire_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/wire"
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
	w := wire.New(wire.Options{Concurrency: 2})
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
	w := wire.New(wire.Options{PerSecond: 0.001})
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

// TestTheUrgentGoFirst lets nobody overtake but who is urgent.
func TestTheUrgentGoFirst(t *testing.T) {
	var mu sync.Mutex
	var came []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		came = append(came, r.URL.Path)
	}))
	defer server.Close()
	w := wire.New(wire.Options{PerSecond: 20, Concurrency: 1})
	defer w.Close()
	send := func(ctx context.Context, path string) {
		if r := w.Send(ctx, scenarios.Request{Method: "GET", URL: server.URL + path}); r.Err != nil {
			t.Error(r.Err)
		}
	}
	send(t.Context(), "/first")
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { send(t.Context(), "/patient") })
	}
	for range 4 {
		all.Go(func() { send(wire.Urgent(t.Context()), "/urgent") })
	}
	all.Wait()
	// One of the patient may have come before anybody was urgent, and one comes
	// after every two of them.
	order := strings.Join(came, "")
	if strings.Count(strings.Join(came[:8], ""), "/urgent") != 4 || strings.Contains(order, strings.Repeat("/urgent", 3)) {
		t.Errorf("came %v", came)
	}
}
