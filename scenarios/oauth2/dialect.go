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
