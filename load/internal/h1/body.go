package h1

import "io"

// body reads what follows the head, RFC 9112 §6.3, up to limit bytes.
func (c *conn) body(h *head, bodiless bool, limit int, a *Answer) error {
	a.Body = a.Body[:0]
	switch {
	case bodiless || h.bodiless():
		return nil
	case h.chunked:
		return c.chunks(limit, a)
	case h.length > limit:
		return ErrTooLarge
	case h.length >= 0:
		return c.take(h.length, a)
	}
	h.closing = true
	return c.rest(limit, a)
}

// take reads n bytes of a body.
func (c *conn) take(n int, a *Answer) error {
	have := min(n, c.w-c.r)
	a.Body = append(a.Body, c.buf[c.r:c.r+have]...)
	c.r += have
	if have == n {
		return nil
	}
	at := len(a.Body)
	a.Body = append(a.Body, make([]byte, n-have)...)
	_, err := io.ReadFull(c.Conn, a.Body[at:])
	return unexpected(err)
}

// rest reads until the connection ends.
func (c *conn) rest(limit int, a *Answer) error {
	for {
		a.Body = append(a.Body, c.buf[c.r:c.w]...)
		c.r = c.w
		if len(a.Body) > limit {
			return ErrTooLarge
		}
		if err := c.fill(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// chunks reads the chunked coding, RFC 9112 §7.1. Extensions are left to
// net/http, and so is every departure from the grammar.
func (c *conn) chunks(limit int, a *Answer) error {
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		n, err := chunkSize(line)
		if err != nil {
			return err
		}
		if len(a.Body)+n > limit {
			return ErrTooLarge
		}
		if n == 0 {
			return c.trailers()
		}
		if err := c.take(n, a); err != nil {
			return err
		}
		if line, err := c.line(); err != nil {
			return err
		} else if string(line) != "\r" {
			return ErrOdd
		}
	}
}

// chunkSize reads the line before a chunk.
func chunkSize(line []byte) (int, error) {
	if len(line) < 2 || len(line) > 8 || line[len(line)-1] != '\r' {
		return 0, ErrOdd
	}
	n := 0
	for _, c := range line[:len(line)-1] {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | int(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | int(c-'a'+10)
		case c >= 'A' && c <= 'F':
			n = n<<4 | int(c-'A'+10)
		default:
			return 0, ErrOdd
		}
	}
	return n, nil
}

// trailers reads the empty line after the last chunk.
func (c *conn) trailers() error {
	line, err := c.line()
	if err != nil {
		return err
	}
	if string(line) != "\r" {
		return ErrOdd
	}
	return nil
}
