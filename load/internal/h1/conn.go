package h1

import (
	"bytes"
	"io"
	"net"
	"time"
)

const (
	readSize = 4 << 10  // of a connection's buffer at first
	maxHead  = 64 << 10 // bytes of an answer's head, or of one line of a body
)

// restless is how long a connection may be idle before it is looked at again
// where the platform allows it: targets close idle connections after seconds,
// not less.
const restless = time.Second

// conn is a keep-alive connection that carries one request at a time.
type conn struct {
	net.Conn
	home   *origin
	direct *direct // nil where there is no shorter way than Write and Read
	buf    []byte  // buf[r:w] is read and not used up
	r, w   int
	out    []byte    // the request in the making
	reused bool      // it has carried a request before
	got    bool      // something of the present answer has arrived
	idle   time.Time // since when it has been, or a little before
	until  time.Time // its deadline
}

// bound gives the connection a deadline, or leaves it one that is a little
// later: setting one costs as much as a tenth of a request.
func (c *conn) bound(deadline time.Time, timeout time.Duration) error {
	if c.until.After(deadline) {
		return nil
	}
	c.until = deadline.Add(timeout / 16)
	return c.SetDeadline(c.until)
}

// exchange sends a request and reads its answer into a. It says whether the
// connection may carry another one.
func (c *conn) exchange(s *request, limit int, a *Answer) (keep bool, err error) {
	c.out = s.append(c.out[:0])
	c.got = false
	if err := c.start(); err != nil {
		return false, err
	}
	h := head{}
	for informational := 0; ; informational++ {
		h = head{}
		if err := c.head(&h, a); err != nil {
			return false, err
		}
		if h.status >= 200 {
			break
		}
		if h.status == 101 || informational == 5 {
			return false, ErrUnreadable
		}
	}
	a.Status = h.status
	if err := c.body(&h, s.bodiless, limit, a); err != nil {
		return false, err
	}
	return !h.closing && c.r == c.w, nil
}

// head reads the lines of a head, and keeps their text in a.
func (c *conn) head(h *head, a *Answer) error {
	a.Head = a.Head[:0]
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		a.Head = append(append(a.Head, line...), '\n')
		if len(a.Head) > maxHead {
			return ErrTooLarge
		}
		if end, err := h.line(line); end || err != nil {
			return err
		}
	}
}

// line returns the next line without its line feed. It is valid until the next
// read.
func (c *conn) line() ([]byte, error) {
	for seen := 0; ; {
		if i := bytes.IndexByte(c.buf[c.r+seen:c.w], '\n'); i >= 0 {
			line := c.buf[c.r : c.r+seen+i]
			c.r += seen + i + 1
			return line, nil
		}
		seen = c.w - c.r
		if err := c.fill(); err != nil {
			return nil, unexpected(err)
		}
	}
}

// fill reads more into the buffer, which it makes larger as far as maxHead.
func (c *conn) fill() error {
	if c.r == c.w {
		c.r, c.w = 0, 0
	}
	if c.w == len(c.buf) {
		if c.r == 0 {
			if len(c.buf) >= maxHead {
				return ErrTooLarge
			}
			c.buf = append(c.buf, make([]byte, max(readSize, len(c.buf)))...)
		} else {
			c.w = copy(c.buf, c.buf[c.r:c.w])
			c.r = 0
		}
	}
	n, err := c.Read(c.buf[c.w:])
	c.w += n
	c.got = c.got || n > 0
	if n > 0 {
		return nil
	}
	return err
}

// unexpected turns the end of a connection inside an answer into an error.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
