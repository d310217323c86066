package load

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// talk serves raw connections: it hands each request, which ends with an empty
// line, to the function with its number on that connection.
func talk(t *testing.T, serve func(c net.Conn, n int) bool) (base string, opened *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	opened = new(atomic.Int64)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			opened.Add(1)
			go func() {
				defer c.Close()
				r := bufio.NewReader(c)
				for n := 0; ; n++ {
					for line := ""; line != "\r\n"; {
						if line, err = r.ReadString('\n'); err != nil {
							return
						}
					}
					if !serve(c, n) {
						return
					}
				}
			}()
		}
	}()
	return "http://" + listener.Addr().String(), opened
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

// steady sends 20 requests one after the other over one connection.
func steady(base string) Plan {
	p := short(base)
	p.Rate, p.Connections, p.Classes = 100, 1, p.Classes[:1]
	return p
}

func TestClosedIdleConnectionIsReplaced(t *testing.T) {
	// The connection is closed without an answer to every third request: an
	// idle timeout that crosses a request looks like that.
	base, opened := talk(t, func(c net.Conn, n int) bool {
		if n == 2 {
			return false
		}
		io.WriteString(c, ok)
		return true
	})
	p := steady(base)
	out := mustRun(t, p)
	if out.Requests != 20 || out.Errors != 0 || opened.Load() != 10 {
		t.Errorf("%d requests, kinds %v, %d connections, want 20, none and 10", out.Requests, out.Kinds, opened.Load())
	}
	for i := range p.Classes[0].Requests {
		p.Classes[0].Requests[i].Method = "POST"
	}
	out = mustRun(t, p)
	if out.Errors < 6 || out.Kinds[0].Name != Closed.String() {
		t.Errorf("POST: %d errors, kinds %v: a POST must not be sent twice", out.Errors, out.Kinds)
	}
}

func TestBrokenAnswersAreNotRetried(t *testing.T) {
	base, _ := talk(t, func(c net.Conn, _ int) bool {
		io.WriteString(c, ok[:20])
		return false
	})
	out := mustRun(t, steady(base))
	if out.Requests != 20 || out.Errors != 20 || out.Kinds[0].Name != Closed.String() {
		t.Errorf("%d requests, kinds %v", out.Requests, out.Kinds)
	}
}

func TestOddAnswersGoToNetHTTP(t *testing.T) {
	base, _ := talk(t, func(c net.Conn, _ int) bool {
		io.WriteString(c, "HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\nok")
		return true
	})
	out := mustRun(t, steady(base))
	if out.Requests != 20 || out.Errors+out.Wrong != 0 {
		t.Errorf("%d requests, %d wrong, kinds %v", out.Requests, out.Wrong, out.Kinds)
	}
}

func TestForeignProtocolIsUnreadable(t *testing.T) {
	base, _ := talk(t, func(c net.Conn, _ int) bool {
		io.WriteString(c, "220 mail.example ESMTP\r\n")
		return true
	})
	out := mustRun(t, steady(base))
	if out.Errors != 20 || out.Kinds[0].Name != Unreadable.String() {
		t.Errorf("kinds %v", out.Kinds)
	}
}

func TestRequestsArriveAsTheyWereMeant(t *testing.T) {
	var first atomic.Pointer[http.Request]
	var body atomic.Value
	p := steady(serve(t, func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		body.Store(string(text))
		first.Store(r.Clone(context.Background()))
	}))
	p.Classes[0].Requests = []scenarios.Request{{
		Method: "PUT", URL: p.Classes[0].Requests[0].URL, Query: scenarios.Params{{Name: "a", Value: "b c"}},
		Header:   http.Header{"Authorization": {"Bearer one", "Bearer two"}, "Host": {"acme.example"}, "X-Tenant": {"acme"}},
		Encoding: scenarios.JSON, Body: scenarios.Params{{Name: "x", Value: 1}},
	}}
	mustRun(t, p)
	r := first.Load()
	if r.Method != "PUT" || r.URL.String() != "/probe?a=b+c" || r.Host != "acme.example" || body.Load() != `{"x":1}` || r.ContentLength != 7 {
		t.Errorf("got %s %s at %s with %q", r.Method, r.URL, r.Host, body.Load())
	}
	if got := strings.Join(r.Header["Authorization"], ","); got != "Bearer one,Bearer two" || r.Header.Get("X-Tenant") != "acme" {
		t.Errorf("header %v", r.Header)
	}
}

func TestConnectionsOverTLS(t *testing.T) {
	for _, protocols := range [][]string{{"http/1.1"}, {"h2", "http/1.1"}} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(honest))
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		s.EnableHTTP2 = protocols[0] == "h2"
		s.TLS = &tls.Config{NextProtos: protocols}
		s.StartTLS()
		defer s.Close()
		s.TLS.NextProtos = protocols
		p := short(s.URL)
		p.TLS, p.Timeout = s.Client().Transport.(*http.Transport).TLSClientConfig, time.Minute
		out := mustRun(t, p)
		if out.Requests != 200 || out.Wrong+out.Errors != 0 {
			t.Errorf("%v: %d requests, %d wrong, kinds %v", protocols, out.Requests, out.Wrong, out.Kinds)
		}
		p.TLS = nil
		if out := mustRun(t, p); out.Errors != 200 || out.Kinds[0].Name != Handshake.String() {
			t.Errorf("%v, unknown authority: kinds %v", protocols, out.Kinds)
		}
	}
}

func TestInterruptEndsRequestsInFlight(t *testing.T) {
	release := make(chan struct{})
	base := serve(t, func(w http.ResponseWriter, _ *http.Request) { <-release })
	defer close(release)
	ctx, cancel := context.WithCancel(t.Context())
	p := short(base)
	p.Duration = time.Minute
	var cancelled time.Time
	out, err := Run(ctx, p, func(l Live) {
		if l.InFlight == 16 && cancelled.IsZero() {
			cancelled = time.Now()
			cancel()
		}
	})
	// It takes some milliseconds; the timeout that is not waited for is of 10 s.
	if took := time.Since(cancelled); err != nil || took > 5*time.Second {
		t.Errorf("ended %v after the interrupt, %v", took, err)
	}
	if !out.Interrupted || out.Errors != 0 || out.Requests != 0 {
		t.Errorf("interrupted %v, %d requests, kinds %v", out.Interrupted, out.Requests, out.Kinds)
	}
}

func TestTimeoutsOfConnections(t *testing.T) {
	release := make(chan struct{})
	p := steady(serve(t, func(http.ResponseWriter, *http.Request) { <-release }))
	defer close(release)
	p.Timeout, p.Connections = 50*time.Millisecond, 8
	out := mustRun(t, p)
	if out.Errors != 20 || out.Kinds[0].Name != Timeout.String() || out.Service.P50 < 49 {
		t.Errorf("kinds %v, p50 %v", out.Kinds, out.Service.P50)
	}
}

func TestRefusedConnections(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	out := mustRun(t, steady("http://"+listener.Addr().String()))
	if out.Errors != 20 || out.Kinds[0].Name != Refused.String() || out.Response.Count != 0 {
		t.Errorf("kinds %v, %d latencies", out.Kinds, out.Response.Count)
	}
}

func TestConnectionsAreKept(t *testing.T) {
	base, opened := talk(t, func(c net.Conn, _ int) bool {
		io.WriteString(c, ok)
		return true
	})
	p := short(base)
	p.Classes = p.Classes[:1]
	if out := mustRun(t, p); out.Errors != 0 || opened.Load() > 16 {
		t.Errorf("%d connections for 16 at a time, kinds %v", opened.Load(), out.Kinds)
	}
}

func TestLargeRequestsAreSentWhole(t *testing.T) {
	const size = 8 << 20 // more than the kernel takes at once
	var got int64
	p := steady(serve(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ = io.Copy(io.Discard, r.Body)
	}))
	p.Rate, p.Duration = 20, 50*time.Millisecond
	p.Classes[0].Requests = []scenarios.Request{{
		Method: "POST", URL: p.Classes[0].Requests[0].URL, Header: http.Header{}, Raw: []byte(strings.Repeat("x", size)),
	}}
	if out := mustRun(t, p); out.Requests != 1 || out.Errors != 0 || got != size {
		t.Errorf("%d requests, kinds %v, %d bytes arrived", out.Requests, out.Kinds, got)
	}
}
