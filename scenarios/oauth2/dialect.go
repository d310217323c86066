// Package oauth2 is the profile of a server that follows RFC 6749 and its
// companions and nothing else, as one folder: how the steps of a client look on
// its wire, which requirements it adopts (profile.yaml), a target file to start
// from (target.yaml), and what requests look like byte for byte (golden). Where
// endpoints stand is for the target file or the metadata to say.
//
//	r, err := oauth2.Dialect().Encode(endpoints, scenarios.Step{Verb: scenarios.Keys})
//
// It must not know checks, targets, a network or the reference server.
package oauth2

import (
	"embed"

	"github.com/authassay/authassay/scenarios"
)

//go:embed profile.yaml target.yaml
var files embed.FS

// Profile is the contract of a server that follows the RFCs.
func Profile() scenarios.Profile {
	return scenarios.Profile{Name: "oauth2", Dialect: Dialect(), Files: files}
}

// Dialect is the codec of plain OAuth 2.0. Endpoints.At names authorize,
// token, revoke, introspect, userinfo, discovery and keys; Endpoints.Probe the
// protected resource.
func Dialect() scenarios.Standard { return scenarios.Standard{} }
