package wire

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// comeBackWithin is the longest time that a target that wants to be asked later
// is waited for.
const comeBackWithin = 2 * time.Second

// comeBack is when a target wants to be asked again that has not looked at a
// request, RFC 6585 §4, where it says so in a few seconds, RFC 9110 §10.2.3.
func comeBack(r *scenarios.Reply) (after time.Duration, soon bool) {
	if r.Err != nil || r.Status != http.StatusTooManyRequests {
		return 0, false
	}
	seconds, err := strconv.ParseUint(r.Header.Get("Retry-After"), 10, 16)
	after = time.Duration(seconds) * time.Second
	return after, err == nil && after <= comeBackWithin
}

// rest waits, and says whether there was time for it.
func rest(ctx context.Context, after time.Duration) bool {
	if deadline, bounded := ctx.Deadline(); bounded && time.Until(deadline) <= after {
		return false
	}
	timer := time.NewTimer(after)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
