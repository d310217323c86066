package selftest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// direct hands requests to a server of this process without writing and reading
// them: a third of what a self-test costs. It does so only where the bytes would
// have changed nothing, and leaves every other request, and those that are kept as
// evidence, to the network.
type direct struct {
	servers map[string]http.Handler // by host and port
	network http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (d *direct) RoundTrip(r *http.Request) (*http.Response, error) {
	server := d.servers[r.URL.Host]
	if server == nil || scenarios.Recorded(r.Context()) || !plain(r) {
		return d.network.RoundTrip(r)
	}
	at, err := url.ParseRequestURI(r.URL.RequestURI())
	if err != nil {
		return d.network.RoundTrip(r)
	}
	body := r.Body
	if body == nil {
		body = http.NoBody
	}
	sent := (&http.Request{
		Method: r.Method, URL: at, RequestURI: r.URL.RequestURI(), Host: r.URL.Host, Header: r.Header, Body: body, ContentLength: r.ContentLength,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, RemoteAddr: "127.0.0.1:1",
	}).WithContext(r.Context())
	w := &answer{header: http.Header{}}
	if err := w.serve(server, sent); err != nil {
		return nil, err
	}
	return w.response(r), nil
}

// CloseIdleConnections lets the client close what it keeps.
func (d *direct) CloseIdleConnections() {
	if c, keeps := d.network.(interface{ CloseIdleConnections() }); keeps {
		c.CloseIdleConnections()
	}
}

// mostHeader is how long the header of a plain request is at most, in bytes.
const mostHeader = 4 << 10

// plain says whether a request comes out of its bytes as it went in.
func plain(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete:
	default:
		return false
	}
	if r.Host != "" && r.Host != r.URL.Host || r.URL.User != nil || r.ContentLength < 0 || len(r.TransferEncoding) > 0 {
		return false
	}
	length := len(r.URL.RawQuery) + len(r.URL.Path)
	for name, values := range r.Header {
		switch {
		case textproto.CanonicalMIMEHeaderKey(name) != name || !named(name):
			return false
		case name == "Connection" || name == "Expect" || name == "Upgrade" || name == "Content-Length" || name == "Host":
			return false
		}
		for _, v := range values {
			if length += len(v); strings.TrimSpace(v) != v || !onOneLine(v) {
				return false
			}
		}
	}
	return length < mostHeader
}

// named says whether a text is the name of a field, without what few names have.
func named(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	}) < 0
}

// onOneLine says whether a text can stand in a field.
func onOneLine(v string) bool {
	return strings.IndexFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
}

// answer is what a server writes, as net/http would send it.
type answer struct {
	header http.Header
	status int
	sent   http.Header // as it was when the status was written
	body   bytes.Buffer
	parted bool
}

// serve has the server answer. Its panic is a connection that is lost.
func (a *answer) serve(server http.Handler, r *http.Request) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("serve: %w", io.EOF)
		}
	}()
	server.ServeHTTP(a, r)
	a.WriteHeader(http.StatusOK)
	return nil
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter: the first one counts.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status, a.sent = status, a.header.Clone()
	}
}

// Write implements http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		return 0, http.ErrBodyNotAllowed
	}
	return a.body.Write(p)
}

// Flush implements http.Flusher.
func (a *answer) Flush() {
	a.WriteHeader(http.StatusOK)
	a.parted = true
}

// response is the answer as the client reads it.
func (a *answer) response(r *http.Request) *http.Response {
	h, oneLine := http.Header{}, strings.NewReplacer("\n", " ", "\r", " ") // as no field can hold others
	for name, values := range a.sent {
		if !named(name) {
			continue
		}
		key := textproto.CanonicalMIMEHeaderKey(name)
		for _, v := range values {
			h[key] = append(h[key], textproto.TrimString(oneLine.Replace(v)))
		}
	}
	if h["Date"] == nil {
		h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	written := a.body.Bytes()
	if _, typed := h["Content-Type"]; !typed && len(written) > 0 && h["Content-Encoding"] == nil {
		h.Set("Content-Type", http.DetectContentType(written))
	}
	length := int64(-1)
	switch {
	case a.status == http.StatusNoContent:
		length = 0
	case !a.parted && h["Content-Length"] == nil:
		h.Set("Content-Length", strconv.Itoa(len(written)))
		length = int64(len(written))
	}
	if r.Method == http.MethodHead {
		written = nil
	}
	return &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: io.NopCloser(bytes.NewReader(written)), ContentLength: length, Request: r,
	}
}
