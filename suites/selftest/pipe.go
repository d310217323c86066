package selftest

import (
	"bytes"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// pipe makes the two ends of a connection that holds what was written until it is
// read. Each end of net.Pipe waits for the other with every write, and its
// deadlines take timers; here writes return at once, and a deadline counts only
// where it is over already, which is how net/http stops a read.
func pipe(a, b net.Addr) (near, far net.Conn) {
	there, back := newStream(), newStream()
	return &end{in: back, out: there, local: a, remote: b}, &end{in: there, out: back, local: b, remote: a}
}

// stream is one direction of a connection.
type stream struct {
	mu     sync.Mutex
	change *sync.Cond
	held   bytes.Buffer
	closed bool // by either side
	broken bool // the reader has been told to stop
}

func newStream() *stream {
	s := &stream{}
	s.change = sync.NewCond(&s.mu)
	return s
}

func (s *stream) read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.broken:
			return 0, os.ErrDeadlineExceeded
		case s.held.Len() > 0:
			return s.held.Read(p)
		case s.closed:
			return 0, io.EOF
		case len(p) == 0:
			return 0, nil
		}
		s.change.Wait()
	}
}

func (s *stream) write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, io.ErrClosedPipe
	}
	s.change.Signal()
	return s.held.Write(p)
}

func (s *stream) set(closed, broken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.broken = s.closed || closed, broken
	s.change.Broadcast()
}

// end is one end of a connection.
type end struct {
	in, out       *stream
	local, remote net.Addr
}

// Read implements net.Conn.
func (e *end) Read(p []byte) (int, error) { return e.in.read(p) }

// Write implements net.Conn.
func (e *end) Write(p []byte) (int, error) { return e.out.write(p) }

// Close implements net.Conn.
func (e *end) Close() error {
	e.in.set(true, false)
	e.out.set(true, false)
	return nil
}

// LocalAddr implements net.Conn.
func (e *end) LocalAddr() net.Addr { return e.local }

// RemoteAddr implements net.Conn.
func (e *end) RemoteAddr() net.Addr { return e.remote }

// SetDeadline implements net.Conn.
func (e *end) SetDeadline(t time.Time) error { return e.SetReadDeadline(t) }

// SetReadDeadline implements net.Conn.
func (e *end) SetReadDeadline(t time.Time) error {
	e.in.set(false, !t.IsZero() && !t.After(time.Now()))
	return nil
}

// SetWriteDeadline implements net.Conn.
func (e *end) SetWriteDeadline(time.Time) error { return nil }
