package load

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// dialled counts connections on their way into and out of a transport.
type dialled struct {
	open atomic.Int64 // now
	all  atomic.Int64 // since the start
}

// Opened counts a connection in.
func (d *dialled) Opened() {
	d.open.Add(1)
	d.all.Add(1)
}

// Closed counts one out.
func (d *dialled) Closed() { d.open.Add(-1) }

// wrap counts a connection until it is closed.
func (d *dialled) wrap(c net.Conn) net.Conn {
	d.Opened()
	return &countedConn{Conn: c, dialled: d}
}

// countedConn takes itself off the count when it is closed.
type countedConn struct {
	net.Conn
	dialled *dialled
	gone    atomic.Bool
}

// Close implements net.Conn.
func (c *countedConn) Close() error {
	if c.gone.CompareAndSwap(false, true) {
		c.dialled.Closed()
	}
	return c.Conn.Close()
}

// newTransport makes the net/http transport of a plan: keep-alive, no
// compression, small buffers, and as many idle connections as may be open.
func newTransport(p *Plan, count *dialled) *http.Transport {
	dialer := &net.Dialer{Timeout: p.Timeout, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy: p.Proxy,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return count.wrap(c), nil
		},
		TLSClientConfig:        p.TLS.Clone(),
		TLSHandshakeTimeout:    p.Timeout,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConns:           p.Connections,
		MaxIdleConnsPerHost:    p.Connections,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		ReadBufferSize:         2 << 10,
		WriteBufferSize:        2 << 10,
	}
}
