// Package clock tells and moves the time of a target, as far as a tester can:
// clocks that only waiting moves on, clocks that a request or a command of the
// user's moves, and a watch that notices when one jumps by itself. A lifetime is
// outwaited by
//
//	err := clock.Until(ctx, granted.Add(lifetime))
//
// on whichever clock there is. It must not know what expires, nor judge it: a
// wait that would take too long is ErrBeyondPatience, and the check that needs
// it is untested.
package clock
