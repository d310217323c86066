package h1

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// none counts no connections.
type none struct{}

func (none) Opened() {}
func (none) Closed() {}

// A connection that has been idle for long is looked at before it is used: one
// that was closed, or on which the target spoke unasked, is not used again.
func TestStaleConnectionsAreNotUsed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux lets one look at a connection without reading")
	}
	for name, after := range map[string]string{"closed": "", "spoken to": "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"} {
		read := make(chan struct{}) // closed when the first answer has been read
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		var opened atomic.Int64
		go speaks(listener, &opened, read, after)
		request := scenarios.Request{Method: http.MethodGet, URL: "http://" + listener.Addr().String() + "/"}
		l, err := New(Options{Timeout: 5 * time.Second, MaxBody: testLimit, Count: none{}, Proxied: func(*http.Request) bool { return false }},
			[][]scenarios.Request{{request}})
		if err != nil {
			t.Fatal(err)
		}
		var a Answer
		if err := l.Send(t.Context(), 0, 0, &a); err != nil || a.Status != 200 {
			t.Fatalf("%s: %d, %v", name, a.Status, err)
		}
		close(read)
		c := l.encoded[0][0].home.idle.conns[0]
		c.idle = c.idle.Add(-2 * restless)
		for began := time.Now(); !c.stale(time.Now()) && time.Since(began) < 5*time.Second; {
			runtime.Gosched() // until the kernel has delivered it
		}
		if err := l.Send(t.Context(), 0, 0, &a); err != nil || a.Status != 200 || opened.Load() != 2 {
			t.Errorf("%s: %d, %v, %d connections", name, a.Status, err, opened.Load())
		}
		l.Close()
		listener.Close()
	}
}

// speaks answers the first request of every connection, and then closes it or
// says something that nobody asked for once the answer has been read.
func speaks(listener net.Listener, opened *atomic.Int64, read <-chan struct{}, after string) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		opened.Add(1)
		go func() {
			defer c.Close()
			r := bufio.NewReader(c)
			for {
				for line := ""; line != "\r\n"; {
					if line, err = r.ReadString('\n'); err != nil {
						return
					}
				}
				io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
				if after == "" {
					return
				}
				<-read
				io.WriteString(c, after)
			}
		}()
	}
}
