package scenarios

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
)

// Dialect is how the steps of a profile look on the wire. It is a codec and
// does no I/O.
type Dialect interface {
	// Encode writes a step as a request; errors.ErrUnsupported for a verb that
	// the product lacks.
	Encode(endpoints Endpoints, s Step) (Request, error)
	// Decode reads the answer to r.Step into r: class, problem, grant. A 5xx
	// or an unreadable answer is Broken.
	Decode(r *Reply)
}

// Profile is a contract that targets can be held to, as one folder: how its
// steps look on the wire, what it requires, and a target file to start from.
type Profile struct {
	Name    string // as target files and --profile have it, such as oauth2
	Dialect Dialect
	// Files is the folder. profile.yaml says which requirements the contract
	// adopts, requirements/*.yaml holds those that it brings along, and target.yaml
	// is the target file to start from; it may be missing.
	Files fs.FS
}

// Template gives the commented target file of the profile. Its secrets are
// variables without defaults, and nothing is decided in it about what may be
// done to the server. A profile without one is an error that wraps
// fs.ErrNotExist.
func (p Profile) Template() ([]byte, error) {
	text, err := fs.ReadFile(p.Files, "target.yaml")
	if err != nil {
		return nil, fmt.Errorf("template of %s: %w", p.Name, err)
	}
	return text, nil
}

// Endpoints are where the requests of a target go to.
type Endpoints struct {
	Auth   string            // base URL of the authorization server
	API    string            // base URL of the resource server
	At     map[string]string // absolute URLs that replace the dialect's own paths, by name
	Probe  Resource          // the protected resource for bearer tokens
	Probes []Resource        // further ones
	Basic  Resource          // the protected resource for HTTP Basic
	Header http.Header       // added to every request
}

// HeaderWith returns a copy of the header that every request has, with further
// names and their values in turn.
func (b Endpoints) HeaderWith(pairs ...string) http.Header {
	h := b.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// Resource is a protected resource that shows whether a credential lives. An
// empty one leaves the choice to the dialect.
type Resource struct {
	Method string
	Path   string // relative to the API's base, or absolute
	Header http.Header
	// Alive and Dead are the statuses that mean that a credential is accepted or
	// refused; empty ones leave it to the dialect.
	Alive, Dead []int
}

// overlay lays the header of the target file over what the dialect would send:
// who writes it down means it. The header of a resource is nearer.
func (b Endpoints) overlay(r *Request, s Step) {
	nearer := http.Header{}
	if s.Verb == Call {
		nearer = b.Probe.Header
		if s.As.Scheme == SchemeBasic && len(b.Basic.Header) > 0 {
			nearer = b.Basic.Header
		}
	}
	for name, values := range b.Header {
		if !HasField(nearer, name) {
			deleteHeader(r.Header, name)
			r.Header[name] = values
		}
	}
}

// judge classes an answer of the resource by its declared statuses.
func (r Resource) judge(reply *Reply) {
	switch {
	case slices.Contains(r.Alive, reply.Status):
		reply.Class = Alive
	case slices.Contains(r.Dead, reply.Status):
		reply.Class = Dead
	case len(r.Alive) > 0 && reply.Class == Alive, len(r.Dead) > 0 && reply.Class == Dead:
		reply.Class = Rejected
	}
}

// Spelling is a dialect whose product calls parameters by other names than the
// RFCs do. A request is written and bent in the words of the RFCs, so that a bend
// finds what it spoils, and spelled last.
type Spelling interface {
	// Spell returns the request in the product's words. It changes nothing that
	// it shares with the one that it was given.
	Spell(Request) Request
}

// Worded is a dialect whose product has words of its own for what the RFCs name.
type Worded interface {
	// Words are those words, with the names in the RFCs. A word may have several,
	// in different places.
	Words() map[string][]string
}

// Words are those of the product, nil where it has none of its own.
func (c *Client) Words() map[string][]string {
	if w, ok := c.Dialect.(Worded); ok {
		return w.Words()
	}
	return nil
}

// Hearing is a dialect whose product calls the parameters of the authorization
// response, RFC 6749 §4.1.2, by other names than the RFC does.
type Hearing interface {
	// Hear returns what arrived in the browser in the words of the RFC.
	Hear(url.Values) url.Values
}

// Heard returns what arrived in the browser in the words of RFC 6749 §4.1.2.
func (c *Client) Heard(answer url.Values) url.Values {
	if d, ok := c.Dialect.(Hearing); ok {
		return d.Hear(answer)
	}
	return answer
}

// Tenanted is a dialect whose requests name their tenant in a header.
type Tenanted interface {
	TenantHeader() string
}

// TenantHeader returns the name of the header that names the tenant, "" where
// the dialect has none.
func (c *Client) TenantHeader() string {
	if t, ok := c.Dialect.(Tenanted); ok {
		return t.TenantHeader()
	}
	return ""
}

// Versioned is a dialect whose requests state the version of the API in a
// header.
type Versioned interface {
	VersionHeader() string
}

// VersionHeader returns the name of the header that states the version of the
// API, "" where the dialect has none.
func (c *Client) VersionHeader() string {
	if v, ok := c.Dialect.(Versioned); ok {
		return v.VersionHeader()
	}
	return ""
}
