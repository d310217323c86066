package main

import (
	"encoding/json"
	"errors"
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

// discovery compares the file with what the server publishes of itself, and
// says which endpoints came from there.
func (e *examination) discovery() (string, error) {
	m, err := e.published()
	if err != nil {
		return "", err
	}
	if err := e.compare(m); err != nil {
		return "", err
	}
	said := fmt.Sprintf("%s names issuer %s, and nothing contradicts it", m.at, m.issuer)
	for _, name := range e.subject.taken {
		said += fmt.Sprintf("\n         filled in: endpoints.%s is %s", name, e.subject.Client.Bases.Endpoints[name])
	}
	if unused := e.unused(m); len(unused) > 0 {
		said += "\n         not used:  " + join(unused) + ": published, and not named in the file"
	}
	return said, nil
}

// unused are the endpoints that the server publishes and no request will go
// to, unless the product's documentation names them, too.
func (e *examination) unused(m metadata) []string {
	var out []string
	for name := range m.endpoints {
		if e.subject.Client.Bases.Endpoints[name] == "" {
			out = append(out, "endpoints."+name)
		}
	}
	slices.Sort(out)
	return out
}

// published reads the metadata of the server. What the file names has to be
// there; elsewhere nobody promised any.
func (e *examination) published() (metadata, error) {
	own := e.subject.Client.Bases.Endpoints["discovery"]
	for _, at := range e.places() {
		reply := e.subject.Client.Wire.Send(e.ctx, scenarios.Request{
			Method: http.MethodGet, URL: at, Header: e.subject.Client.Bases.Header.Clone(),
		})
		members := map[string]any{}
		if reply.Err == nil && reply.Status == http.StatusOK && json.Unmarshal(reply.Body, &members) == nil {
			if issuer, ok := members["issuer"].(string); ok && issuer != "" {
				return metadata{at, issuer, scenarios.Published(members)}, nil
			}
		}
		if own != "" {
			return metadata{}, fmt.Errorf("endpoints.discovery is %s, which is answered with %s", own, scenarios.Describe(reply))
		}
	}
	return metadata{}, &unasked{"the server publishes no metadata"}
}

// places are where metadata may stand: RFC 8414 §3.1 and OpenID Connect
// Discovery 1.0 §4.
func (e *examination) places() []string {
	bases := e.subject.Client.Bases
	if own := bases.Endpoints["discovery"]; own != "" {
		return []string{own}
	}
	issuer := bases.Auth
	if e.subject.file.Issuer != "" {
		issuer = strings.TrimRight(e.subject.file.Issuer, "/")
	}
	places := []string{issuer + "/.well-known/openid-configuration"}
	if at, err := url.Parse(issuer); err == nil {
		at.Path = "/.well-known/oauth-authorization-server" + at.Path
		places = append(places, at.String())
	}
	return places
}

// compare names everything in the file that the metadata contradicts.
func (e *examination) compare(m metadata) error {
	own := e.subject.Client.Bases.Endpoints
	var apart []string
	for _, pair := range []struct{ key, written, published string }{
		{"issuer", e.subject.file.Issuer, m.issuer},
		{"endpoints.authorize", own["authorize"], m.endpoints["authorize"]},
		{"endpoints.token", own["token"], m.endpoints["token"]},
	} {
		if pair.written != "" && pair.published != "" && pair.written != pair.published {
			apart = append(apart, fmt.Sprintf("%s is %s, and the server publishes %s", pair.key, pair.written, pair.published))
		}
	}
	if len(apart) > 0 {
		return errors.New(strings.Join(apart, "; "))
	}
	return nil
}
