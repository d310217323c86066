package assembly

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/wire"
)

// handy is a clock that can be moved, or not.
type handy bool

func (handy) Now() time.Time                         { return time.Now() }
func (handy) Until(context.Context, time.Time) error { return nil }
func (h handy) Instant() bool                        { return bool(h) }

// guarded is an assembled target that counts how often it is looked at.
func guarded(t *testing.T, own handy) (*Assembly, *atomic.Int64) {
	t.Helper()
	var looks atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { looks.Add(1) }))
	t.Cleanup(s.Close)
	wire := wire.New(wire.Options{})
	t.Cleanup(wire.Close)
	client := &scenarios.Client{Wire: wire, Endpoints: scenarios.Endpoints{Auth: s.URL}}
	return &Assembly{Client: client, Clock: own, Watch: &clock.Watch{}}, &looks
}

func TestAJumpUnderLoadIsSeenAtTheEnd(t *testing.T) {
	a, looks := guarded(t, true)
	began := time.Now()
	if _, upset := a.Upset(t.Context(), began); upset || looks.Load() != 1 {
		t.Errorf("upset %v after %d looks", upset, looks.Load())
	}
	a.Watch.Note(clock.Jump{At: time.Now(), By: time.Hour})
	if jump, upset := a.Upset(t.Context(), began); !upset || jump.By != time.Hour {
		t.Errorf("upset %v by %v", upset, jump.By)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, upset := a.Upset(ended, began); upset {
		t.Error("it is upset after an interrupt")
	}
}

func TestOnlyAClockThatCanBeMovedIsGuarded(t *testing.T) {
	a, looks := guarded(t, false)
	a.Watch.Note(clock.Jump{At: time.Now(), By: time.Hour})
	if _, upset := a.Upset(t.Context(), time.Time{}); upset || looks.Load() != 0 {
		t.Errorf("upset %v after %d looks", upset, looks.Load())
	}
	for _, own := range []handy{true, false} {
		a, _ := guarded(t, own)
		ctx, stop := a.Guard(t.Context())
		if ctx.Err() != nil {
			t.Errorf("%v: over before it began", own)
		}
		if stop(); ctx.Err() == nil {
			t.Errorf("%v: still guarded after its end", own)
		}
	}
}
