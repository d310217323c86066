package basic

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/authassay/authassay/scenarios"
)

//go:embed profile.yaml target.yaml
var files embed.FS

// Profile is the contract of a server that has HTTP Basic and nothing else.
func Profile() scenarios.Profile {
	return scenarios.Profile{Name: "basic", Dialect: Dialect{}, Files: files}
}

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
	h := b.HeaderWith("Accept", "*/*")
	for name, values := range b.Basic.Header {
		h[name] = values
	}
	scenarios.Sign(h, s.As)
	method := b.Basic.Method
	if method == "" {
		method = http.MethodGet
	}
	return scenarios.Request{Method: method, URL: scenarios.Below(b.API, b.Basic.Path), Header: h, Query: s.Fields}, nil
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
