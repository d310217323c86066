package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// plain is a dialect for tests: every step is a POST with its code, and the
// status is the class.
type plainDialect struct{ url string }

func (d plainDialect) Encode(_ scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	if s.Verb == scenarios.Launch {
		return scenarios.Request{}, errors.ErrUnsupported
	}
	return scenarios.Request{Method: "POST", URL: d.url + "/" + string(s.Verb), Encoding: scenarios.JSON, Body: scenarios.Params{{Name: "code", Value: s.Code}}}, nil
}

func (plainDialect) Decode(r *scenarios.Reply) {
	if r.Class = scenarios.Dead; r.Status < 300 {
		r.Class = scenarios.Alive
		r.Grant = scenarios.Grant{AccessToken: "a", RefreshToken: "r"}
	}
}

// The server answers nobody before all have arrived, so that requests which
// are not under way together would never be answered.
func TestRaceIsUnderWayTogether(t *testing.T) {
	const n = 20
	for _, secure := range []bool{false, true} {
		var all sync.WaitGroup
		all.Add(n)
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			all.Done()
			all.Wait()
			if string(body) != `{"code":"c"}` {
				w.WriteHeader(400)
			}
		}))
		options := Options{}
		if secure {
			s.StartTLS()
			options.TLS = s.Client().Transport.(*http.Transport).TLSClientConfig
		} else {
			s.Start()
		}
		defer s.Close()
		c := &scenarios.Client{Dialect: plainDialect{s.URL}, Wire: start(t, options)}
		tr := &taking{}
		replies, err := c.Race(scenarios.Recording(context.Background(), tr), n, scenarios.Step{Verb: scenarios.Exchange, Code: "c"})
		if err != nil || len(replies) != n || len(tr.headers) != n {
			t.Fatalf("%d replies, %d recorded, %v", len(replies), len(tr.headers), err)
		}
		for _, r := range replies {
			if r.Err != nil || r.Class != scenarios.Alive || r.Received.Before(r.Sent) || r.Step.Code != "c" {
				t.Fatalf("secure %v: %d %s %v", secure, r.Status, r.Class, r.Err)
			}
		}
	}
}

func TestRaceWithoutAServer(t *testing.T) {
	c := &scenarios.Client{Dialect: plainDialect{"http://127.0.0.1:1"}, Wire: start(t, Options{})}
	replies, err := c.Race(context.Background(), 3, scenarios.Step{Verb: scenarios.Exchange})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range replies {
		if r.Class != scenarios.Broken || r.Err == nil {
			t.Errorf("got %s, %v", r.Class, r.Err)
		}
	}
	if _, err := c.Race(context.Background(), 0, scenarios.Step{Verb: scenarios.Exchange}); err == nil {
		t.Error("a race of nobody is one")
	}
	if _, err := c.Race(context.Background(), 2, scenarios.Step{Verb: scenarios.Launch}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("got %v", err)
	}
}

func TestLastByteIsHeldBack(t *testing.T) {
	near, far := net.Pipe()
	b := newBarrier(2)
	c := &heldConn{Conn: near, ctx: context.Background(), barrier: b, arrive: b.arrive}
	go func() {
		c.Write([]byte("abc"))
		c.Write([]byte("def"))
		near.Close()
	}()
	buf := make([]byte, 2)
	io.ReadFull(far, buf)
	if string(buf) != "ab" {
		t.Fatalf("got %q", buf)
	}
	far.SetReadDeadline(time.Unix(1, 0))
	if _, err := far.Read(buf); err == nil {
		t.Fatal("the last byte was not held back")
	}
	far.SetReadDeadline(time.Time{})
	b.arrive()
	if rest, _ := io.ReadAll(far); string(rest) != "cdef" {
		t.Errorf("got %q", rest)
	}
}
