// Package send sends the requests of a load and reads what comes back: by the
// HTTP/1.1 client of h1 as long as the target lets it, and by net/http from the
// first answer on that only net/http reads.
//
//	s, err := send.New(send.Options{Timeout: 10 * time.Second}, classes)
//	err = s.Send(ctx, class, credential, &answer)
//
// It judges no answer and paces nothing.
package send

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/load/internal/h1"
	"github.com/authassay/authassay/scenarios"
)

// Options say how requests are sent.
type Options struct {
	Timeout     time.Duration // of one request, from the actual send
	MaxBody     int           // bytes of an answer's body; a larger one is an error
	Connections int           // that may be kept idle
	TLS         *tls.Config
	Proxy       func(*http.Request) (*url.URL, error)
	HTTP2       bool              // net/http sends from the start
	Transport   http.RoundTripper // instead of connections to the target
}

// Class is the requests of one class, one for each credential.
type Class struct {
	Name     string
	Requests []scenarios.Request
}

// Sender sends the requests of classes that were made ready beforehand.
type Sender struct {
	options  Options
	classes  []Class
	h1       *h1.Client // nil where net/http sends from the start
	odd      atomic.Bool
	fallback func() (*standard, error) // made when first asked for
	close    func()
	dialled  dialled
}

// New chooses how the requests are sent, and makes them ready.
func New(o Options, classes []Class) (*Sender, error) {
	s := &Sender{options: o, classes: classes, close: func() {}}
	if o.Transport != nil {
		s.fallback = sync.OnceValues(func() (*standard, error) { return newStandard(s, o.Transport) })
		_, err := s.fallback()
		return s, err
	}
	transport := newTransport(o, &s.dialled)
	s.fallback = sync.OnceValues(func() (*standard, error) { return newStandard(s, transport) })
	s.close = transport.CloseIdleConnections
	if !o.HTTP2 {
		client, err := h1.New(s.h1Options(), s.requests())
		if err == nil {
			s.h1 = client
			s.close = func() { client.Close(); transport.CloseIdleConnections() }
			return s, nil
		}
		if !errors.Is(err, h1.ErrOdd) {
			return nil, err
		}
	}
	_, err := s.fallback()
	return s, err
}

// Watch makes the requests in flight end when ctx does.
func (s *Sender) Watch(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		if s.h1 != nil {
			s.h1.Abort()
		}
	})
}

// Close closes the connections.
func (s *Sender) Close() { s.close() }

// Open counts the connections that are open now; 0 where the options bring a
// transport.
func (s *Sender) Open() int64 { return s.dialled.open.Load() }

// Send sends the request of one credential once and reads the answer.
func (s *Sender) Send(ctx context.Context, class, credential int, a *h1.Answer) error {
	if s.h1 == nil || s.odd.Load() {
		return s.slow(ctx, class, credential, a)
	}
	err := s.h1.Send(ctx, class, credential, a)
	if err == nil || !errors.Is(err, h1.ErrOdd) {
		return err
	}
	s.odd.Store(true)
	if !s.h1.Repeatable(class, credential) {
		return h1.ErrUnreadable // it may have been carried out: it is not sent again
	}
	return s.slow(ctx, class, credential, a)
}

// slow sends through net/http.
func (s *Sender) slow(ctx context.Context, class, credential int, a *h1.Answer) error {
	n, err := s.fallback()
	if err != nil {
		return err
	}
	a.Reset()
	return n.send(ctx, class, credential, a)
}

// h1Options are those of the HTTP/1.1 client.
func (s *Sender) h1Options() h1.Options {
	return h1.Options{Timeout: s.options.Timeout, MaxBody: s.options.MaxBody, TLS: s.options.TLS,
		Count: &s.dialled, Proxied: s.proxied}
}

// requests are those of the classes, by class and credential.
func (s *Sender) requests() [][]scenarios.Request {
	var out [][]scenarios.Request
	for _, c := range s.classes {
		out = append(out, c.Requests)
	}
	return out
}

// proxied says whether a request goes through a proxy.
func (s *Sender) proxied(r *http.Request) bool {
	if s.options.Proxy == nil {
		return false
	}
	u, err := s.options.Proxy(r)
	return u != nil || err != nil
}
