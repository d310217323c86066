package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// serve starts a server that is closed with the test.
func serve(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func start(t testing.TB, o Options) *Wire {
	t.Helper()
	w := New(o)
	t.Cleanup(w.Close)
	return w
}

// raw answers the first request on each connection with fixed bytes and shows
// what arrived.
func raw(t *testing.T, answer string) (string, <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	seen := make(chan string, 8)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			buf := make([]byte, 64<<10)
			n, _ := c.Read(buf)
			seen <- string(buf[:n])
			io.WriteString(c, answer)
			c.Close()
		}
	}()
	return "http://" + l.Addr().String(), seen
}

const okAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"

func TestSendWritesWhatWasAsked(t *testing.T) {
	url, seen := raw(t, okAnswer)
	r := start(t, Options{}).Send(context.Background(), scenarios.Request{
		Method: "POST", URL: url + "/token", Encoding: scenarios.JSON,
		Query:  scenarios.Params{{Name: "b", Value: "2"}, {Name: "a", Value: "1 +"}},
		Header: http.Header{"x-Cxp-tENANT": {"acme"}, "Authorization": {"Bearer a", "Basic b"}, "content-type": {"application/json"}},
		Body:   scenarios.Params{{Name: "z", Value: 1}, {Name: "a", Value: "<&>"}},
	})
	if r.Err != nil || r.Status != 200 || string(r.Body) != "ok" {
		t.Fatalf("got %d %q %v", r.Status, r.Body, r.Err)
	}
	got := <-seen
	for _, want := range []string{
		"POST /token?b=2&a=1+%2B HTTP/1.1\r\n", "\r\nx-Cxp-tENANT: acme\r\n",
		"\r\nAuthorization: Bearer a\r\nAuthorization: Basic b\r\n", "\r\ncontent-type: application/json\r\n",
		"\r\nUser-Agent: authassay\r\n", "\r\nAccept: */*\r\n", "\r\n\r\n" + `{"z":1,"a":"<&>"}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for _, no := range []string{"Content-Type", "Accept-Encoding", "resty"} {
		if strings.Contains(got, no) {
			t.Errorf("%q is in\n%s", no, got)
		}
	}
	if r.Sent.IsZero() || r.Received.Before(r.Sent) {
		t.Errorf("sent %v, received %v", r.Sent, r.Received)
	}
}

func TestSendAddsTheWiresHeaderUnlessSet(t *testing.T) {
	var got http.Header
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = r.Header })
	w := start(t, Options{UserAgent: "mine/1", Header: http.Header{"X-Team": {"red"}, "X-Run": {"7"}}})
	w.Send(context.Background(), scenarios.Request{Method: "POST", URL: url, Header: http.Header{"x-team": {"blue"}}})
	if v := got.Values("X-Team"); len(v) != 1 || v[0] != "blue" || got.Get("X-Run") != "7" || got.Get("User-Agent") != "mine/1" {
		t.Errorf("got %v", got)
	}
	if got.Get("Content-Length") != "0" || got.Get("Content-Type") != "" {
		t.Errorf("an empty body was announced as %v", got)
	}
}

func TestSendFollowsNoRedirectAndKeepsNoCookie(t *testing.T) {
	var hits atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		if r.Header.Get("Cookie") != "" {
			t.Error("a cookie came back")
		}
		http.SetCookie(w, &http.Cookie{Name: "s", Value: "1"})
		http.Redirect(w, r, "/next", http.StatusFound)
	})
	w := start(t, Options{})
	for range 2 {
		r := w.Send(context.Background(), scenarios.Request{Method: "GET", URL: url})
		if r.Err != nil || r.Status != 302 || r.Header.Get("Location") != "/next" {
			t.Fatalf("got %d %v", r.Status, r.Err)
		}
	}
	if hits.Load() != 2 {
		t.Errorf("%d requests arrived, want 2", hits.Load())
	}
}

func TestSendBoundsTheBody(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("x", 5000)) })
	for limit, whole := range map[int64]bool{5000: true, 4096: false} {
		r := start(t, Options{MaxBody: limit}).Send(context.Background(), scenarios.Request{Method: "GET", URL: url})
		if (r.Err == nil) != whole || int64(len(r.Body)) != limit {
			t.Errorf("limit %d: %d bytes, %v", limit, len(r.Body), r.Err)
		}
		if !whole && (!errors.Is(r.Err, ErrTooLarge) || r.Err.Error() != "body larger than 4 KiB" || r.Class != scenarios.Broken) {
			t.Errorf("limit %d: %v, %s", limit, r.Err, r.Class)
		}
	}
}

func TestSendNamesCausesWithoutSecrets(t *testing.T) {
	silent := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	garbage, _ := raw(t, "SECRET-VALUE nonsense\r\n\r\n")
	cut, _ := raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort")
	header, _ := raw(t, "HTTP/1.1 200 OK\r\nBad SECRET-VALUE\r\n\r\n")
	closed, _ := raw(t, "")
	for _, c := range []struct{ url, want string }{
		{silent, "no answer within 50ms"},
		{garbage, "malformed HTTP"},
		{cut, "connection closed before the answer was complete"},
		{header, "malformed MIME header"},
		{closed, "connection closed before the answer was complete"},
		{"http://127.0.0.1:1/", "connection refused"},
		{"http://127.0.0.1:1\x7f/", "invalid control character in URL"},
		{strings.Replace(silent, "http:", "https:", 1), "gave HTTP response to HTTPS client"},
	} {
		w := start(t, Options{Timeout: 50 * time.Millisecond})
		r := w.Send(context.Background(), scenarios.Request{Method: "GET", URL: c.url, Query: scenarios.Params{{Name: "code", Value: "SECRET-VALUE"}}})
		if r.Err == nil || r.Class != scenarios.Broken || !strings.Contains(r.Err.Error(), c.want) {
			t.Errorf("%s: got %v (%s), want %q", c.url, r.Err, r.Class, c.want)
			continue
		}
		if strings.Contains(r.Err.Error(), "SECRET-VALUE") || strings.Contains(r.Err.Error(), "code=") {
			t.Errorf("the cause tells a secret: %v", r.Err)
		}
	}
}

func TestSendTellsGivingUpFromTimeout(t *testing.T) {
	arrived := make(chan struct{})
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { close(arrived); <-r.Context().Done() })
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-arrived; cancel() }()
	r := start(t, Options{}).Send(ctx, scenarios.Request{Method: "GET", URL: url})
	if !errors.Is(r.Err, context.Canceled) {
		t.Errorf("got %v", r.Err)
	}
}

func TestSendLeavesCompressionToTheCaller(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		io.WriteString(w, "not gzip at all")
	})
	r := start(t, Options{}).Send(context.Background(), scenarios.Request{Method: "GET", URL: url})
	if r.Err != nil || string(r.Body) != "not gzip at all" {
		t.Errorf("got %q, %v", r.Body, r.Err)
	}
}

func BenchmarkSend(b *testing.B) {
	url := serve(b, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"ok":true}`) })
	w := start(b, Options{})
	r := scenarios.Request{Method: "POST", URL: url, Encoding: scenarios.JSON, Body: scenarios.Params{{Name: "grant_type", Value: "refresh_token"}},
		Header: http.Header{"Content-Type": {"application/json"}}}
	b.ReportAllocs()
	for b.Loop() {
		if reply := w.Send(context.Background(), r); reply.Err != nil {
			b.Fatal(reply.Err)
		}
	}
}

func BenchmarkNetHTTP(b *testing.B) {
	url := serve(b, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"ok":true}`) })
	for b.Loop() {
		resp, err := http.Post(url, "application/json", strings.NewReader(`{"grant_type":"refresh_token"}`))
		if err != nil {
			b.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}

// A target that wants to be asked later is waited for, and one that is always
// busy only a few times in a row.
func TestABusyTargetIsNotWaitedForEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"2"}}, Body: http.NoBody}, nil
		}
		w := New(Options{})
		w.client.SetTransport(roundTrip(busy))
		began := time.Now()
		for range 20 {
			if r := w.Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: "http://target/"}); r.Status != http.StatusTooManyRequests {
				t.Fatalf("answered %d", r.Status)
			}
		}
		if took := time.Since(began); took != vainAtMost*2*time.Second {
			t.Errorf("waited %s for a target that is always busy", took)
		}
	})
}

// What is recorded is what net/http wrote, with what it added by itself.
func TestTheHeaderOnTheWireIsRecorded(t *testing.T) {
	var got http.Header
	url := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Clone() })
	w, took := start(t, Options{Header: http.Header{"X-Team": {"red"}, "X-Version": {"1"}}}), &taking{}
	r := scenarios.Request{Method: "POST", URL: url, Raw: []byte("abc"), Header: http.Header{"x-Odd": {"1", "2"}}}
	scenarios.WithoutHeader("X-Version")(&r)
	w.Send(scenarios.Recording(t.Context(), took), r)
	shown := took.headers[0]
	if shown.Get("Host") != strings.TrimPrefix(url, "http://") || shown.Get("Content-Length") != "3" || shown.Get("X-Team") != "red" || shown.Get("User-Agent") != "authassay" {
		t.Errorf("shown %v", shown)
	}
	if _, sent := got["X-Version"]; sent || shown.Get("X-Version") != "" {
		t.Errorf("what the check left out was sent: %v, shown %v", got, shown)
	}
	if odd := map[string][]string(shown)["x-Odd"]; len(odd) != 2 { // as it was written, not as net/http would
		t.Errorf("shown %v", shown)
	}
}

// taking is a recorder that keeps the headers of requests.
type taking struct {
	mu      sync.Mutex
	headers []http.Header
}

func (k *taking) Record(_ scenarios.Verb, _ *scenarios.Reply, sent http.Header, _ []byte) any {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.headers = append(k.headers, sent)
	return nil
}

// roundTrip is a transport that is a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
