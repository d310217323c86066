// Package xena is the profile of Xena, as one folder: how the steps of a client
// look on its wire, as its documentation and OpenID Connect describe them (form
// encoding, bearer tokens, and the fiscal id in the path as the tenant), which
// requirements it adopts (profile.yaml), a target file to start from
// (target.yaml), and what requests look like byte for byte (golden).
//
//	r, err := xena.Dialect().Encode(endpoints, scenarios.Step{Verb: scenarios.Keys})
//
// It must not know checks, targets, a network or the reference server.
package xena

import (
	"embed"

	"github.com/authassay/authassay/scenarios"
)

//go:embed profile.yaml target.yaml
var files embed.FS

// Profile is the contract of Xena.
func Profile() scenarios.Profile {
	return scenarios.Profile{Name: "xena", Dialect: Dialect(), Files: files}
}

// Dialect is the Xena codec: the standard one with the paths below the issuer
// and below the API. Endpoints.At may override every endpoint, and Endpoints.Probe
// the protected resource; {tenant} in its path is the fiscal id.
func Dialect() scenarios.Standard {
	return scenarios.Standard{
		Paths: map[string]string{
			"authorize":   "/connect/authorize",
			"token":       "/connect/token",
			"revoke":      "/connect/revocation",
			"introspect":  "/connect/introspect",
			"userinfo":    "/connect/userinfo",
			"discovery":   "/.well-known/openid-configuration",
			"keys":        "/.well-known/openid-configuration/jwks",
			"end_session": "/connect/endsession",
		},
		Probe: "/Api/Fiscal/{tenant}/XenaUserMembership",
	}
}
