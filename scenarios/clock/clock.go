package clock

import (
	"context"
	"errors"
	"time"
)

// ErrBeyondPatience says that a wait would take longer than the user allows:
// the check that needs it is untested, never passed.
var ErrBeyondPatience = errors.New("wait: beyond the patience given")

// Clock is the target's clock as far as the tester can know or move it.
type Clock interface {
	// Now returns the time at the target, the earliest that it may be.
	Now() time.Time
	// Until returns when the target's clock surely shows t or later. It fails
	// with ErrBeyondPatience when that would take too long.
	Until(ctx context.Context, t time.Time) error
	// Instant says that Until moves the clock instead of waiting for it.
	Instant() bool
}

// Bounded is a clock of which the tester knows that he does not know it
// exactly, because moving it takes time.
type Bounded interface {
	// Latest returns the latest time that the target's clock may show.
	Latest() time.Time
	// Slowest is how long the slowest move of the clock has taken so far.
	Slowest() time.Duration
}

// Latest is the latest time that a clock may show: what Now says where the clock
// is not Bounded.
func Latest(c Clock) time.Time {
	if b, ok := c.(Bounded); ok {
		return b.Latest()
	}
	return c.Now()
}

// Slowest is how long a move of the clock may take, as far as it has been seen;
// 0 where nothing moves it.
func Slowest(c Clock) time.Duration {
	if b, ok := c.(Bounded); ok {
		return b.Slowest()
	}
	return 0
}
