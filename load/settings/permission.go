package main

import (
	"context"
	"errors"
	"fmt"
	"net"
)

// mayBeLoaded refuses load on a target that nobody has given up for it, and on
// one that is not on this machine where nobody says how much it may get.
func (s *subject) mayBeLoaded(ctx context.Context) error {
	if !s.Client.Mints() {
		return wrong(errors.New("load is refused: nobody is given who obtains credentials for it"),
			"load needs a client, or an administrator who issues tokens")
	}
	if s.embedded() {
		return nil
	}
	if !s.Sacrificial {
		return s.file.Complain("/permit", fmt.Sprintf("load is refused: it takes attacking, and %s is what may be done to this server", s.Permit),
			"say permit: attacking where nobody else uses the server, and nowhere else")
	}
	if far := s.Remote(ctx, net.DefaultResolver); far != "" && s.Load.Ceiling.PerSecond() == 0 {
		return s.file.Complain("/load", "load is refused: "+far+" is not this machine, and no ceiling says how much it may get",
			"say load.ceiling, such as 1000/s: no command sends more than that")
	}
	return nil
}

// withinCeiling refuses a rate above the one that the target file allows.
func (s *subject) withinCeiling(ctx context.Context, o loadOptions) error {
	ceiling, wanted := s.Load.Ceiling.PerSecond(), max(o.rate, o.shape.Peak())
	if s.embedded() || ceiling == 0 {
		return nil
	}
	switch {
	case o.closed && s.Remote(ctx, net.DefaultResolver) != "":
		return s.file.Complain("/load/ceiling", "the closed model is refused: it sends without a ceiling", "leave --closed or load.shape: closed out")
	case !o.closed && wanted > ceiling:
		return s.file.Complain("/load/ceiling", fmt.Sprintf("%g/s are wanted, and the ceiling is %g/s", wanted, ceiling),
			"raise load.ceiling where the server may get more")
	}
	return nil
}
