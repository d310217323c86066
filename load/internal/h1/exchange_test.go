package h1

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// played is a connection that plays a stream back in reads of a size.
type played struct {
	net.Conn
	stream []byte
	size   int
}

func (p *played) Write(b []byte) (int, error) { return len(b), nil }
func (p *played) Close() error                { return nil }
func (p *played) SetDeadline(time.Time) error { return nil }
func (p *played) Read(b []byte) (int, error) {
	if len(p.stream) == 0 {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), p.size)], p.stream)
	p.stream = p.stream[n:]
	return n, nil
}

const testLimit = 1 << 12

// h1Reads has the HTTP/1.1 client read a stream.
func h1Reads(stream []byte, size int, bodiless bool) (a Answer, keep bool, unread int, err error) {
	p := &played{stream: stream, size: size}
	c := &conn{Conn: p}
	keep, err = c.exchange(&request{before: []byte("GET / HTTP/1.1\r\n\r\n"), bodiless: bodiless}, testLimit, &a)
	return a, keep, len(p.stream), err
}

// standardReads has net/http read it, past informational answers as its
// transport goes.
func standardReads(stream []byte, bodiless bool) (res *http.Response, body []byte, left int, err error) {
	r := bufio.NewReader(bytes.NewReader(stream))
	req := &http.Request{Method: "GET"}
	if bodiless {
		req.Method = "HEAD"
	}
	for range 6 {
		if res, err = http.ReadResponse(r, req); err != nil {
			return nil, nil, 0, err
		}
		if res.StatusCode >= 200 || res.StatusCode == 101 {
			break
		}
	}
	body, err = io.ReadAll(res.Body)
	rest, _ := io.ReadAll(r)
	return res, body, len(rest), err
}

// agree checks that what the HTTP/1.1 client makes of a stream is what net/http
// makes of it. What it leaves to net/http needs no comparison.
func agree(t *testing.T, stream []byte, size int, bodiless bool) {
	t.Helper()
	a, keep, unread, err := h1Reads(stream, size, bodiless)
	if errors.Is(err, ErrOdd) || errors.Is(err, ErrTooLarge) {
		return
	}
	res, body, left, want := standardReads(stream, bodiless)
	if err != nil {
		if want == nil && res.StatusCode >= 200 {
			t.Fatalf("h1: %v; net/http: %d %q\n%q", err, res.StatusCode, body, stream)
		}
		return
	}
	if want != nil {
		t.Fatalf("h1: %d %q; net/http: %v\n%q", a.Status, a.Body, want, stream)
	}
	if a.Status != res.StatusCode || !bytes.Equal(a.Body, body) {
		t.Fatalf("h1: %d %q; net/http: %d %q\n%q", a.Status, a.Body, res.StatusCode, body, stream)
	}
	if keep && (res.Close || left > unread) {
		t.Fatalf("h1 keeps the connection, net/http would not: close %v, %d bytes left\n%q", res.Close, left, stream)
	}
	fields := a.Fields()
	for _, name := range []string{"Connection", "Transfer-Encoding"} { // net/http takes these out
		fields.Del(name)
		res.Header.Del(name)
	}
	if fmt.Sprint(fields) != fmt.Sprint(res.Header) {
		t.Fatalf("h1: %v; net/http: %v", fields, res.Header)
	}
}

// streams are answers of all kinds, good and bad.
var streams = []string{
	"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
	"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"x\"\r\ncontent-length: 0\r\n\r\n",
	"HTTP/1.1 200\r\nContent-Length: 2\r\nConnection: Keep-Alive, Close\r\n\r\nok",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
	"HTTP/1.1 200 OK\r\n\r\nuntil the end",
	"HTTP/1.0 200 OK\r\n\r\nuntil the end",
	"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc",
	"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"HTTP/1.1 204 No Content\r\nX: y\r\n\r\n",
	"HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
	"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
	"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
	"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more",
	"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
	"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
	"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
	"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\nhello",
	"HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
	"HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
	"HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
	"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n",
	"HTTP/1.1 200OK\r\n\r\n",
	"HTTP/1.1 20 OK\r\n\r\n",
	"HTTP/1.1 099 OK\r\n\r\n",
	"HTTP/2.0 200 OK\r\n\r\n",
	"HTTP/1.1 2x0 OK\r\n\r\n",
	"SSH-2.0-OpenSSH_9.2\r\n",
	"\x15\x03\x01\x00\x02\x02\x46",
	"",
	"\r\n\r\n",
}

func TestH1ReadsAsNetHTTPDoes(t *testing.T) {
	for _, s := range streams {
		for _, size := range []int{1, 3, 1 << 16} {
			agree(t, []byte(s), size, false)
			agree(t, []byte(s), size, true)
		}
	}
}

func TestH1Reads(t *testing.T) {
	long := strings.Repeat("x", 3000)
	cases := []struct {
		stream string
		status int
		body   string
		keep   bool
		err    error
	}{
		{streams[0], 200, "hello", true, nil},
		{streams[2], 200, "ok", false, nil},
		{streams[3], 200, "helloabcdefghijklmnopqrstuvwxyz", true, nil},
		{streams[4], 200, "", false, nil},
		{streams[11], 200, "until the end", false, nil},
		{"HTTP/1.1 204 No Content\r\n\r\n", 204, "", true, nil},
		{"HTTP/1.1 103 Early Hints\r\n\r\n" + streams[0], 200, "hello", true, nil},
		{"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\nX-Long: " + long + long + "\r\n\r\n" + long, 200, long, true, nil},
		{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more", 200, "hello", false, nil},
		{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", 200, "", false, io.ErrUnexpectedEOF},
		{"", 0, "", false, io.ErrUnexpectedEOF},
		{"SSH-2.0-OpenSSH_9.2\r\n", 0, "", false, ErrUnreadable},
		{"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", 200, "", false, ErrTooLarge},
		{"HTTP/1.1 200 OK\r\n\r\n" + long + long, 200, "", false, ErrTooLarge},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", 200, "", false, ErrTooLarge},
		{"HTTP/1.1 200 OK\r\nX: " + strings.Repeat(long, 30), 0, "", false, ErrTooLarge},
		{"HTTP/1.1 200 OK\r\n" + strings.Repeat("X: "+long+"\r\n", 30), 0, "", false, ErrTooLarge},
		{strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 9), 0, "", false, ErrUnreadable},
	}
	for _, c := range cases {
		a, keep, _, err := h1Reads([]byte(c.stream), 512, false)
		if !errors.Is(err, c.err) || keep != c.keep || err == nil && (a.Status != c.status || string(a.Body) != c.body) {
			t.Errorf("%.60q: %d %.20q, keep %v, %v", c.stream, a.Status, a.Body, keep, err)
		}
	}
}

func FuzzH1ReadsAsNetHTTPDoes(f *testing.F) {
	for _, s := range streams {
		f.Add([]byte(s), 7, false)
		f.Add([]byte(s), 4096, true)
	}
	f.Fuzz(func(t *testing.T, stream []byte, size int, bodiless bool) {
		agree(t, stream, 1+max(0, size)%8192, bodiless)
	})
}
