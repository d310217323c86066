package load

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// answer is what came back for one request. It is used again for the next.
type answer struct {
	status int
	header http.Header // read from head only when somebody asks
	head   []byte      // the text of the head, from the lean engine
	body   []byte
	sent   time.Time
}

// fields returns the header. The text of a head was checked line by line when
// it was read.
func (a *answer) fields() http.Header {
	if a.header != nil || len(a.head) == 0 {
		return a.header
	}
	a.header = http.Header{}
	_, rest, _ := bytes.Cut(a.head, []byte("\n"))
	for line := range bytes.Lines(rest) {
		if name, value, ok := bytes.Cut(line, []byte(":")); ok {
			a.header.Add(string(name), string(bytes.Trim(value, " \t\r\n")))
		}
	}
	return a.header
}

// sender sends the request of one credential once and reads the answer.
type sender interface {
	send(ctx context.Context, class, credential int, a *answer) error
}

// standard sends through a net/http transport.
type standard struct {
	transport http.RoundTripper
	requests  [][]*http.Request // templates: class, credential
	bodies    [][][]byte
	plan      *Plan
}

// newStandard prepares the requests of the plan for a transport.
func newStandard(p *Plan, t http.RoundTripper) (*standard, error) {
	s := &standard{transport: t, plan: p}
	for _, c := range p.Classes {
		requests := make([]*http.Request, len(c.Requests))
		bodies := make([][]byte, len(c.Requests))
		for i, r := range c.Requests {
			var err error
			if bodies[i], err = r.Payload(); err != nil {
				return nil, fmt.Errorf("prepare class %q: %w", c.Name, err)
			}
			if requests[i], err = prepare(r); err != nil {
				return nil, fmt.Errorf("prepare class %q: %w", c.Name, err)
			}
		}
		s.requests = append(s.requests, requests)
		s.bodies = append(s.bodies, bodies)
	}
	return s, nil
}

// prepare makes the template of a request, without its body. The address is
// left out of the error: it may hold a secret.
func prepare(r scenarios.Request) (*http.Request, error) {
	req, err := http.NewRequest(r.Method, r.Address(), nil)
	if err != nil {
		return nil, fmt.Errorf("bad method or address")
	}
	if req.URL.Host == "" {
		return nil, fmt.Errorf("address without a host")
	}
	if r.Header != nil {
		req.Header = r.Header
	}
	if host := r.Header.Get("Host"); host != "" {
		req.Host = host
	}
	return req, nil
}

// send implements sender.
func (s *standard) send(ctx context.Context, class, credential int, a *answer) error {
	a.sent = time.Now()
	ctx, cancel := context.WithDeadline(ctx, a.sent.Add(s.plan.Timeout))
	defer cancel()
	req := s.requests[class][credential].WithContext(ctx)
	if body := s.bodies[class][credential]; body != nil {
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	res, err := s.transport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	a.status, a.header = res.StatusCode, res.Header
	return a.read(res.Body, s.plan.MaxBody)
}

// read fills the body, up to limit bytes.
func (a *answer) read(r io.Reader, limit int) error {
	a.body = a.body[:0]
	for {
		if len(a.body) == cap(a.body) {
			a.body = append(a.body, 0)[:len(a.body)]
		}
		n, err := r.Read(a.body[len(a.body):cap(a.body)])
		a.body = a.body[:len(a.body)+n]
		switch {
		case len(a.body) > limit:
			return ErrTooLarge
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}
