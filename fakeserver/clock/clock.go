// Package clock is the clock of the reference server, which goes as real time does
// and can be moved, and the HTTP control that moves it from outside, for one
// holder of its lease at a time:
//
//	c := clock.New(time.Now)
//	err := c.Advance(time.Hour)
//
// It must not know what the server does with the time.
package clock

import (
	"errors"
	"sync/atomic"
	"time"
)

// Clock is a server's idea of now: real time, shifted when told. It is safe
// for concurrent use.
type Clock struct {
	real   func() time.Time
	offset atomic.Int64
	lease  lease // of the right to move it over HTTP
}

// ErrTooLate says that a clock was to be moved beyond Horizon.
var ErrTooLate = errors.New("move clock: no later than the year 2200")

// Horizon is as far as a clock can be moved. Expiries are kept in nanoseconds
// since 1970, which end in 2262; the rest is for the lives of what is issued
// until then.
func Horizon() time.Time { return time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC) }

// New returns a clock that goes as real does.
func New(real func() time.Time) *Clock { return &Clock{real: real} }

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

// Reset undoes all shifts.
func (c *Clock) Reset() { c.offset.Store(0) }

// Shifted says whether the clock tells another time than the real one.
func (c *Clock) Shifted() bool { return c.offset.Load() != 0 }
