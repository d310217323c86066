package fakeserver

import (
	"sync/atomic"
	"time"
)

// Clock is the server's idea of now: real time, shifted when told. It is safe
// for concurrent use.
type Clock struct {
	real   func() time.Time
	offset atomic.Int64
}

// Now returns real time plus all shifts so far.
func (c *Clock) Now() time.Time { return c.real().Add(time.Duration(c.offset.Load())) }

// Advance moves the clock by d.
func (c *Clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }

// Until moves the clock forward to t. It does nothing when t is past.
func (c *Clock) Until(t time.Time) {
	for {
		offset := c.offset.Load()
		missing := t.Sub(c.real().Add(time.Duration(offset)))
		if missing <= 0 || c.offset.CompareAndSwap(offset, offset+int64(missing)) {
			return
		}
	}
}
