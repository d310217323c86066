// Package xena is how the steps of a client look on Xena's wire, as its
// documentation and OpenID Connect describe them: form encoding, bearer
// tokens, and the fiscal id in the path as the tenant.
//
// It must not know checks, targets, a network or the reference server.
package xena

import "github.com/authassay/authassay/scenarios"

// Dialect is the Xena codec. Endpoints.At may override every endpoint, and
// Endpoints.Probe the protected resource; {tenant} in its path is the fiscal id.
type Dialect struct{}

// standard holds the paths below the issuer and below the API.
func standard() scenarios.Standard {
	return scenarios.Standard{
		Paths: map[string]string{
			"authorize":  "/connect/authorize",
			"token":      "/connect/token",
			"revoke":     "/connect/revocation",
			"introspect": "/connect/introspect",
			"userinfo":   "/connect/userinfo",
			"discovery":  "/.well-known/openid-configuration",
			"keys":       "/.well-known/openid-configuration/jwks",
		},
		Probe: "/Api/Fiscal/{tenant}/XenaUserMembership",
	}
}

// Encode writes a step as Xena's documentation shows it.
func (Dialect) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	return standard().Encode(b, s)
}

// Decode reads an answer as RFC 6749 and RFC 6750 describe it.
func (Dialect) Decode(r *scenarios.Reply) { standard().Decode(r) }
