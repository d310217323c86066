package load

import (
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

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

// A connection that has been idle for long is looked at before it is used: one
// that was closed, or on which the target spoke unasked, is not used again.
func TestStaleConnectionsAreNotUsed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux lets one look at a connection without reading")
	}
	for name, after := range map[string]string{"closed": "", "spoken to": "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"} {
		read := make(chan struct{}) // closed when the first answer has been read
		base, opened := talk(t, func(c net.Conn, _ int) bool {
			io.WriteString(c, ok)
			if after != "" {
				<-read
				io.WriteString(c, after)
			}
			return after != ""
		})
		p, err := steady(base).withDefaults()
		if err != nil {
			t.Fatal(err)
		}
		l, err := newLean(&p, &dialled{})
		if err != nil {
			t.Fatal(err)
		}
		var a answer
		if err := l.send(t.Context(), 0, 0, &a); err != nil || a.status != 200 {
			t.Fatalf("%s: %d, %v", name, a.status, err)
		}
		close(read)
		c := l.shots[0][0].home.idle.conns[0]
		c.idle = c.idle.Add(-2 * restless)
		for began := time.Now(); !c.stale(time.Now()) && time.Since(began) < 5*time.Second; {
			runtime.Gosched() // until the kernel has delivered it
		}
		if err := l.send(t.Context(), 0, 0, &a); err != nil || a.status != 200 || opened.Load() != 2 {
			t.Errorf("%s: %d, %v, %d connections", name, a.status, err, opened.Load())
		}
		l.close()
	}
}
