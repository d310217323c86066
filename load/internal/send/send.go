package load

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/authassay/authassay/load/internal/h1"
	"github.com/authassay/authassay/scenarios"
)

// engine sends with the lean engine as long as the target lets it, and with
// net/http from the first answer on that only net/http reads.
type engine struct {
	lean     *h1.Client // nil where net/http sends from the start
	odd      atomic.Bool
	fallback func() (*standard, error) // made when first asked for
	close    func()
}

// newEngine chooses how the requests of a plan are sent.
func newEngine(p *Plan, count *dialled) (*engine, error) {
	e := &engine{close: func() {}}
	if p.Transport != nil {
		e.fallback = func() (*standard, error) { return newStandard(p, p.Transport) }
		e.fallback = sync.OnceValues(e.fallback)
		_, err := e.fallback()
		return e, err
	}
	transport := newTransport(p, count)
	e.fallback = sync.OnceValues(func() (*standard, error) { return newStandard(p, transport) })
	e.close = transport.CloseIdleConnections
	if !p.HTTP2 {
		l, err := h1.New(p.lean(count), p.requests())
		if err == nil {
			e.lean = l
			e.close = func() { l.Close(); transport.CloseIdleConnections() }
			return e, nil
		}
		if !errors.Is(err, h1.ErrOdd) {
			return nil, err
		}
	}
	_, err := e.fallback()
	return e, err
}

// watch makes the requests in flight end when ctx does.
func (e *engine) watch(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		if e.lean != nil {
			e.lean.Abort()
		}
	})
}

// send implements sender.
func (e *engine) send(ctx context.Context, class, credential int, a *h1.Answer) error {
	if e.lean == nil || e.odd.Load() {
		return e.slow(ctx, class, credential, a)
	}
	err := e.lean.Send(ctx, class, credential, a)
	if err == nil || !errors.Is(err, h1.ErrOdd) {
		return err
	}
	e.odd.Store(true)
	if !e.lean.Repeatable(class, credential) {
		return h1.ErrUnreadable // it may have been carried out: it is not sent again
	}
	return e.slow(ctx, class, credential, a)
}

// slow sends through net/http.
func (e *engine) slow(ctx context.Context, class, credential int, a *h1.Answer) error {
	s, err := e.fallback()
	if err != nil {
		return err
	}
	a.Reset()
	return s.send(ctx, class, credential, a)
}

// lean is how the lean engine sends the plan.
func (p *Plan) lean(count *dialled) h1.Options {
	return h1.Options{Timeout: p.Timeout, MaxBody: p.MaxBody, TLS: p.TLS, Count: count,
		Proxied: func(r *http.Request) bool { return proxied(p, r) }}
}

// requests are those of the classes, by class and credential.
func (p *Plan) requests() [][]scenarios.Request {
	var out [][]scenarios.Request
	for _, c := range p.Classes {
		out = append(out, c.Requests)
	}
	return out
}

// proxied says whether a request goes through a proxy.
func proxied(p *Plan, r *http.Request) bool {
	if p.Proxy == nil {
		return false
	}
	u, err := p.Proxy(r)
	return u != nil || err != nil
}
