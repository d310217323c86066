package transcript

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// overHTTP sends requests by the standard library.
type overHTTP struct{}

func (overHTTP) Send(ctx context.Context, r scenarios.Request) *scenarios.Reply {
	reply := &scenarios.Reply{Request: r, Sent: time.Now()}
	body, err := r.Payload()
	if err == nil {
		err = exchange(ctx, reply, body)
	}
	reply.Err, reply.Received = err, time.Now()
	scenarios.Record(ctx, reply, r.Header, body)
	return reply
}

func (o overHTTP) Race(ctx context.Context, _ int, r scenarios.Request) []*scenarios.Reply {
	return []*scenarios.Reply{o.Send(ctx, r)}
}

func exchange(ctx context.Context, reply *scenarios.Reply, body []byte) error {
	q, err := http.NewRequestWithContext(ctx, reply.Request.Method, reply.Request.Address(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	if q.Header = reply.Request.Header; q.Header == nil {
		q.Header = http.Header{}
	}
	resp, err := http.DefaultTransport.RoundTrip(q)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	reply.Status, reply.Header = resp.StatusCode, resp.Header
	reply.Body, err = io.ReadAll(resp.Body)
	return err
}

// serve starts a server that is closed with the test.
func serve(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}
