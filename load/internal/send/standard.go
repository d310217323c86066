package send

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/authassay/authassay/load/internal/h1"
)

// standard sends through a net/http transport.
type standard struct {
	transport http.RoundTripper
	requests  [][]*http.Request // templates: class, credential
	bodies    [][][]byte
	options   Options
}

// newStandard prepares the requests of a sender for a transport.
func newStandard(from *Sender, t http.RoundTripper) (*standard, error) {
	s := &standard{transport: t, options: from.options}
	for _, c := range from.classes {
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

// send sends the request of one credential once and reads the answer.
func (s *standard) send(ctx context.Context, class, credential int, a *h1.Answer) error {
	a.Sent = time.Now()
	ctx, cancel := context.WithDeadline(ctx, a.Sent.Add(s.options.Timeout))
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
	return a.Read(res.Body, s.options.MaxBody)
}
