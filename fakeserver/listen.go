package fakeserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Addresses says where a server listens. An empty address is a free port on
// loopback. Anything but loopback has to be named.
type Addresses struct {
	Public        string // host:port of the server
	Control       string // host:port of its control
	ControlSecret string // "" leaves the control out
	// Open opens the listeners, for a network other than the system's; nil for
	// TCP.
	Open func(ctx context.Context, address string) (net.Listener, error)
}

// Listening is a server that is up.
type Listening struct {
	URL        string // such as http://127.0.0.1:40123
	ControlURL string // "" without a control

	close  sync.Once
	shut   func() error
	forget context.CancelFunc // the context that would close it
	err    error
}

// Close stops the server and its control at once, and may be called again.
func (l *Listening) Close() error {
	l.close.Do(func() {
		l.forget()
		l.err = l.shut()
	})
	return l.err
}

// Listen brings the server up, and its control beside it. Both stop with Close,
// or when the context ends.
func (s *Server) Listen(ctx context.Context, at Addresses) (*Listening, error) {
	public, err := at.serve(ctx, at.Public, s)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	l := &Listening{URL: "http://" + public.Addr, shut: public.Close}
	if at.ControlSecret != "" {
		control, err := at.serve(ctx, at.Control, s.Control(at.ControlSecret))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("listen for control: %w", err), public.Close())
		}
		l.ControlURL = "http://" + control.Addr
		l.shut = func() error { return errors.Join(public.Close(), control.Close()) }
	}
	ctx, l.forget = context.WithCancel(ctx)
	context.AfterFunc(ctx, func() { _ = l.Close() })
	return l, nil
}

// bodyCeiling is what is read of any request body, whatever the rules say and
// whether or not somebody looks at it.
const bodyCeiling = 4 << 20

// serve serves in the background. The address of the result is the real one.
func (at Addresses) serve(ctx context.Context, address string, handler http.Handler) (*http.Server, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	open := at.Open
	if open == nil {
		open = openTCP
	}
	listener, err := open(ctx, address)
	if err != nil {
		return nil, err
	}
	server := bounded(listener.Addr().String(), handler)
	go func() { _ = server.Serve(listener) }()
	return server, nil
}

// bounded is a server that no client can make wait or remember without end.
func bounded(address string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr:              address,
		Handler:           http.MaxBytesHandler(handler, bodyCeiling),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    1 << 20,
		ErrorLog:          quiet(),
	}
}

func openTCP(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address)
}

// quiet drops what net/http would log about clients that break off.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
