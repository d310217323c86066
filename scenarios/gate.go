package scenarios

import (
	"context"
	"sync"
	"time"
)

// gate keeps a tester from asking too much of a target. Races go around it:
// they are a check of their own, and short.
type gate struct {
	slots chan struct{} // nil for any number at a time
	every time.Duration // 0 for any pace

	mu   sync.Mutex
	next time.Time
}

func newGate(concurrency int, perSecond float64) *gate {
	g := &gate{}
	if concurrency > 0 {
		g.slots = make(chan struct{}, concurrency)
	}
	if perSecond > 0 {
		g.every = time.Duration(float64(time.Second) / perSecond)
	}
	return g
}

// enter waits for a turn; leave gives it back.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	if err := g.pace(ctx); err != nil {
		return nil, err
	}
	if g.slots == nil {
		return func() {}, nil
	}
	select {
	case g.slots <- struct{}{}:
		return func() { <-g.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// pace waits until the next request may leave.
func (g *gate) pace(ctx context.Context) error {
	if g.every == 0 {
		return nil
	}
	g.mu.Lock()
	now := time.Now()
	at := g.next
	if at.Before(now) {
		at = now
	}
	g.next = at.Add(g.every)
	g.mu.Unlock()
	wait := time.NewTimer(at.Sub(now))
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
