// Package oauth2 is how the steps of a client look on the wire of a server
// that follows RFC 6749 and its companions and nothing else. Where its endpoints
// stand is for the target file or the metadata to say.
//
// It must not know checks, targets, a network or the reference server.
package oauth2

import "github.com/authassay/authassay/scenarios"

// Dialect is the codec of plain OAuth 2.0. Endpoints.At names authorize,
// token, revoke, introspect, userinfo, discovery and keys; Endpoints.Probe the
// protected resource.
type Dialect struct{}

// Encode writes a step as its RFC shows it.
func (Dialect) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	return scenarios.Standard{}.Encode(b, s)
}

// Decode reads an answer as its RFC describes it.
func (Dialect) Decode(r *scenarios.Reply) { scenarios.Standard{}.Decode(r) }
