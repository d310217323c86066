package scenarios

import (
	"context"
	"fmt"
	"strings"
)

// metadataMembers are the members of RFC 8414 §2 and OpenID Connect Discovery
// 1.0 §3 that name endpoints, by our name of the endpoint.
var metadataMembers = map[string]string{
	"authorize": "authorization_endpoint", "token": "token_endpoint", "revoke": "revocation_endpoint",
	"introspect": "introspection_endpoint", "userinfo": "userinfo_endpoint", "keys": "jwks_uri",
}

// Discover reads the metadata of the target and takes over the endpoints that
// the target file leaves open. It does nothing where the file names no metadata
// document, or leaves neither the authorization nor the token endpoint open. It
// comes before anything else is sent.
func (c *Client) Discover(ctx context.Context) error {
	at := c.Bases.Endpoints
	if at["discovery"] == "" || at["authorize"] != "" && at["token"] != "" {
		return nil
	}
	r, err := c.Do(ctx, Step{Verb: Discover})
	switch {
	case err != nil:
		return err
	case r.Err != nil:
		return fmt.Errorf("discover: %w", r.Err)
	case r.Class != Alive || r.Members == nil:
		return fmt.Errorf("discover: answered with %s", Describe(r))
	}
	for name, member := range metadataMembers {
		if at, ok := r.Members[member].(string); ok && c.Bases.Endpoints[name] == "" {
			c.Bases.Endpoints[name] = at
		}
	}
	return nil
}

// Issuer is the issuer identifier whose metadata stands at a URL: the URL less
// its well-known part, RFC 8414 §3.1 and OpenID Connect Discovery 1.0 §4. It is
// empty for a URL without one.
func Issuer(metadata string) string {
	for _, part := range []string{"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"} {
		if before, after, found := strings.Cut(metadata, part); found {
			return before + after
		}
	}
	return ""
}
