package lxhive

import (
	"embed"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// The paths that the wiki and the xAPI name: the first below the base URL of
// the server, the others below that of its xAPI.
const (
	tokensPath     = "/auth/tokens"
	statementsPath = "/statements"
	aboutPath      = "/about"
)

// The header that the xAPI asks for, xAPI 1.0.3 Communication §3.3.
const (
	versionHeader = "X-Experience-API-Version"
	version       = "1.0.3"
)

//go:embed profile.yaml target.yaml
var files embed.FS

// Profile is the contract of lxHive.
func Profile() scenarios.Profile {
	return scenarios.Profile{Name: "lxhive", Dialect: Dialect{}, Files: files}
}

// Dialect is the lxHive codec. Endpoints.At may override temporary.
type Dialect struct{}

// VersionHeader names the header that states the version of the API.
func (Dialect) VersionHeader() string { return versionHeader }

// Encode writes a step as lxHive's wiki shows it.
func (Dialect) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	switch s.Verb {
	case scenarios.Issue:
		return ask(b, s, http.MethodPost), nil
	case scenarios.Replace:
		return ask(b, s, http.MethodPut), nil
	case scenarios.Inspect:
		return pointAt(b, s, http.MethodGet), nil
	case scenarios.Withdraw:
		return pointAt(b, s, http.MethodDelete), nil
	case scenarios.Call:
		return call(b, s), nil
	case scenarios.Write:
		return write(b, s), nil
	case scenarios.About:
		return resource(b, s, http.MethodGet, aboutPath), nil
	}
	return scenarios.Request{}, fmt.Errorf("lxhive: %s: %w", s.Verb, errors.ErrUnsupported)
}

// ask writes the members in the order in which the wiki shows them.
func ask(b scenarios.Endpoints, s scenarios.Step, method string) scenarios.Request {
	r := tokens(b, s, method)
	r.Header.Set("Content-Type", "application/json")
	r.Encoding, r.Body = scenarios.JSON, scenarios.Params{}
	user := scenarios.Params{}
	if s.Asked.Email != nil {
		user = append(user, scenarios.Param{Name: "email", Value: s.Asked.Email})
	}
	if s.Asked.Password != "" {
		user = append(user, scenarios.Param{Name: "password", Value: s.Asked.Password})
	}
	if s.Asked.Permissions != nil {
		user = append(user, scenarios.Param{Name: "permissions", Value: names(s.Asked.Permissions)})
	}
	r.Body = append(r.Body, scenarios.Param{Name: "user", Value: user})
	for _, p := range (scenarios.Params{{Name: "name", Value: s.Asked.Name}, {Name: "description", Value: s.Asked.Description}}) {
		if p.Value != "" {
			r.Body = append(r.Body, p)
		}
	}
	if s.Asked.Expires != nil {
		r.Body = append(r.Body, scenarios.Param{Name: "expiresAt", Value: s.Asked.Expires})
	}
	if s.Asked.Scopes != nil {
		r.Body = append(r.Body, scenarios.Param{Name: "scopes", Value: names(s.Asked.Scopes)})
	}
	r.Body = append(r.Body, s.Fields...)
	return r
}

// pointAt names the token in the query.
func pointAt(b scenarios.Endpoints, s scenarios.Step, method string) scenarios.Request {
	r := tokens(b, s, method)
	if s.Of.User != "" {
		r.Query = append(r.Query, scenarios.Param{Name: "key", Value: s.Of.User})
	}
	if s.Of.Secret != "" {
		r.Query = append(r.Query, scenarios.Param{Name: "secret", Value: s.Of.Secret})
	}
	r.Query = append(r.Query, s.Fields...)
	return r
}

// tokens is a request to the endpoint of temporary tokens.
func tokens(b scenarios.Endpoints, s scenarios.Step, method string) scenarios.Request {
	at := b.At["temporary"]
	if at == "" {
		at = tokensPath
	}
	h := header(b)
	scenarios.Sign(h, s.As)
	return scenarios.Request{Method: method, URL: scenarios.Below(b.Auth, at), Header: h}
}

// call asks for one statement: enough to see whether a credential lives.
func call(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	method, path := b.Basic.Method, b.Basic.Path
	if method == "" {
		method = http.MethodGet
	}
	r := resource(b, s, method, statementsPath)
	if path != "" {
		r.URL = scenarios.Below(b.API, path)
	}
	for name, values := range b.Basic.Header {
		r.Header[name] = values
	}
	if !strings.Contains(r.URL, "?") && s.Fields.Get("limit") == "" {
		r.Query = append(scenarios.Params{{Name: "limit", Value: 1}}, r.Query...)
	}
	return r
}

// write sends a statement that any learning record store takes.
func write(b scenarios.Endpoints, s scenarios.Step) scenarios.Request {
	r := resource(b, s, http.MethodPost, statementsPath)
	r.Header.Set("Content-Type", "application/json")
	r.Encoding, r.Query = scenarios.JSON, nil
	r.Body = scenarios.Params{
		{Name: "actor", Value: scenarios.Params{{Name: "mbox", Value: "mailto:learner@authassay.example"}}},
		{Name: "verb", Value: scenarios.Params{{Name: "id", Value: "http://adlnet.gov/expapi/verbs/experienced"}}},
		{Name: "object", Value: scenarios.Params{{Name: "id", Value: "https://authassay.example/activity"}}},
	}
	return r
}

// resource is a request to the xAPI.
func resource(b scenarios.Endpoints, s scenarios.Step, method, path string) scenarios.Request {
	h := header(b)
	scenarios.Sign(h, s.As)
	return scenarios.Request{Method: method, URL: scenarios.Below(b.API, path), Header: h, Query: s.Fields}
}

// header is sent with everything, the endpoint of tokens included. What the
// target file says stands.
func header(b scenarios.Endpoints) http.Header {
	h := b.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	for name, value := range map[string]string{"Accept": "application/json", versionHeader: version} {
		if h.Get(name) == "" { // the target file may say another one, such as 1.0.2
			h.Set(name, value)
		}
	}
	return h
}
