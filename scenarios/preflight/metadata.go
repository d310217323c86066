package preflight

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// metadata is what a server publishes of itself, RFC 8414 §2.
type metadata struct {
	at        string // where it stands
	issuer    string
	endpoints map[string]string // by our names
}

// astray is asked only where the metadata leads to servers that the file does not
// name: whoever answers for it could have the secrets of the file otherwise.
func (e *Examination) astray(context.Context) (said, error) {
	return said{}, &trouble{cause: LedAstray, said: e.Astray.Error(),
		hint: advising("if that is right, say allow_hosts: [" + strings.Join(e.Astray.Hosts(), ", ") + "]; nothing was sent there")}
}

// discovery compares the file with what the server publishes of itself, and
// says which endpoints came from there. A contradiction is one of the file to
// who tries it, and for the checks to judge otherwise.
func (e *Examination) discovery(ctx context.Context) (said, error) {
	if !e.Whole && (e.client.Endpoints.At["discovery"] == "" || slices.Contains(e.Assembly.Absent, "discovery")) {
		return skip("the file names no metadata")
	}
	m, err := e.published(ctx)
	if err != nil {
		return said{}, err
	}
	if apart := e.compare(m); len(apart) > 0 {
		return said{}, &trouble{cause: Contradicted, said: strings.Join(apart, "; ")}
	}
	out := said{text: fmt.Sprintf("%s names issuer %s, and nothing contradicts it", m.at, m.issuer)}
	for _, name := range e.Taken {
		out.more = append(out.more, fmt.Sprintf("filled in: endpoints.%s is %s", name, e.client.Endpoints.At[name]))
	}
	if unused := e.unused(m); len(unused) > 0 {
		out.more = append(out.more, "not used:  "+strings.Join(unused, ", ")+": published, and not named in the file")
	}
	return out, nil
}

// unused are the endpoints that the server publishes and no request will go
// to, unless the product's documentation names them, too.
func (e *Examination) unused(m metadata) []string {
	var out []string
	for name := range m.endpoints {
		if e.client.Endpoints.At[name] == "" {
			out = append(out, "endpoints."+name)
		}
	}
	slices.Sort(out)
	return out
}

// published reads the metadata of the server. What the file names has to be
// there; elsewhere nobody promised any.
func (e *Examination) published(ctx context.Context) (metadata, error) {
	own := e.client.Endpoints.At["discovery"]
	for _, at := range e.addresses() {
		reply := e.client.Wire.Send(ctx, scenarios.Request{
			Method: http.MethodGet, URL: at, Header: e.client.Endpoints.Header.Clone(),
		})
		_ = json.Unmarshal(reply.Body, &reply.Members) // what is no object has no members
		if reply.Err == nil && reply.Status == http.StatusOK {
			if issuer, ok := reply.Members["issuer"].(string); ok && issuer != "" {
				return metadata{at, issuer, scenarios.Published(reply.Members)}, nil
			}
		}
		if own != "" {
			return metadata{}, disappointed(ofMetadata(reply), "endpoints.discovery is "+own+", which", reply)
		}
	}
	return metadata{}, &skipped{"the server publishes no metadata"}
}

// ofMetadata finds the cause of an answer that is no metadata.
func ofMetadata(r *scenarios.Reply) Cause {
	if r.Err == nil && r.Status < http.StatusMultipleChoices && !isHTML(r) {
		return Unreadable
	}
	if r.Err == nil && r.Status >= 400 && r.Status < 500 && r.Status != http.StatusTooManyRequests {
		return Misplaced
	}
	return ofAnswer(r, Misplaced)
}

// addresses are where metadata may stand: RFC 8414 §3.1 and OpenID Connect
// Discovery 1.0 §4.
func (e *Examination) addresses() []string {
	known := e.client.Endpoints
	if own := known.At["discovery"]; own != "" {
		return []string{own}
	}
	issuer := known.Auth
	if e.kit.Issuer != "" {
		issuer = strings.TrimRight(e.kit.Issuer, "/")
	}
	all := []string{issuer + "/.well-known/openid-configuration"}
	if at, err := url.Parse(issuer); err == nil {
		at.Path = "/.well-known/oauth-authorization-server" + at.Path
		all = append(all, at.String())
	}
	return all
}

// compare names everything in the file that the metadata contradicts.
func (e *Examination) compare(m metadata) []string {
	own := e.client.Endpoints.At
	var apart []string
	for _, pair := range []struct{ key, written, published string }{
		{"issuer", e.kit.Issuer, m.issuer},
		{"endpoints.authorize", own["authorize"], m.endpoints["authorize"]},
		{"endpoints.token", own["token"], m.endpoints["token"]},
	} {
		if pair.written != "" && pair.published != "" && pair.written != pair.published {
			apart = append(apart, fmt.Sprintf("%s is %s, and the server publishes %s", pair.key, pair.written, pair.published))
		}
	}
	return apart
}
