package preflight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// revocation has a token revoked that was never issued, which RFC 7009 §2.2
// answers with 200, so that only the client and the address are in question.
func (e *Examination) revocation(ctx context.Context) (said, error) {
	return e.endpoint(ctx, beside{"revocation", "revoke", []string{"revoking", "introspecting"}}, scenarios.Step{
		Verb: scenarios.Revoke, Client: e.kit.Client, Token: "authassay-never-issued",
	}, ClientRefused)
}

// introspection asks about the token that was granted, RFC 7662 §2.
func (e *Examination) introspection(ctx context.Context) (said, error) {
	return e.endpoint(ctx, beside{"introspection", "introspect", []string{"introspecting"}}, scenarios.Step{
		Verb: scenarios.Introspect, Client: e.kit.Client, Token: e.grant.AccessToken,
	}, ClientRefused)
}

// userInfo asks who the resource owner is, OpenID Connect Core 1.0 §5.3. A token
// without the scope openid is refused there, and rightly so.
func (e *Examination) userInfo(ctx context.Context) (said, error) {
	return e.endpoint(ctx, beside{"userinfo", "userinfo", []string{"presenting"}}, scenarios.Step{Verb: scenarios.UserInfo, As: e.grant.Credentials()}, TokenRefused)
}

// refusesScope says that a token is refused for want of a scope, RFC 6750 §3.1.
func refusesScope(r *scenarios.Reply) bool {
	return r.Err == nil && (r.Status == http.StatusForbidden || r.Status == http.StatusUnauthorized)
}

// revokes says whether a token of its own is revoked: a server that does not
// find a token may say so in the words of one that has no such endpoint.
func (e *Examination) revokes(ctx context.Context) bool {
	own := e.kit.Client
	grant, err := e.obtain(ctx, own, own.RedirectURI, scenarios.Consents)
	if err != nil {
		return false
	}
	reply, err := e.client.Do(ctx, scenarios.Step{Verb: scenarios.Revoke, Client: own, Token: grant.AccessToken})
	return err == nil && reply.Class == scenarios.Alive
}

// beside is an endpoint beside the token endpoint.
type beside struct {
	capability string // as absent: names it
	name       string // among the endpoints of the file
	chapters   []string
}

// endpoint sees that an endpoint is there and takes who asks, where the file,
// the metadata or the product's own documentation names it.
func (e *Examination) endpoint(ctx context.Context, at beside, s scenarios.Step, refused Cause) (said, error) {
	_, err := e.client.Dialect.Encode(e.client.Endpoints, s)
	switch {
	case slices.Contains(e.Assembly.Absent, at.capability):
		return skip("the file declares that there is none")
	case err != nil, !e.needed(at.chapters) && !(e.Whole && e.client.Endpoints.At[at.name] != ""):
		return skip("neither the file nor the profile names it")
	}
	if e.grant.AccessToken == "" {
		return skip("there is no grant, so the client is in question already")
	}
	reply, err := e.client.Do(ctx, s)
	if err != nil {
		return said{}, unwritten(err, "")
	}
	text := fmt.Sprintf("the request is answered with %d", reply.Status)
	if reply.Err == nil && reply.Status < http.StatusMultipleChoices {
		return saying(text)
	}
	cause := ofAnswer(reply, refused)
	if cause == Misplaced && s.Verb == scenarios.Revoke && e.revokes(ctx) {
		return observed("the request is answered with "+describe(reply)+", and only a token that lives is revoked", "RFC 7009 §2.2 asks for 200; run judges it")
	}
	switch cause {
	case Misplaced, Moved, WantsHTTPS, ClientRefused, Crashed, NoHost, Nobody, Untrusted, WantsHTTP, Late, Lost:
		return said{}, e.missing(at, cause, disappointed(cause, "the request", reply))
	}
	if s.Verb == scenarios.UserInfo && refusesScope(reply) && !slices.Contains(strings.Fields(e.kit.Client.Scope), "openid") {
		return saying(text + ": it is there, and asks for the scope openid, which the client's scope does not hold")
	}
	return observed("the request is answered with "+describe(reply), "run judges it")
}

// missing puts all of the file in question where the profile itself names an
// endpoint that is not there: then the server is likely one of another profile.
func (e *Examination) missing(at beside, cause Cause, err error) error {
	var t *trouble
	if cause == Misplaced && e.client.Endpoints.At[at.name] == "" && errors.As(err, &t) {
		t.whole = true
	}
	return err
}
