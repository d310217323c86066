package scenarios

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// overHTTP sends requests by the standard library.
type overHTTP struct{}

func (overHTTP) Send(ctx context.Context, r Request) *Reply {
	reply := &Reply{Request: r, Sent: time.Now()}
	body, err := r.Payload()
	if err == nil {
		err = exchange(ctx, reply, body)
	}
	reply.Err, reply.Received = err, time.Now()
	Record(ctx, reply, r.Header, body)
	return reply
}

func (o overHTTP) Race(ctx context.Context, _ int, r Request) []*Reply {
	return []*Reply{o.Send(ctx, r)}
}

func exchange(ctx context.Context, reply *Reply, body []byte) error {
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

// plainDialect is a dialect for tests: every step is a POST with its code, and
// the status is the class.
type plainDialect struct{ url string }

func (d plainDialect) Encode(_ Endpoints, s Step) (Request, error) {
	if s.Verb == Launch {
		return Request{}, errors.ErrUnsupported
	}
	return Request{Method: "POST", URL: d.url + "/" + string(s.Verb), Encoding: JSON, Body: Params{{"code", s.Code}}}, nil
}

func (plainDialect) Decode(r *Reply) {
	if r.Class = Dead; r.Status < 300 {
		r.Class = Alive
		r.Grant = Grant{AccessToken: "a", RefreshToken: "r"}
	}
}
