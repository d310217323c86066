package h1

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// Answer is what came back for one request. It is used again for the next.
type Answer struct {
	Status int
	Header http.Header // read from head only when somebody asks
	Head   []byte      // the text of the head, where this package has read it
	Body   []byte
	Sent   time.Time // when the request left
}

// Fields returns the header. The text of a head was checked line by line when
// it was read.
func (a *Answer) Fields() http.Header {
	if a.Header != nil || len(a.Head) == 0 {
		return a.Header
	}
	a.Header = http.Header{}
	_, rest, _ := bytes.Cut(a.Head, []byte("\n"))
	for line := range bytes.Lines(rest) {
		if name, value, ok := bytes.Cut(line, []byte(":")); ok {
			a.Header.Add(string(name), string(bytes.Trim(value, " \t\r\n")))
		}
	}
	return a.Header
}

// Reset makes the answer ready for the next request.
func (a *Answer) Reset() { a.Status, a.Header, a.Head, a.Body = 0, nil, a.Head[:0], a.Body[:0] }

// Read fills the body, up to limit bytes.
func (a *Answer) Read(r io.Reader, limit int) error {
	a.Body = a.Body[:0]
	for {
		if len(a.Body) == cap(a.Body) {
			a.Body = append(a.Body, 0)[:len(a.Body)]
		}
		n, err := r.Read(a.Body[len(a.Body):cap(a.Body)])
		a.Body = a.Body[:len(a.Body)+n]
		switch {
		case len(a.Body) > limit:
			return ErrTooLarge
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}
