//go:build !linux

package h1

import "time"

// direct is the way past a plain write and read, which other platforms lack.
type direct struct{}

// directOf returns none.
func directOf(*conn) *direct { return nil }

// start writes the request that was made ready.
func (c *conn) start() error {
	_, err := c.Write(c.out)
	return err
}

// stale says whether an idle connection was closed by the target. It can't be
// known here before a request is sent.
func (c *conn) stale(time.Time) bool { return false }
