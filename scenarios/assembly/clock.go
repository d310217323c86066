package assembly

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/lease"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/scenarios/wire"
)

// leaseTTL is how long a lease of the clock outlives a tester that was killed.
const leaseTTL = 10 * time.Second

// pacemaker is what moves the clock of one target, and keeps others from it.
type pacemaker struct {
	file    targetfile.Clock
	options Options
	wire    *wire.Wire
	watch   *clock.Watch
	holder  string // the name under which the clock is leased
}

// take takes the clock for this tester alone, and waits so long for another who
// has it. Where it cannot be moved there is nothing to take, and where there is
// neither a lease nor a file to lock nobody is kept from it.
func (p *pacemaker) take(ctx context.Context, wait time.Duration) (release func(), err error) {
	o := lease.Options{Holder: p.holder, Wait: wait, TTL: leaseTTL, Lost: func() {
		p.watch.Note(clock.Jump{At: time.Now(), Lost: true})
	}}
	var held *lease.Lease
	switch {
	case p.file.Real():
	case p.file.Lease != "":
		held, err = lease.Remote(ctx, p.wire.Send, p.file.Lease, header(p.file.Headers), o)
	case p.options.LockFile != "":
		held, err = lease.File(ctx, p.options.LockFile, time.Now(), o)
	}
	if held == nil {
		return func() {}, err
	}
	return held.Release, nil
}

// clock returns the target's clock as the file lets the tester know or move
// it. A clock that is moved is skew ahead of the tester's at first; where the
// file moves it by {advance}, only differences count from there.
func (p *pacemaker) clock(skew time.Duration) (clock.Clock, error) {
	switch c := p.file; {
	case c.Post != "":
		hook := clock.Hook{URL: c.Post, Header: header(c.Headers)}
		if c.Lease != "" {
			hook.Header.Set(lease.Header, p.holder)
		}
		if text := c.JSON.Reveal(); text != "" {
			if err := json.Unmarshal([]byte(text), &hook.JSON); err != nil {
				return nil, fmt.Errorf("assemble clock: %w", err)
			}
		}
		return clock.NewPost(p.wire.Send, hook, skew, p.watch), nil
	case len(c.Command) > 0:
		return clock.NewCommand(p.options.Run, c.Command, skew, p.watch), nil
	}
	return clock.Real{Patience: p.options.Patience, Skew: skew, Watch: p.watch}, nil
}
