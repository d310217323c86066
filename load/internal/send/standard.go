package load

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/authassay/authassay/load/internal/h1"
)

// sender sends the request of one credential once and reads the answer.
type sender interface {
	send(ctx context.Context, class, credential int, a *h1.Answer) error
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
			if requests[i], err = h1.Prepare(r); err != nil {
				return nil, fmt.Errorf("prepare class %q: %w", c.Name, err)
			}
		}
		s.requests = append(s.requests, requests)
		s.bodies = append(s.bodies, bodies)
	}
	return s, nil
}

// send implements sender.
func (s *standard) send(ctx context.Context, class, credential int, a *h1.Answer) error {
	a.Sent = time.Now()
	ctx, cancel := context.WithDeadline(ctx, a.Sent.Add(s.plan.Timeout))
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
	a.Status, a.Header = res.StatusCode, res.Header
	return a.Read(res.Body, s.plan.MaxBody)
}
