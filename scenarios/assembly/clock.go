package assembly

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/target"
)

// clockFor returns the target's clock as the file lets the tester know or move
// it. A clock that is moved is skew ahead of the tester's at first; where the
// file moves it by {advance}, only differences count from there.
func clockFor(t *target.Target, o Options, wire *scenarios.Wire, skew time.Duration) (scenarios.Clock, error) {
	switch c := t.Clock; {
	case c.Post != "":
		hook := scenarios.Hook{URL: c.Post, Header: header(c.Headers)}
		if text := c.JSON.Reveal(); text != "" {
			if err := json.Unmarshal([]byte(text), &hook.JSON); err != nil {
				return nil, fmt.Errorf("assemble clock: %w", err)
			}
		}
		return scenarios.NewPostClock(wire.Send, hook, skew, watch), nil
	case len(c.Command) > 0:
		return scenarios.NewCommandClock(o.Run, c.Command, skew, watch), nil
	}
	return scenarios.RealClock{Patience: o.Patience, Skew: skew, Watch: watch}, nil
}
