package h1

import (
	"errors"
	"io"
	"net"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// direct writes a request and reads the beginning of its answer in one turn at
// the netpoller. A plain Write and Read would ask the kernel for the answer
// once before it can be there, and once when it is.
type direct struct {
	raw     syscall.RawConn
	turn    func(fd uintptr) bool // kept, so that it is allocated once
	written bool
	rest    int // of the request, that the kernel did not take at once
	err     error
}

// directOf returns the direct way for a connection, nil for one that has none,
// such as TLS.
func directOf(c *conn) *direct {
	tcp, ok := c.Conn.(*net.TCPConn)
	if !ok {
		return nil
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return nil
	}
	d := &direct{raw: raw}
	d.turn = func(fd uintptr) bool { return d.step(c, int(fd)) }
	return d
}

// step is called until it returns true: at once, and then whenever the
// connection has become readable. The netpoller has been told to look out
// before the first call, so the answer to what is written there is not missed.
func (d *direct) step(c *conn, fd int) bool {
	if !d.written {
		d.written = true
		n, err := unix.Write(fd, c.out)
		switch {
		case err == unix.EAGAIN, err == unix.EINTR:
			n, err = 0, nil
		case err != nil:
			d.err = &net.OpError{Op: "write", Net: "tcp", Err: err}
			return true
		}
		d.rest = len(c.out) - n
		return d.rest > 0
	}
	n, err := unix.Read(fd, c.buf[c.w:])
	for err == unix.EINTR {
		n, err = unix.Read(fd, c.buf[c.w:])
	}
	switch {
	case err == unix.EAGAIN:
		return false
	case err != nil:
		d.err = &net.OpError{Op: "read", Net: "tcp", Err: err}
	case n == 0:
		d.err = io.EOF
	default:
		c.w += n
		c.got = true
	}
	return true
}

// start writes the request that was made ready, and may read what comes back.
func (c *conn) start() error {
	if c.direct == nil || c.r != c.w {
		_, err := c.Write(c.out)
		return err
	}
	if c.buf == nil {
		c.buf = make([]byte, readSize)
	}
	c.r, c.w = 0, 0
	d := c.direct
	d.written, d.rest, d.err = false, 0, nil
	err := d.raw.Read(d.turn)
	switch {
	case err != nil:
		return err
	case d.err != nil:
		return unexpected(d.err)
	case d.rest > 0:
		_, err = c.Write(c.out[len(c.out)-d.rest:])
	}
	return err
}

// stale says whether an idle connection was closed by the target, or holds
// something that nobody asked for.
func (c *conn) stale(now time.Time) bool {
	if c.direct == nil || now.Sub(c.idle) < restless {
		return false
	}
	var err error
	_ = c.direct.raw.Control(func(fd uintptr) {
		_, _, err = unix.Recvfrom(int(fd), make([]byte, 1), unix.MSG_PEEK|unix.MSG_DONTWAIT)
	})
	return !errors.Is(err, unix.EAGAIN)
}
