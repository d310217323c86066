package suites

import (
	"context"
	"sync"

	"github.com/authassay/authassay/scenarios"
)

// settling carries, in the context of a check that waits, what says that it has
// all that it will wait with.
type settling struct{}

// startAhead starts what need not wait for its turn: the checks that outwait
// lifetimes on clocks that cannot be moved, so that the whole run takes as long
// as the longest of them. What they wait with they obtain a few at a time, for
// a code must not die because so many others are asked for; and their requests
// go before those of the checks that are tried meanwhile.
func (c *course) startAhead() {
	turns := map[int]chan struct{}{}
	for _, t := range c.trials {
		if w := t.check.target; c.held != nil && c.held[w] == nil {
			c.held[w] = hold(t.ctx, t.check.world)
		}
		if !t.early() || !t.claimed.CompareAndSwap(false, true) {
			continue
		}
		target := t.check.target
		if turns[target] == nil {
			turns[target] = make(chan struct{}, t.check.world.abreast())
		}
		go c.goAhead(t, turns[target])
	}
}

// early says whether a check need not wait for its turn.
func (t *trial) early() bool { return t.check.waits() && !t.check.world.Clock.Instant() }

// abreast is how many checks may obtain at the same time what they wait with.
func (w World) abreast() int {
	if w.Client == nil || w.Client.Wire == nil {
		return 1 << 10
	}
	return w.Client.Wire.Abreast()
}

// goAhead tries a check that waits once there is a turn for it.
func (c *course) goAhead(t *trial, turns chan struct{}) {
	select {
	case turns <- struct{}{}:
	case <-t.ctx.Done():
		t.attempt(c.limit(t))
		return
	}
	settled := sync.OnceFunc(func() { <-turns })
	defer settled()
	t.ctx = context.WithValue(scenarios.Urgent(t.ctx), settling{}, settled)
	t.attempt(c.limit(t))
}

// settled says that the check has what it waits with, and lets another obtain
// his.
func (t *Trial) settled() {
	if said, ok := t.ctx.Value(settling{}).(func()); ok {
		said()
	}
}
