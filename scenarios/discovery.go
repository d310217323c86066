package scenarios

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// metadataMembers are the members of RFC 8414 §2 and OpenID Connect Discovery
// 1.0 §3 that name endpoints, and of OpenID Connect RP-Initiated Logout 1.0 §2.1, by our name of the endpoint.
var metadataMembers = map[string]string{
	"authorize": "authorization_endpoint", "token": "token_endpoint", "revoke": "revocation_endpoint",
	"introspect": "introspection_endpoint", "userinfo": "userinfo_endpoint", "keys": "jwks_uri",
	"end_session": "end_session_endpoint",
}

// Published are the endpoints that a metadata document names, by our name of
// the endpoint.
func Published(members map[string]any) map[string]string {
	out := map[string]string{}
	for name, member := range metadataMembers {
		if at, ok := members[member].(string); ok && at != "" {
			out[name] = at
		}
	}
	return out
}

// Discover reads the metadata of the target, takes over the endpoints that the
// target file leaves open, and returns their names and what the document says, nil
// where it was not read. It does nothing where the
// file names no metadata document, or leaves no endpoint open. It comes before
// anything else is sent. Endpoints that are at none of the target's origins are
// not taken over; the error is then an *Astray, beside the names of the others.
func (c *Client) Discover(ctx context.Context) (taken []string, says map[string]any, err error) {
	at := c.Endpoints.At
	open := func(name string) bool { return at[name] == "" }
	if open("discovery") || !slices.ContainsFunc(slices.Collect(maps.Keys(metadataMembers)), open) {
		return nil, nil, nil
	}
	r, err := c.Do(ctx, Step{Verb: Discover})
	switch {
	case err != nil:
		return nil, nil, err
	case r.Err != nil:
		return nil, nil, fmt.Errorf("discover: %w", r.Err)
	case r.Class != Alive || r.Members == nil:
		return nil, nil, fmt.Errorf("discover: answered with %s", Describe(r))
	}
	astray := &Astray{Metadata: r.Request.Address()}
	own := c.origins()
	published := Published(r.Members)
	for _, name := range slices.Sorted(maps.Keys(published)) {
		switch found := published[name]; {
		case !open(name):
		case strings.Contains(found, "://") && !own.Hold(found):
			astray.Leads = append(astray.Leads, Lead{name, found})
		default: // a path is one below the target's own base
			at[name] = found
			taken = append(taken, name)
		}
	}
	if len(astray.Leads) > 0 {
		return taken, r.Members, astray
	}
	return taken, r.Members, nil
}

// origins are where the target's requests may go: what the target file names.
func (c *Client) origins() Origins {
	own := append(Origins{c.Endpoints.Auth, c.Endpoints.API}, c.Allowed...)
	return slices.AppendSeq(own, maps.Values(c.Endpoints.At))
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
