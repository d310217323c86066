// Package h1 is an HTTP/1.1 client that costs little: requests are encoded once,
// sent over kept connections, and answers are read as far as a load needs them.
// What it does not know it leaves to net/http. It judges no answer.
package h1

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Client sends HTTP/1.1 over keep-alive connections with one write and one read
// in the common case, from requests that were encoded beforehand. What it does
// not know it refuses with ErrOdd.
type Client struct {
	options Options
	encoded [][]request // class, credential
	tls     *tls.Config

	mu   sync.Mutex
	open map[*conn]struct{}
}

// stack holds idle connections; the one used last is used next.
type stack struct {
	mu    sync.Mutex
	conns []*conn
}

// Options say how a client sends.
type Options struct {
	Timeout time.Duration // of one request, from the send
	MaxBody int           // bytes of an answer's body
	TLS     *tls.Config   // nil for the system's own authorities
	Count   Counter       // told of connections
	// Proxied says whether a request goes through a proxy, which is left to
	// net/http.
	Proxied func(*http.Request) bool
}

// Counter counts connections.
type Counter interface {
	Opened()
	Closed()
}

// New encodes requests, by class and credential. It fails with ErrOdd where
// net/http has to send them.
func New(o Options, classes [][]scenarios.Request) (*Client, error) {
	l := &Client{options: o, tls: &tls.Config{}, open: map[*conn]struct{}{}}
	if o.TLS != nil {
		l.tls = o.TLS.Clone()
	}
	l.tls.NextProtos = []string{"http/1.1"}
	origins := map[string]*origin{}
	for _, requests := range classes {
		encoded := make([]request, len(requests))
		var first []byte
		for i, r := range requests {
			req, text, err := encode(r)
			if err != nil {
				return nil, err
			}
			home, ok := originOf(req.URL)
			if !ok || o.Proxied(req) {
				return nil, ErrOdd
			}
			key := home.scheme + " " + home.address
			if origins[key] == nil {
				origins[key] = &home
			}
			if i == 0 {
				first = text
			}
			encoded[i] = request{home: origins[key], get: req.Method == "GET", bodiless: req.Method == "HEAD"}
			encoded[i].share(text, first)
		}
		l.encoded = append(l.encoded, encoded)
	}
	return l, nil
}

// Send sends the request of one credential once and reads the answer. A request on a used connection that the target
// closed before it answered anything is sent once more when it is a GET: a
// target may close an idle connection at any time, RFC 9112 §9.3.1.
func (l *Client) Send(ctx context.Context, class, credential int, a *Answer) error {
	s := &l.encoded[class][credential]
	a.Sent = time.Now()
	deadline := a.Sent.Add(l.options.Timeout)
	for again := false; ; again = true {
		c, err := l.take(ctx, s.home, deadline, again)
		if err != nil {
			return err
		}
		if err = c.bound(deadline, l.options.Timeout); err == nil {
			err = ctx.Err() // after the deadline is set, so that Abort has the last word
		}
		keep := false
		if err == nil {
			keep, err = c.exchange(s, l.options.MaxBody, a)
		}
		if keep && err == nil {
			l.give(c, a.Sent)
			return nil
		}
		l.drop(c)
		if err == nil || again || !s.get || !c.reused || c.got || !gone(err) {
			return err
		}
	}
}

// Repeatable says whether a request may be sent again when nothing was answered.
func (l *Client) Repeatable(class, credential int) bool { return l.encoded[class][credential].get }

// gone says that an error is one that a closed idle connection gives.
func gone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}

// take returns an idle connection to an origin, or a new one.
func (l *Client) take(ctx context.Context, home *origin, deadline time.Time, fresh bool) (*conn, error) {
	if fresh {
		return l.dial(ctx, home, deadline)
	}
	s := &home.idle
	for {
		s.mu.Lock()
		n := len(s.conns)
		if n == 0 {
			s.mu.Unlock()
			return l.dial(ctx, home, deadline)
		}
		c := s.conns[n-1]
		s.conns = s.conns[:n-1]
		s.mu.Unlock()
		if c.stale(deadline.Add(-l.options.Timeout)) {
			l.drop(c)
			continue
		}
		return c, nil
	}
}

// give makes a connection idle.
func (l *Client) give(c *conn, used time.Time) {
	c.reused, c.idle = true, used
	s := &c.home.idle
	s.mu.Lock()
	s.conns = append(s.conns, c)
	s.mu.Unlock()
}

// drop closes a connection.
func (l *Client) drop(c *conn) {
	l.mu.Lock()
	delete(l.open, c)
	l.mu.Unlock()
	l.options.Count.Closed()
	c.Close()
}

// dial opens a connection.
func (l *Client) dial(ctx context.Context, home *origin, deadline time.Time) (*conn, error) {
	dialer := net.Dialer{Deadline: deadline, KeepAlive: 30 * time.Second}
	raw, err := dialer.DialContext(ctx, "tcp", home.address)
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: raw, home: home}
	if home.scheme == "https" {
		if c.Conn, err = l.handshake(ctx, raw, home, deadline); err != nil {
			raw.Close()
			return nil, err
		}
	}
	c.direct = directOf(c)
	l.options.Count.Opened()
	l.mu.Lock()
	l.open[c] = struct{}{}
	l.mu.Unlock()
	return c, nil
}

// handshake agrees on TLS and HTTP/1.1. A target that speaks only HTTP/2 is
// left to net/http.
func (l *Client) handshake(ctx context.Context, raw net.Conn, home *origin, deadline time.Time) (net.Conn, error) {
	config := l.tls
	if config.ServerName == "" {
		config = config.Clone()
		config.ServerName = home.name
	}
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	c := tls.Client(raw, config)
	err := c.HandshakeContext(ctx)
	var alert tls.AlertError
	if errors.As(err, &alert) && alert == noApplicationProtocol {
		return nil, ErrOdd
	}
	return c, err
}

// noApplicationProtocol is the alert of RFC 7301 §3.2.
const noApplicationProtocol tls.AlertError = 120

// Abort makes every exchange end at once.
func (l *Client) Abort() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		c.SetDeadline(time.Unix(1, 0))
	}
}

// Close closes all connections.
func (l *Client) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		c.Close()
		l.options.Count.Closed()
	}
	clear(l.open)
}
