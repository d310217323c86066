package scenarios

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Encoding is how the parameters of a request are written into its body.
type Encoding string

// The encodings of request bodies.
const (
	NoBody Encoding = ""     // the parameters stand in the query
	JSON   Encoding = "json" // application/json
	Form   Encoding = "form" // application/x-www-form-urlencoded
)

// Param is one named parameter of a request. In JSON its value is written as
// what it is; in a form or a query it is written as text.
type Param struct {
	Name  string
	Value any
}

// Params is an ordered list of parameters in which a name may repeat.
type Params []Param

// Get returns the first value of a name as text, or "".
func (p Params) Get(name string) string {
	for _, q := range p {
		if q.Name == name {
			return fmt.Sprint(q.Value)
		}
	}
	return ""
}

// Set returns the list with the name's first value replaced, or appended.
func (p Params) Set(name string, value any) Params {
	out := append(Params(nil), p...)
	for i := range out {
		if out[i].Name == name {
			out[i].Value = value
			return out
		}
	}
	return append(out, Param{name, value})
}

// Without returns the list without the name.
func (p Params) Without(name string) Params {
	var out Params
	for _, q := range p {
		if q.Name != name {
			out = append(out, q)
		}
	}
	return out
}

// Encode writes the list in form encoding, in its own order, RFC 6749
// Appendix B.
func (p Params) Encode() string {
	parts := make([]string, len(p))
	for i, q := range p {
		parts[i] = url.QueryEscape(q.Name) + "=" + url.QueryEscape(fmt.Sprint(q.Value))
	}
	return strings.Join(parts, "&")
}

// MarshalJSON writes the list as an object in its own order; a repeated name
// stands twice, as a careless client would send it.
func (p Params) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, q := range p {
		name, _ := plainJSON(q.Name)
		value, err := plainJSON(q.Value)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", q.Name, err)
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return []byte(b.String()), nil
}

// Request is a request on its way to the wire: still in parts, so that a bend
// can spoil exactly one of them.
type Request struct {
	Method   string
	URL      string // absolute, without a query
	Query    Params
	Header   http.Header
	Body     Params
	Encoding Encoding

	RawQuery string // sent instead of Query, when not empty
	Raw      []byte // sent instead of Body, when not nil
}

// Address returns the URL with the query.
func (r Request) Address() string {
	query := r.RawQuery
	if query == "" {
		query = r.Query.Encode()
	}
	switch {
	case query == "":
		return r.URL
	case strings.Contains(r.URL, "?"):
		return r.URL + "&" + query
	}
	return r.URL + "?" + query
}

// Payload returns the body as it goes over the wire, nil for none.
func (r Request) Payload() ([]byte, error) {
	switch {
	case r.Raw != nil:
		return r.Raw, nil
	case r.Encoding == JSON:
		return plainJSON(r.Body)
	case r.Encoding == Form:
		return []byte(r.Body.Encode()), nil
	}
	return nil, nil
}

// plainJSON writes what clients in other languages write: without the escapes
// for HTML that Go's encoder adds.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// clone copies the parts that a bend may change in place.
func (r Request) clone() Request {
	r.Header = r.Header.Clone()
	if r.Header == nil {
		r.Header = http.Header{}
	}
	return r
}

// forgetting leaves a cookie out of the request, RFC 6265 §5.4; "" is none.
func (r Request) forgetting(name string) Request {
	sent := r.Header.Get("Cookie")
	if name == "" || sent == "" {
		return r
	}
	r = r.clone()
	pairs := slices.DeleteFunc(strings.Split(sent, "; "), func(pair string) bool { return strings.HasPrefix(pair, name+"=") })
	if r.Header.Del("Cookie"); len(pairs) > 0 {
		r.Header.Set("Cookie", strings.Join(pairs, "; "))
	}
	return r
}

// planting adds cookies that the request does not have yet.
func (r Request) planting(cookies map[string]string) Request {
	if len(cookies) == 0 {
		return r
	}
	r = r.clone()
	pairs := strings.FieldsFunc(r.Header.Get("Cookie"), func(c rune) bool { return c == ';' || c == ' ' })
	for _, name := range slices.Sorted(maps.Keys(cookies)) {
		if !slices.ContainsFunc(pairs, func(pair string) bool { return strings.HasPrefix(pair, name+"=") }) {
			pairs = append(pairs, name+"="+cookies[name])
		}
	}
	r.Header.Set("Cookie", strings.Join(pairs, "; "))
	return r
}

// retyped gives fields of a value another one.
func (r Request) retyped(by map[string]string) Request {
	if len(by) == 0 {
		return r
	}
	r.Body, r.Query = r.Body.retyped(by), r.Query.retyped(by)
	if r.Raw != nil {
		for value, other := range by {
			old, _ := plainJSON(value)
			now, _ := plainJSON(other)
			r.Raw = bytes.ReplaceAll(r.Raw, old, now)
		}
	}
	return r
}

// retyped are the parameters, with other values where theirs are retyped.
func (p Params) retyped(by map[string]string) Params {
	p = slices.Clone(p)
	for i := range p {
		if text, is := p[i].Value.(string); is {
			if other, found := by[text]; found {
				p[i].Value = other
			}
		}
	}
	return p
}

// slipped puts fields into a form.
func (r Request) slipped(fields Params) Request {
	if r.Encoding == NoBody {
		return r
	}
	for _, f := range fields {
		r.Body = r.Body.Set(f.Name, f.Value)
	}
	return r
}

// filled is the request from where another one comes from: with its header, but for what
// says how the body is written, and with its values in the fields that both have.
func (r Request) filled(from Request) Request {
	header := from.clone().Header
	for _, name := range []string{"Content-Type", "Origin"} {
		if is := r.Header.Get(name); is != "" {
			header.Set(name, is)
		}
	}
	r.Header = header
	own, _ := url.ParseQuery(from.RawQuery)
	for _, p := range slices.Concat(from.Query, from.Body) {
		own.Set(p.Name, fmt.Sprint(p.Value))
	}
	if query, err := url.ParseQuery(r.RawQuery); err == nil && r.RawQuery != "" {
		for name := range query {
			if own.Has(name) {
				query[name] = own[name]
			}
		}
		r.RawQuery = query.Encode()
	}
	fill := func(fields Params) Params {
		fields = slices.Clone(fields)
		for i, p := range fields {
			if own.Has(p.Name) {
				fields[i].Value = own.Get(p.Name)
			}
		}
		return fields
	}
	r.Query, r.Body = fill(r.Query), fill(r.Body)
	return r
}

// sendsPassword says whether a request sends a password, by the name of a field.
func (r Request) sendsPassword() bool {
	for _, p := range slices.Concat(r.Body, r.Query) {
		if strings.Contains(strings.ToLower(p.Name), "passw") {
			return true
		}
	}
	return r.Encoding == NoBody && strings.Contains(strings.ToLower(string(r.Raw)), "passw")
}
