package basic

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// Dialect is the codec. Endpoints.Basic says which resource is called: there is none
// that every such server has.
type Dialect struct{}

// Encode writes a call; there are no other steps.
func (Dialect) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	if s.Verb != scenarios.Call {
		return scenarios.Request{}, fmt.Errorf("basic: %s: %w", s.Verb, errors.ErrUnsupported)
	}
	if b.Basic.Path == "" {
		return scenarios.Request{}, errors.New("basic: call: no basic_probe is given")
	}
	h := b.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set("Accept", "*/*")
	for name, values := range b.Basic.Header {
		h[name] = values
	}
	sign(h, s.As)
	method := b.Basic.Method
	if method == "" {
		method = http.MethodGet
	}
	return scenarios.Request{Method: method, URL: under(b.API, b.Basic.Path), Header: h, Query: s.Fields}, nil
}

// sign adds the credentials, RFC 7617 §2 and RFC 6750 §2.1.
func sign(h http.Header, as scenarios.Credentials) {
	switch as.Scheme {
	case scenarios.SchemeBearer:
		h.Set("Authorization", "Bearer "+as.Token)
	case scenarios.SchemeBasic:
		h.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(as.User+":"+as.Secret)))
	case scenarios.SchemeVerbatim:
		h.Set("Authorization", as.Token)
	}
}

// under joins a path with its base; an absolute URL stands for itself.
func under(base, path string) string {
	if strings.Contains(path, "://") {
		return path
	}
	return strings.TrimRight(base, "/") + "/" + strings.TrimLeft(path, "/")
}

// Decode reads an answer by its status, RFC 9110 §15: what a resource holds is
// its own affair, and nothing documents how it refuses.
func (Dialect) Decode(r *scenarios.Reply) {
	if json.Unmarshal(r.Body, &r.Members) != nil {
		r.Members = nil
	}
	switch {
	case r.Status >= 500 || r.Status < 200:
		r.Class = scenarios.Broken
	case r.Status < 300:
		r.Class = scenarios.Alive
	case r.Status == http.StatusUnauthorized:
		r.Class = scenarios.Dead
	case r.Status == http.StatusForbidden:
		r.Class = scenarios.Forbidden
	default:
		r.Class = scenarios.Rejected
	}
}
