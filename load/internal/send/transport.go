package send

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// dialled counts connections on their way into and out of a transport.
type dialled struct{ open atomic.Int64 }

// Opened counts a connection in.
func (d *dialled) Opened() { d.open.Add(1) }

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

// newTransport makes the net/http transport: keep-alive, no
// compression, small buffers, and as many idle connections as may be open.
func newTransport(o Options, count *dialled) *http.Transport {
	dialer := &net.Dialer{Timeout: o.Timeout, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy: o.Proxy,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return count.wrap(c), nil
		},
		TLSClientConfig:        o.TLS.Clone(),
		TLSHandshakeTimeout:    o.Timeout,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConns:           o.Connections,
		MaxIdleConnsPerHost:    o.Connections,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		ReadBufferSize:         2 << 10,
		WriteBufferSize:        2 << 10,
	}
}
