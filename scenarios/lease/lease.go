// Package lease gives a target's clock to one tester at a time: whoever moves a
// clock under another's feet makes a good server look bad. A server may give
// leases itself; elsewhere a file beside the target file is locked.
//
// It must not know what the clock is moved for, nor how.
package lease

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrTaken says that another holds the clock and did not let go in time.
var ErrTaken = errors.New("another authassay moves this clock")

// ErrNone says that the server gives no lease where the target file says that it
// does.
var ErrNone = errors.New("there is no lease to be had")

// Options say how a lease is taken and kept.
type Options struct {
	Holder string        // who takes it: text that nobody else has
	Wait   time.Duration // how long another is waited for
	TTL    time.Duration // after which a lease that is not renewed ends
	// Lost is told when the lease could not be kept, once; nil for nobody.
	Lost func()
}

// again is how often a lease is asked for that another holds.
const again = 100 * time.Millisecond

// Lease is held until it is released.
type Lease struct {
	once    sync.Once
	release func()
}

// Release gives the lease back. It may be called again.
func (l *Lease) Release() { l.once.Do(l.release) }

// patiently tries to take a lease until the wait is over. A try returns
// ErrTaken while another holds it.
func patiently(ctx context.Context, wait time.Duration, try func() error) error {
	end := time.Now().Add(wait)
	tick := time.NewTicker(again)
	defer tick.Stop()
	for {
		err := try()
		if !errors.Is(err, ErrTaken) || !time.Now().Before(end) {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("take the clock: %w", ctx.Err())
		}
	}
}
