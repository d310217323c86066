package wire

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync"

	"github.com/authassay/authassay/scenarios"
)

// headerOf joins the request's header and the wire's own. Names keep the case
// in which they are written. A name without a value is one that a check leaves
// out: nothing is sent for it.
func (w *Wire) headerOf(r scenarios.Request) http.Header {
	h := r.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	for name, values := range w.options.Header {
		if !scenarios.HasField(h, name) {
			h[name] = values
		}
	}
	if !scenarios.HasField(h, "User-Agent") {
		h["User-Agent"] = []string{w.options.UserAgent}
	}
	if !scenarios.HasField(h, "Accept") {
		h["Accept"] = []string{"*/*"}
	}
	return h
}

// sentHeader is the header of a request as net/http wrote it: with what was
// added on the way, such as Host and Content-Length.
type sentHeader struct {
	asked http.Header

	mu    sync.Mutex
	wrote http.Header
}

// watched returns a context under which the header is seen, where the request
// is recorded.
func (s *sentHeader) watched(ctx context.Context) context.Context {
	if !scenarios.Recorded(ctx) {
		return ctx
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.wrote = http.Header{} // of the last try, where there were two
		},
		WroteHeaderField: func(name string, values []string) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.wrote[name] = append(s.wrote[name], values...)
		},
	})
}

// seen returns what was written, and what was to be written where the request
// never left.
func (s *sentHeader) seen() http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.wrote) == 0 {
		return s.asked
	}
	return s.wrote.Clone()
}

// unled keeps the Location of an answer from net/http, which reads it even where no
// redirect is followed and takes an answer for lost whose address it cannot read:
// that a server sends browsers to such an address is for checks to see.
type unled struct{ http.RoundTripper }

// ledTo is where the Location of an answer stands meanwhile: no field of an answer
// has a name with a blank.
const ledTo = "led to"

// RoundTrip implements http.RoundTripper.
func (u unled) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := u.RoundTripper.RoundTrip(r)
	if resp != nil && resp.Header["Location"] != nil {
		resp.Header[ledTo] = resp.Header["Location"]
		delete(resp.Header, "Location")
	}
	return resp, err
}

// CloseIdleConnections lets the client close what it keeps.
func (u unled) CloseIdleConnections() {
	if c, kept := u.RoundTripper.(interface{ CloseIdleConnections() }); kept {
		c.CloseIdleConnections()
	}
}

// led puts the Location of an answer back.
func led(h http.Header) http.Header {
	if to := h[ledTo]; to != nil {
		h["Location"] = to
		delete(h, ledTo)
	}
	return h
}
