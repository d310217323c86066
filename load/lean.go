package load

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"time"
)

// lean sends HTTP/1.1 over keep-alive connections with one write and one read
// in the common case, from requests that were encoded beforehand. What it does
// not know it refuses with errOdd.
type lean struct {
	plan  *Plan
	shots [][]shot // class, credential
	count *dialled
	tls   *tls.Config

	mu   sync.Mutex
	open map[*conn]struct{}
}

// stack holds idle connections; the one used last is used next.
type stack struct {
	mu    sync.Mutex
	conns []*conn
}

// newLean encodes the requests of the plan. It fails with errOdd where
// net/http has to send them.
func newLean(p *Plan, count *dialled) (*lean, error) {
	l := &lean{plan: p, count: count, tls: &tls.Config{}, open: map[*conn]struct{}{}}
	if p.TLS != nil {
		l.tls = p.TLS.Clone()
	}
	l.tls.NextProtos = []string{"http/1.1"}
	origins := map[string]*origin{}
	for _, c := range p.Classes {
		shots := make([]shot, len(c.Requests))
		var first []byte
		for i, r := range c.Requests {
			req, text, err := encode(r)
			if err != nil {
				return nil, err
			}
			home, ok := originOf(req.URL)
			if !ok || proxied(p, req) {
				return nil, errOdd
			}
			key := home.scheme + " " + home.address
			if origins[key] == nil {
				origins[key] = &home
			}
			if i == 0 {
				first = text
			}
			shots[i] = shot{home: origins[key], get: req.Method == "GET", bodiless: req.Method == "HEAD"}
			shots[i].share(text, first)
		}
		l.shots = append(l.shots, shots)
	}
	return l, nil
}

// send implements sender. A request on a used connection that the target
// closed before it answered anything is sent once more when it is a GET: a
// target may close an idle connection at any time, RFC 9112 §9.3.1.
func (l *lean) send(ctx context.Context, class, credential int, a *answer) error {
	s := &l.shots[class][credential]
	a.sent = time.Now()
	deadline := a.sent.Add(l.plan.Timeout)
	for again := false; ; again = true {
		c, err := l.take(ctx, s.home, deadline, again)
		if err != nil {
			return err
		}
		if err = c.bound(deadline, l.plan.Timeout); err == nil {
			err = ctx.Err() // after the deadline is set, so that abort has the last word
		}
		keep := false
		if err == nil {
			keep, err = c.exchange(s, l.plan.MaxBody, a)
		}
		if keep && err == nil {
			l.give(c, a.sent)
			return nil
		}
		l.drop(c)
		if err == nil || again || !s.get || !c.reused || c.got || !gone(err) {
			return err
		}
	}
}

// gone says that an error is one that a closed idle connection gives.
func gone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}

// take returns an idle connection to a place, or a new one.
func (l *lean) take(ctx context.Context, home *origin, deadline time.Time, fresh bool) (*conn, error) {
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
		if c.stale(deadline.Add(-l.plan.Timeout)) {
			l.drop(c)
			continue
		}
		return c, nil
	}
}

// give makes a connection idle.
func (l *lean) give(c *conn, used time.Time) {
	c.reused, c.idle = true, used
	s := &c.home.idle
	s.mu.Lock()
	s.conns = append(s.conns, c)
	s.mu.Unlock()
}

// drop closes a connection.
func (l *lean) drop(c *conn) {
	l.mu.Lock()
	delete(l.open, c)
	l.mu.Unlock()
	l.count.open.Add(-1)
	c.Close()
}

// dial opens a connection.
func (l *lean) dial(ctx context.Context, home *origin, deadline time.Time) (*conn, error) {
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
	l.count.open.Add(1)
	l.count.all.Add(1)
	l.mu.Lock()
	l.open[c] = struct{}{}
	l.mu.Unlock()
	return c, nil
}

// handshake agrees on TLS and HTTP/1.1. A target that speaks only HTTP/2 is
// left to net/http.
func (l *lean) handshake(ctx context.Context, raw net.Conn, home *origin, deadline time.Time) (net.Conn, error) {
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
		return nil, errOdd
	}
	return c, err
}

// noApplicationProtocol is the alert of RFC 7301 §3.2.
const noApplicationProtocol tls.AlertError = 120

// abort makes every exchange end at once.
func (l *lean) abort() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		c.SetDeadline(time.Unix(1, 0))
	}
}

// close closes all connections.
func (l *lean) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		c.Close()
		l.count.open.Add(-1)
	}
	clear(l.open)
}
