package fakeserver

import (
	"errors"
	"sync/atomic"
	"time"
)

// Clock is the server's idea of now: real time, shifted when told. It is safe
// for concurrent use.
type Clock struct {
	real   func() time.Time
	offset atomic.Int64
}

// ErrTooLate says that a clock was to be moved beyond Horizon.
var ErrTooLate = errors.New("move clock: no later than the year 2200")

// Horizon is as far as a clock can be moved. Expiries are kept in nanoseconds
// since 1970, which end in 2262; the rest is for the lives of what is issued
// until then.
func Horizon() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }

// Now returns real time plus all shifts so far.
func (c *Clock) Now() time.Time { return c.real().Add(time.Duration(c.offset.Load())) }

// Advance moves the clock by d, which may be negative. It fails with ErrTooLate
// and moves nothing where that leads beyond the horizon.
func (c *Clock) Advance(d time.Duration) error {
	for {
		offset := c.offset.Load()
		now := c.real().Add(time.Duration(offset))
		// Time left is shorter than a Duration can be, so that this overflows
		// nowhere.
		if d > Horizon().Sub(now) {
			return ErrTooLate
		}
		if c.offset.CompareAndSwap(offset, offset+int64(d)) {
			return nil
		}
	}
}

// Until moves the clock forward to t. It does nothing when t is past, and fails
// with ErrTooLate when t lies beyond the horizon.
func (c *Clock) Until(t time.Time) error {
	if t.After(Horizon()) {
		return ErrTooLate
	}
	for {
		offset := c.offset.Load()
		missing := t.Sub(c.real().Add(time.Duration(offset)))
		if missing <= 0 || c.offset.CompareAndSwap(offset, offset+int64(missing)) {
			return nil
		}
	}
}
