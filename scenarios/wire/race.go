package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Race sends the same request n times at once, each over a connection of its
// own. All but the last byte of every request is with the server before the
// last bytes are let go together, so that what a network does to the order of
// requests is out of the way. The replies come in no order of merit.
func (w *Wire) Race(ctx context.Context, n int, r scenarios.Request) []*scenarios.Reply {
	b := newBarrier(n)
	replies := make([]*scenarios.Reply, n)
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() {
			replies[i] = w.lane(ctx, b, r)
		})
	}
	// A lane that cannot connect gives up before its own timeout is over; the
	// others must not wait for it that long.
	patience := time.AfterFunc(w.options.Timeout/2, b.open)
	defer patience.Stop()
	done.Wait()
	for _, reply := range replies {
		if b.opened.After(reply.Sent) {
			reply.Sent = b.opened
		}
	}
	return replies
}

// lane sends the request over a connection that nobody else uses.
func (w *Wire) lane(ctx context.Context, b *barrier, r scenarios.Request) *scenarios.Reply {
	arrive := sync.OnceFunc(b.arrive)
	defer arrive()
	t := newTransport(w.options)
	defer t.CloseIdleConnections()
	if w.proxied(r) {
		// Through a proxy the first bytes are not those of the request: only
		// the start is common.
		arrive()
		b.wait(ctx)
		return w.sendBy(ctx, newResty(t), r)
	}
	hold := func(c net.Conn) net.Conn { return &heldConn{Conn: c, ctx: ctx, barrier: b, arrive: arrive} }
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := w.options.Dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return hold(c), nil
	}
	t.DialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := w.dialTLS(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return hold(c), nil
	}
	return w.sendBy(ctx, newResty(t), r)
}

// dialTLS opens a connection that has shaken hands.
func (w *Wire) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	config := w.options.TLS.Clone()
	if config == nil {
		config = &tls.Config{}
	}
	if host, _, err := net.SplitHostPort(address); err == nil && config.ServerName == "" {
		config.ServerName = host
	}
	plain, err := w.options.Dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	secure := tls.Client(plain, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	return secure, nil
}

func (w *Wire) proxied(r scenarios.Request) bool {
	req, err := http.NewRequest(r.Method, r.Address(), nil)
	if err != nil {
		return false
	}
	proxy, err := http.ProxyFromEnvironment(req)
	return err == nil && proxy != nil
}

// barrier opens when everybody has arrived.
type barrier struct {
	mu      sync.Mutex
	missing int
	opened  time.Time
	gate    chan struct{}
	open    func()
}

func newBarrier(n int) *barrier {
	b := &barrier{missing: n, gate: make(chan struct{})}
	b.open = sync.OnceFunc(func() {
		b.mu.Lock()
		b.opened = time.Now()
		b.mu.Unlock()
		close(b.gate)
	})
	return b
}

func (b *barrier) arrive() {
	b.mu.Lock()
	b.missing--
	last := b.missing == 0
	b.mu.Unlock()
	if last {
		b.open()
	}
}

func (b *barrier) wait(ctx context.Context) {
	select {
	case <-b.gate:
	case <-ctx.Done():
	}
}

// heldConn holds back the last byte of the first write until the barrier
// opens.
type heldConn struct {
	net.Conn
	ctx     context.Context
	barrier *barrier
	arrive  func()
	used    bool
}

// Write is called by one goroutine at a time, as net/http does.
func (c *heldConn) Write(p []byte) (int, error) {
	if c.used || len(p) < 2 {
		return c.Conn.Write(p)
	}
	c.used = true
	n, err := c.Conn.Write(p[:len(p)-1])
	if err != nil {
		return n, err
	}
	c.arrive()
	c.barrier.wait(c.ctx)
	m, err := c.Conn.Write(p[len(p)-1:])
	return n + m, err
}
