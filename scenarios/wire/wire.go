package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/go-resty/resty/v2"
)

// Options say how requests travel. The zero value is usable.
type Options struct {
	Timeout     time.Duration // of one request with its answer; 10 s where zero
	MaxBody     int64         // bytes read of one answer; 1 MiB where zero
	TLS         *tls.Config   // nil for the system's own authorities
	Header      http.Header   // added to requests that do not set the name themselves
	UserAgent   string        // authassay where empty
	Connections int           // kept open to one host; 64 where zero
	Concurrency int           // requests at a time, races aside; any number where zero
	PerSecond   float64       // requests a second, races aside; any pace where zero
	// Dial opens the connections, for a target that is not on a network of the
	// system; nil for the system's own.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Through carries the requests, races aside, and may leave them to the wire's own
	// transport, for a target that needs no network at all; nil for that transport.
	Through func(own http.RoundTripper) http.RoundTripper
	// Watch sees the date of every answer; nil for nobody.
	Watch interface{ Saw(r *scenarios.Reply) }
}

// Wire sends requests: no redirects, bounded in size and time, and none twice that
// the target has looked at. It
// speaks HTTP/1.1 only, because HTTP/2 would hide the case of header names and
// put a race on one connection. Safe for concurrent use.
type Wire struct {
	options Options
	client  *resty.Client
	gate    *gate
	vain    atomic.Int64 // requests in a row that the target wanted later, and later again
}

const maxAnswerHeader = 256 << 10

// New returns a wire with its own connections.
func New(o Options) *Wire {
	o = o.withDefaults()
	var transport http.RoundTripper = newTransport(o)
	if o.Through != nil {
		transport = o.Through(transport)
	}
	return &Wire{options: o, client: newResty(transport), gate: newGate(o.Concurrency, o.PerSecond)}
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 1 << 20
	}
	if o.Connections <= 0 {
		o.Connections = 64
	}
	if o.UserAgent == "" {
		o.UserAgent = "authassay"
	}
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	return o
}

func newTransport(o Options) *http.Transport {
	t := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            o.Dial,
		MaxIdleConns:           4 * o.Connections,
		MaxIdleConnsPerHost:    o.Connections,
		IdleConnTimeout:        90 * time.Second,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxAnswerHeader,
		TLSClientConfig:        o.TLS.Clone(),
		TLSNextProto:           map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
	return t
}

// newResty leaves to resty what it does well and takes away what a tester
// must not have: retries, redirects, cookies and its own reading of bodies.
func newResty(t http.RoundTripper) *resty.Client {
	c := resty.NewWithClient(&http.Client{
		Transport: unled{t},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	})
	c.SetRetryCount(0).SetDisableWarn(true).SetAllowGetMethodPayload(true)
	c.SetPreRequestHook(func(_ *resty.Client, r *http.Request) error {
		// resty adds headers that it thinks are missing.
		if h, ok := r.Context().Value(headerKey{}).(http.Header); ok {
			r.Header = h
		}
		// resty wraps an empty body in a reader of unknown length, for which
		// net/http waits 200 ms.
		if r.ContentLength == 0 {
			r.Body = http.NoBody
		}
		// A server that sends a body after all leaves the next answer on that
		// connection unreadable, and it is not the next request that is to blame.
		r.Close = r.Method == http.MethodHead
		return nil
	})
	return c
}

// Close closes the connections that are not in use.
func (w *Wire) Close() { w.client.GetClient().CloseIdleConnections() }

// Send sends the request and returns what came back: once, and a second time where
// the target has not looked at it and wants to be asked again within two seconds.
// The reply's Err is a short cause without any secret; the reply is Broken where
// it is set.
//
// A GET on a kept connection that the server closes meanwhile is sent again by
// net/http (RFC 9110 §9.2.2); a POST never is once a byte of it has left.
func (w *Wire) Send(ctx context.Context, r scenarios.Request) *scenarios.Reply {
	reply := w.sendInTurn(ctx, r)
	after, soon := comeBack(reply)
	if !soon || w.vain.Load() >= vainAtMost || !rest(ctx, after) {
		w.heeded(reply)
		return reply
	}
	reply = w.sendInTurn(ctx, r)
	w.heeded(reply)
	return reply
}

// vainAtMost is how many waits in a row may be in vain before none is made any
// more, until the target looks at a request again: one that is always busy must
// not cost a wait for each request.
const vainAtMost = 3

// heeded notes whether the target has looked at a request, be it after a wait.
func (w *Wire) heeded(r *scenarios.Reply) {
	if r.Err == nil && r.Status == http.StatusTooManyRequests {
		w.vain.Add(1)
		return
	}
	w.vain.Store(0)
}

// sendInTurn sends a request once the limits of the target allow it.
func (w *Wire) sendInTurn(ctx context.Context, r scenarios.Request) *scenarios.Reply {
	leave, err := w.gate.enter(ctx)
	if err != nil {
		return &scenarios.Reply{Request: r, Err: causeOf(ctx, err, w.options.Timeout), Class: scenarios.Broken}
	}
	defer leave()
	return w.sendBy(ctx, w.client, r)
}

func (w *Wire) sendBy(ctx context.Context, c *resty.Client, r scenarios.Request) *scenarios.Reply {
	reply := &scenarios.Reply{Request: r}
	body, err := r.Payload()
	header := w.headerOf(r)
	sent := &sentHeader{asked: header}
	reply.Sent = time.Now()
	if err == nil {
		err = w.exchange(sent.watched(ctx), c, reply, header, body)
	}
	reply.Received = time.Now()
	if err != nil {
		reply.Err = causeOf(ctx, err, w.options.Timeout)
		reply.Class = scenarios.Broken
	}
	if w.options.Watch != nil {
		w.options.Watch.Saw(reply)
	}
	scenarios.Record(ctx, reply, sent.seen(), body)
	return reply
}

func (w *Wire) exchange(ctx context.Context, c *resty.Client, reply *scenarios.Reply, header http.Header, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, w.options.Timeout)
	defer cancel()
	ctx = context.WithValue(ctx, headerKey{}, header)
	req := c.R().SetContext(ctx).SetDoNotParseResponse(true)
	if body != nil {
		req.Body = bytes.NewReader(body)
	}
	resp, err := req.Execute(reply.Request.Method, reply.Request.Address())
	if resp == nil || resp.RawResponse == nil {
		return err
	}
	raw := resp.RawResponse
	defer raw.Body.Close()
	reply.Status, reply.Header = raw.StatusCode, led(raw.Header)
	if err != nil {
		return err
	}
	reply.Body, err = readBounded(raw.Body, raw.ContentLength, w.options.MaxBody)
	return err
}

// headerKey carries the header of a request past resty.
type headerKey struct{}

// readBounded reads at most max bytes; where there are more it returns those
// and ErrTooLarge. The length that was announced, -1 where none was, spares
// memory and decides nothing.
func readBounded(from io.Reader, announced, max int64) ([]byte, error) {
	var b bytes.Buffer
	if 0 < announced && announced <= max {
		b.Grow(int(announced) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(from, max+1))
	if n > max {
		return b.Bytes()[:max], fmt.Errorf("%w than %s", ErrTooLarge, size(max))
	}
	return b.Bytes(), err
}

// size writes a number of bytes for people.
func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
