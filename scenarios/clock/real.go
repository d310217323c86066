package clock

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Real is a target's clock that nobody moves: waits are waits.
type Real struct {
	// Patience is the longest wait that the user allows; zero allows none.
	Patience time.Duration
	// Skew is how far the target's clock is ahead of the tester's; see SkewOf.
	Skew time.Duration
	// Watch has noticed how far the target's clock jumped since; nil for not.
	Watch *Watch
}

// Now returns the time at the target.
func (c Real) Now() time.Time { return time.Now().Add(c.Skew + c.Watch.Drift()) }

// Until waits until the target's clock shows t. It fails with
// ErrBeyondPatience at once, not after having waited.
func (c Real) Until(ctx context.Context, t time.Time) error {
	wait := t.Sub(c.Now())
	if err := c.Bears(wait); err != nil {
		return err
	}
	for wait > 0 {
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return fmt.Errorf("wait: %w", ctx.Err())
		}
		wait = t.Sub(c.Now())
	}
	return nil
}

// Bears fails with ErrBeyondPatience where a wait would take too long: who waits
// in steps asks before the first.
func (c Real) Bears(wait time.Duration) error {
	if wait > c.Patience {
		return fmt.Errorf("%w: %s are left to wait, %s allowed", ErrBeyondPatience, wait.Round(time.Second), c.Patience)
	}
	return nil
}

// Instant is false.
func (c Real) Instant() bool { return false }

// SkewOf reads from the Date header of an answer how far the target's clock is
// ahead of the tester's, RFC 9110 §6.6.1. The header counts whole seconds, so
// the result is good to half a second and half the time of the exchange. It is
// false where there is no readable header.
func SkewOf(r *scenarios.Reply) (time.Duration, bool) {
	date, err := http.ParseTime(r.Header.Get("Date"))
	if err != nil || r.Sent.IsZero() {
		return 0, false
	}
	middle := r.Sent.Add(r.Received.Sub(r.Sent) / 2)
	return date.Add(500 * time.Millisecond).Sub(middle), true
}
