package scenarios

import "context"

// Wire sends requests: once each, no redirects, bounded in size and time.
type Wire struct{}

// Send sends the request once and returns what came back.
func (w *Wire) Send(ctx context.Context, r Request) *Reply { panic("being written") }
