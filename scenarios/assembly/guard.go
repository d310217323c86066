package assembly

import (
	"context"
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
)

const (
	// lookEvery is how often a guarded target is asked what time it is.
	lookEvery = 2 * time.Second
	// lookWithin bounds how long a look at the clock waits for its answer.
	lookWithin = 3 * time.Second
)

// Guard looks at the target's clock until it is stopped, where it can be moved,
// and ends the guarded context when it jumps: a load is too busy to look at the
// dates of its answers. Stop waits for the last look.
func (a *Assembly) Guard(ctx context.Context) (guarded context.Context, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	if !a.Clock.Instant() {
		return ctx, cancel
	}
	began, ended := time.Now(), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			a.Look(ctx)
			if _, jumped := a.Watch.Jumped(began); jumped {
				cancel()
			}
		}
	}()
	return ctx, func() {
		cancel()
		<-ended
	}
}

// Upset says whether a clock that can be moved has jumped since a moment, after
// one more look: which answers were right since then nobody knows.
func (a *Assembly) Upset(ctx context.Context, since time.Time) (clock.Jump, bool) {
	if !a.Clock.Instant() || ctx.Err() != nil {
		return clock.Jump{}, false
	}
	a.Look(ctx)
	return a.Watch.Jumped(since)
}

// Look sends one harmless request, whose answer says what time it is.
func (a *Assembly) Look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	a.Client.Wire.Send(ctx, scenarios.Request{
		Method: http.MethodGet, URL: a.Client.Endpoints.Auth + "/", Header: a.Client.Endpoints.Header.Clone(),
	})
}
