// Package scenarios says what a client does to an auth server, step by step:
// steps without a wire format, the requests that a dialect makes of them, the
// replies, deliberate bends of a correct request, and journeys of several
// steps.
//
//	c := &scenarios.Client{Dialect: xena.Dialect(), Endpoints: at, Kit: kit, Wire: wire.New(wire.Options{})}
//	r, err := c.Do(ctx, scenarios.Step{Verb: scenarios.Refresh, Client: kit.Client, RefreshToken: token},
//		scenarios.With("refresh_token", "another"))
//
// A [Step] says what is done, a [Bend] spoils one part of it, and the [Reply]
// says by its [Class] what the server made of it. What surrounds that has rooms
// of its own: wire carries requests, transcript records them, redact shows them
// without secrets, clock moves the target's time, ledger notes what is to be
// withdrawn.
//
// It knows no product: a dialect in a folder of its own turns steps into
// requests. It must not know the test framework, the load engine or the
// reference server; it meets servers only over HTTP.
package scenarios
