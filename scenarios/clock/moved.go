package clock

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// moved is a clock that is moved on request. It knows between which bounds the
// target's clock is ahead of the tester's: a move takes time, and when in that
// time it took effect nobody says. Safe for concurrent use.
type moved struct {
	now   func() time.Time
	watch *Watch
	// relative says that a move goes a way and not to a time: however long it
	// takes, the clock is then ahead by exactly so much more.
	relative bool
	// whole says that the hook is told of whole seconds.
	whole bool
	// move sets the target's clock to t, which lies by ahead. It returns what
	// the clock shows then, where it was told.
	move func(ctx context.Context, t time.Time, by time.Duration) (shown reading, err error)

	moving      sync.Mutex // held while the clock is moved
	mu          sync.Mutex
	least, most time.Duration // how far the clock is ahead, jumps aside
	slowest     time.Duration
	told        bool // the clock has said what it shows
}

// Now returns the time at the target, the earliest that it may be.
func (m *moved) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now().Add(m.least + m.watch.Drift())
}

// Latest returns the latest time that it may be at the target.
func (m *moved) Latest() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now().Add(m.most + m.watch.Drift())
}

// Slowest is how long the slowest move has taken.
func (m *moved) Slowest() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.slowest
}

// Until moves the target's clock to t, and not at all where it is past t. A clock
// that says after a move that it is not there yet is moved once more.
func (m *moved) Until(ctx context.Context, t time.Time) error {
	m.moving.Lock()
	defer m.moving.Unlock()
	for range moves {
		by := t.Sub(m.Now())
		if by <= 0 {
			return nil
		}
		t, by = m.rounded(t, by)
		corrected, err := m.step(ctx, t, by)
		if err != nil {
			return fmt.Errorf("move the clock: %w", err)
		}
		// The caller meant a moment of the clock that was believed in.
		t = t.Add(corrected)
	}
	if left := t.Sub(m.Now()); left > 0 {
		return fmt.Errorf("move the clock: it was moved %d times, and says that it is %s short", moves, left.Round(time.Millisecond))
	}
	return nil
}

// rounded is where a move goes, and how far, in whole seconds where the hook is
// told of no others. It is never short of where it should go.
func (m *moved) rounded(t time.Time, by time.Duration) (time.Time, time.Duration) {
	if !m.whole {
		return t, by
	}
	more := (time.Second - by%time.Second) % time.Second
	if !m.relative {
		more = (time.Second - time.Duration(t.Nanosecond())) % time.Second
	}
	return t.Add(more), by + more
}

// moves is how often a clock is moved to get it to one place.
const moves = 3

// step moves the clock once. It returns by how much the belief in what the clock
// shows was wrong before, where the clock now said so for the first time.
func (m *moved) step(ctx context.Context, t time.Time, by time.Duration) (corrected time.Duration, err error) {
	began := m.now()
	m.watch.moving()
	shown, err := m.move(ctx, t, by)
	ended := m.now()
	took := ended.Sub(began)
	m.watch.moved(by, took, err == nil)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.slowest = max(m.slowest, took)
	drift := m.watch.Drift()
	switch {
	case err != nil: // nobody knows whether it took effect
		m.most = max(m.most+by, t.Sub(began)-drift)
	case !shown.at.IsZero():
		off := shown.at.Sub(ended) - (m.least + by + drift)
		if !m.told && off.Abs() > leap+took {
			corrected = off
		}
		drift += m.surprise(off, took)
		m.least, m.most = shown.at.Sub(ended)-drift, shown.at.Add(shown.grain).Sub(began)-drift
	case m.relative:
		m.least, m.most = m.least+by, m.most+by
	default:
		m.least, m.most = t.Sub(ended)-drift, max(m.most, t.Sub(began)-drift)
	}
	return corrected, err
}

// surprise has the watch note that a clock shows something else after a move
// than it should, and returns how far it jumped. Where the clock never said
// before what it shows, only the belief was wrong.
func (m *moved) surprise(by, took time.Duration) time.Duration {
	told := m.told
	if m.told = true; !told || by.Abs() <= leap+took {
		return 0
	}
	m.watch.Note(Jump{At: m.now(), By: by, Host: "the target"})
	return by
}

// Instant is true.
func (m *moved) Instant() bool { return true }
