package main

import (
	"context"
	"runtime/debug"
	"testing"

	"github.com/authassay/authassay/load"
)

// TestTheHeapIsKeptCloseForPlainRequestsOnly holds the collector to its old
// pace once the load is over, and where requests leave much behind.
func TestTheHeapIsKeptCloseForPlainRequestsOnly(t *testing.T) {
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	usual := percent()
	journey := []load.Class{{Journey: func(context.Context, uint64) error { return nil }}}
	for name, test := range map[string]struct {
		plan load.Plan
		want int
	}{
		"plain":    {load.Plan{}, steadyHeap},
		"HTTP/2":   {load.Plan{HTTP2: true}, usual},
		"journeys": {load.Plan{Classes: journey}, usual},
	} {
		undo := steady(test.plan)
		if got := percent(); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
		if undo(); percent() != usual {
			t.Errorf("%s: %d afterwards", name, percent())
		}
	}
}
