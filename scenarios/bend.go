package scenarios

import (
	"fmt"
	"net/http"
	"strings"
)

// Bend spoils one part of a correct request on purpose, so that a refusal can
// only be for that part.
type Bend func(*Request)

// params returns the list in which the parameters of the request stand: the
// body where it has one, the query otherwise.
func (r *Request) params() *Params {
	if r.Encoding == NoBody {
		return &r.Query
	}
	return &r.Body
}

// With sets a parameter to another value.
func With(name string, value any) Bend {
	return func(r *Request) { p := r.params(); *p = p.Set(name, value) }
}

// Without leaves a parameter out.
func Without(name string) Bend {
	return func(r *Request) { p := r.params(); *p = p.Without(name) }
}

// Again adds a parameter once more, beside what is there.
func Again(name string, value any) Bend {
	return func(r *Request) {
		p := r.params()
		*p = append(append(Params(nil), *p...), Param{name, value})
	}
}

// WithQuery adds a parameter to the query, whatever the body holds.
func WithQuery(name string, value any) Bend {
	return func(r *Request) { r.Query = append(append(Params(nil), r.Query...), Param{name, value}) }
}

// InQuery moves all parameters from the body into the query and sends an
// empty body of the same type.
func InQuery() Bend {
	return func(r *Request) {
		r.Query = append(append(Params(nil), r.Query...), r.Body...)
		r.Body = nil
	}
}

// WithRawQuery replaces the query by text that may be malformed.
func WithRawQuery(query string) Bend {
	return func(r *Request) { r.RawQuery = query }
}

// WithHeader sets a header to one value. The name goes over the wire in the
// case in which it is given here.
func WithHeader(name, value string) Bend {
	return func(r *Request) {
		deleteHeader(r.Header, name)
		r.Header[name] = []string{value}
	}
}

// AgainHeader adds one more header of the name.
func AgainHeader(name, value string) Bend {
	return func(r *Request) {
		for k := range r.Header {
			if strings.EqualFold(k, name) {
				r.Header[k] = append(r.Header[k], value)
				return
			}
		}
		r.Header[name] = []string{value}
	}
}

// WithoutHeader leaves a header out, whatever the case of its name, and
// whatever the target file would add.
func WithoutHeader(name string) Bend {
	return func(r *Request) {
		deleteHeader(r.Header, name)
		r.Header[name] = []string{}
	}
}

// HasField says whether a header has a field, whatever the case of its name.
func HasField(h http.Header, name string) bool {
	if _, ok := h[name]; ok {
		return true
	}
	for k := range h {
		if strings.EqualFold(k, name) {
			return true
		}
	}
	return false
}

func deleteHeader(h http.Header, name string) {
	for k := range h {
		if strings.EqualFold(k, name) {
			delete(h, k)
		}
	}
}

// ByMethod sends the request with another method.
func ByMethod(method string) Bend {
	return func(r *Request) { r.Method = method }
}

// InForm writes the body in form encoding.
func InForm() Bend {
	return func(r *Request) {
		r.Encoding = Form
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
}

// RawBody replaces the body, whatever it is a body of. The content type stays
// unless another one is given.
func RawBody(body, contentType string) Bend {
	return func(r *Request) {
		r.Raw = []byte(body)
		if contentType != "" {
			WithHeader("Content-Type", contentType)(r)
		}
	}
}

// Authorized sends the Authorization value as it is given.
func Authorized(value string) Bend {
	return WithHeader("Authorization", value)
}

// bend applies the bends to a copy of the request.
func bend(r Request, bends []Bend) Request {
	r = r.clone()
	for _, b := range bends {
		b(&r)
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	return r
}

// InJSON writes the body as JSON, whatever the endpoint reads.
func InJSON() Bend {
	return func(r *Request) {
		r.Encoding = JSON
		WithHeader("Content-Type", "application/json")(r)
	}
}

// InMultipart writes the body as multipart/form-data, RFC 7578.
func InMultipart() Bend {
	return func(r *Request) {
		const boundary = "authassay-boundary"
		var b strings.Builder
		for _, p := range r.Body {
			fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=%q\r\n\r\n%v\r\n", boundary, p.Name, p.Value)
		}
		RawBody(b.String()+"--"+boundary+"--\r\n", "multipart/form-data; boundary="+boundary)(r)
	}
}

// Posted moves all parameters from the query into a form that is posted.
func Posted() Bend {
	return func(r *Request) {
		r.Method, r.Body, r.Query = http.MethodPost, r.Query, nil
		InForm()(r)
	}
}

// CutShort leaves out the last character of the body, as a client does that
// counts it wrongly.
func CutShort() Bend {
	return func(r *Request) {
		if text, err := r.Payload(); err == nil && len(text) > 0 {
			r.Raw = text[:len(text)-1]
		}
	}
}
