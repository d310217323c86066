package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// reachWithin bounds how long a server may take to give any answer at all
// before a run: who has mistyped an address should not wait for it.
const reachWithin = 3 * time.Second

// reach sees whether the target answers at all. Any answer will do; its date
// says how far the clocks are apart.
func (s *subject) reach(ctx context.Context) error {
	bases := s.Client.Bases
	places := [][2]string{{"auth", bases.Auth}}
	if bases.API != bases.Auth {
		places = append(places, [2]string{"api", bases.API})
	}
	for _, place := range places {
		reply := s.knock(ctx, place[1])
		if reply.Err != nil {
			return unjudged(fmt.Errorf("reach %s at %s: %w", place[0], place[1], reply.Err),
				fmt.Sprintf("is the server up, and does the target file name the right address? Try: curl -v %s/", place[1]))
		}
		// Less than this is the coarseness of the Date header, not skew.
		if skew, known := scenarios.SkewOf(reply); known && place[0] == "auth" && skew.Abs() > 2*time.Second {
			if err := s.Adjust(skew); err != nil {
				return broke("set clock", err)
			}
		}
	}
	return nil
}

// knock sends one harmless request to a base URL.
func (s *subject) knock(ctx context.Context, base string) *scenarios.Reply {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	return s.Client.Wire.Send(ctx, scenarios.Request{
		Method: http.MethodGet, URL: base + "/", Header: s.Client.Bases.Header.Clone(),
	})
}
