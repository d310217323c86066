package h1

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// request is that of one credential as it goes over the wire. Credentials
// of a class differ in a few bytes only, so they share what stands before and
// after those.
type request struct {
	home           *origin
	before, middle []byte
	after          []byte
	get            bool // it may be sent again when nothing was answered
	bodiless       bool // its answer has no body: a HEAD request
}

// append writes the request to the end of b.
func (s *request) append(b []byte) []byte {
	return append(append(append(b, s.before...), s.middle...), s.after...)
}

// share makes the request hold its text as what it has in common with another
// text, and the rest.
func (s *request) share(text, with []byte) {
	n := min(len(text), len(with))
	head := 0
	for head < n && text[head] == with[head] {
		head++
	}
	tail := 0
	for tail < n-head && text[len(text)-1-tail] == with[len(with)-1-tail] {
		tail++
	}
	s.before, s.after = with[:head], with[len(with)-tail:]
	s.middle = bytes.Clone(text[head : len(text)-tail])
}

// origin is what connections lead to, RFC 9110 §4.3.1.
type origin struct {
	scheme  string // http or https
	address string // host:port
	name    string // of the server, for TLS
	idle    stack
}

// hopByHop are header fields that change how a message is sent, which the HTTP/1.1
// engine leaves to net/http.
var hopByHop = []string{"Connection", "Transfer-Encoding", "Trailer", "Content-Length", "Upgrade", "Expect", "Te"}

// encode writes a request as net/http writes it. It fails with ErrOdd for one
// that only net/http can send.
func encode(r scenarios.Request) (*http.Request, []byte, error) {
	req, err := Prepare(r)
	if err != nil {
		return nil, nil, err
	}
	body, err := r.Payload()
	if err != nil {
		return nil, nil, err
	}
	for name, values := range req.Header {
		for _, odd := range hopByHop {
			if strings.EqualFold(name, odd) {
				return nil, nil, ErrOdd
			}
		}
		for _, v := range values {
			if !sendable(name, v) {
				return nil, nil, fmt.Errorf("header %q cannot be sent", name)
			}
		}
	}
	if body != nil {
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	var b bytes.Buffer
	if err := req.Write(&b); err != nil {
		return nil, nil, fmt.Errorf("write request: bad address or header")
	}
	return req, b.Bytes(), nil
}

// sendable says whether a header field can be sent without breaking the
// message.
func sendable(name, value string) bool {
	for i := range len(name) {
		if !isToken(name[i]) {
			return false
		}
	}
	for i := range len(value) {
		if !isValue(value[i]) {
			return false
		}
	}
	return name != ""
}

// originOf returns where a URL leads to; false for what only net/http knows.
func originOf(u *url.URL) (origin, bool) {
	port := u.Port()
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return origin{}, false
	case port == "" && u.Scheme == "http":
		port = "80"
	case port == "":
		port = "443"
	}
	for _, c := range u.Host {
		if c > 0x7e {
			return origin{}, false
		}
	}
	return origin{scheme: u.Scheme, address: net.JoinHostPort(u.Hostname(), port), name: u.Hostname()}, true
}

// Prepare makes the template of a request, without its body. The address is
// left out of the error: it may hold a secret.
func Prepare(r scenarios.Request) (*http.Request, error) {
	req, err := http.NewRequest(r.Method, r.Address(), nil)
	if err != nil {
		return nil, fmt.Errorf("bad method or address")
	}
	if req.URL.Host == "" {
		return nil, fmt.Errorf("address without a host")
	}
	if r.Header != nil {
		req.Header = r.Header
	}
	if host := r.Header.Get("Host"); host != "" {
		req.Host = host
	}
	return req, nil
}
