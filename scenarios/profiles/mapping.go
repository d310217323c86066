package profiles

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/pointer"
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
	// resource or a document holds is not an answer in this sense. One that begins
	// with / is a JSON Pointer, RFC 6901, to where the member stands.
	Members map[string]string
	// AuthorizationResponse is what the answer in the browser calls a parameter, by
	// its name in RFC 6749 §4.1.2 and §4.1.2.1.
	AuthorizationResponse map[string]string
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
	for word, name := range m.Members {
		delete(out, word)
		delete(out, outermost(name))
	}
	for word, name := range m.Members {
		if value, there := within(came, name); there {
			out[word] = value
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return body
	}
	return text
}

// place is where a member stands: at the top, or where a JSON Pointer leads.
func place(name string) []string {
	if !strings.HasPrefix(name, "/") {
		return []string{name}
	}
	return pointer.Steps(name)
}

func outermost(name string) string { return place(name)[0] }

func innermost(name string) string { return place(name)[len(place(name))-1] }

// within is what stands at a member's place, as it was written.
func within(object map[string]json.RawMessage, name string) (json.RawMessage, bool) {
	steps := place(name)
	for _, step := range steps[:len(steps)-1] {
		inner := map[string]json.RawMessage{}
		if json.Unmarshal(object[step], &inner) != nil {
			return nil, false
		}
		object = inner
	}
	value, there := object[steps[len(steps)-1]]
	return value, there
}

// Hear writes what arrived in the browser in the words of the RFCs, as Decode
// does an answer.
func (d mapped) Hear(came url.Values) url.Values {
	words := d.mapping.AuthorizationResponse
	out := maps.Clone(came)
	for word, name := range words {
		delete(out, word)
		delete(out, name)
	}
	for word, name := range words {
		if values, there := came[name]; there {
			out[word] = values
		}
	}
	if inner, ok := d.Dialect.(scenarios.Hearing); ok {
		return inner.Hear(out)
	}
	return out
}

// Words are what the product calls parameters and members, with their names in
// the RFCs. A name can stand for several words in different places.
func (d mapped) Words() map[string][]string {
	words := map[string][]string{}
	if inner, ok := d.Dialect.(scenarios.Worded); ok {
		maps.Copy(words, inner.Words())
	}
	lists := d.mapping.lists()
	for _, list := range lists {
		for word, name := range list {
			name = innermost(name)
			words[name] = append(slices.Clone(words[name]), word)
		}
	}
	for name := range words {
		for key, list := range lists {
			if list[name] == "" && slices.Contains(slices.Concat(companions[key]...), name) {
				words[name] = append(words[name], name) // it keeps its own meaning there
			}
		}
	}
	for name := range words {
		slices.Sort(words[name])
		words[name] = slices.Compact(words[name])
	}
	return words
}

// lists are the names by the key of profile.yaml that holds them.
func (m Mapping) lists() map[string]map[string]string {
	return map[string]map[string]string{
		"parameters": m.Parameters, "members": m.Members, "authorization_response": m.AuthorizationResponse,
	}
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
