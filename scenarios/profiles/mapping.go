package profiles

import (
	"encoding/json"
	"maps"
	"net/http"

	"github.com/authassay/authassay/scenarios"
)

// Mapping is how a product's wire differs from a dialect in nothing but names,
// places and encoding. An empty one changes nothing.
type Mapping struct {
	// Endpoints are paths below the target's base URL, by the endpoint's name. The
	// target file and the metadata come first.
	Endpoints map[string]string
	// Encoding is how requests with a body are written; NoBody leaves it to the
	// dialect.
	Encoding scenarios.Encoding
	// Parameters are what requests call a parameter, by its name in the RFCs.
	Parameters map[string]string
	// Members are what JSON answers call a member, by its name in the RFCs. What a
	// resource or a document holds is not an answer in this sense.
	Members map[string]string
}

// Over returns the dialect of the product: d with the mapping laid over it.
func (m Mapping) Over(d scenarios.Dialect) scenarios.Dialect { return mapped{d, m} }

// mapped is a dialect in another product's words.
type mapped struct {
	scenarios.Dialect
	mapping Mapping
}

// Encode writes a step in the words of the RFCs, at the product's places and in
// its encoding.
func (d mapped) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	endpoints := maps.Clone(d.mapping.Endpoints)
	if endpoints == nil {
		endpoints = map[string]string{}
	}
	maps.Copy(endpoints, b.At)
	b.At = endpoints
	r, err := d.Dialect.Encode(b, s)
	if err != nil || r.Encoding == scenarios.NoBody || d.mapping.Encoding == scenarios.NoBody {
		return r, err
	}
	r.Encoding = d.mapping.Encoding
	r.Header.Set("Content-Type", mediaType(r.Encoding))
	return r, nil
}

// mediaType is that of a body, RFC 8259 §11 and RFC 6749 Appendix B.
func mediaType(e scenarios.Encoding) string {
	if e == scenarios.JSON {
		return "application/json"
	}
	return "application/x-www-form-urlencoded"
}

// Spell writes the parameters in the product's words, wherever they stand.
func (d mapped) Spell(r scenarios.Request) scenarios.Request {
	r.Query, r.Body = d.mapping.spelled(r.Query), d.mapping.spelled(r.Body)
	if inner, ok := d.Dialect.(scenarios.Spelling); ok {
		return inner.Spell(r)
	}
	return r
}

func (m Mapping) spelled(params scenarios.Params) scenarios.Params {
	var out scenarios.Params
	for _, p := range params {
		if name, ok := m.Parameters[p.Name]; ok {
			p.Name = name
		}
		out = append(out, p)
	}
	return out
}

// Decode has the dialect read the answer in the words of the RFCs. The body
// stays as it came.
func (d mapped) Decode(r *scenarios.Reply) {
	came := r.Body
	if d.mapping.applies(r) {
		r.Body = d.mapping.read(came)
	}
	d.Dialect.Decode(r)
	r.Body = came
}

// applies says whether an answer speaks in the product's words: those of its
// endpoints do, and refusals; what a resource or a document holds does not.
func (m Mapping) applies(r *scenarios.Reply) bool {
	if len(m.Members) == 0 {
		return false
	}
	switch r.Step.Verb {
	case scenarios.Call, scenarios.Write, scenarios.UserInfo, scenarios.Discover, scenarios.Keys:
		return r.Status >= http.StatusBadRequest
	}
	return true
}

// read writes the members of an object in the words of the RFCs. A member that
// has such a name where the product has another for it is nothing that the
// contract knows.
func (m Mapping) read(body []byte) []byte {
	var came map[string]json.RawMessage
	if json.Unmarshal(body, &came) != nil || came == nil {
		return body
	}
	out := maps.Clone(came)
	for word := range m.Members {
		delete(out, word)
	}
	for _, name := range m.Members {
		delete(out, name)
	}
	for word, name := range m.Members {
		if value, there := came[name]; there {
			out[word] = value
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return body
	}
	return text
}

// Words are what the product calls parameters and members, with their names in
// the RFCs.
func (d mapped) Words() map[string]string {
	words := map[string]string{}
	if inner, ok := d.Dialect.(scenarios.Worded); ok {
		maps.Copy(words, inner.Words())
	}
	for _, list := range []map[string]string{d.mapping.Parameters, d.mapping.Members} {
		for word, name := range list {
			words[name] = word
		}
	}
	return words
}

// TenantHeader is that of the dialect, "" where it has none.
func (d mapped) TenantHeader() string {
	if inner, ok := d.Dialect.(scenarios.Tenanted); ok {
		return inner.TenantHeader()
	}
	return ""
}

// VersionHeader is that of the dialect, "" where it has none.
func (d mapped) VersionHeader() string {
	if inner, ok := d.Dialect.(scenarios.Versioned); ok {
		return inner.VersionHeader()
	}
	return ""
}
