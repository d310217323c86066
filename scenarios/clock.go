package scenarios

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
	// Now returns the time at the target.
	Now() time.Time
	// Until returns when the target's clock shows t or later. It fails with
	// ErrBeyondPatience when that would take too long.
	Until(ctx context.Context, t time.Time) error
	// Instant says that Until moves the clock instead of waiting for it.
	Instant() bool
}
