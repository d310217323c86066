package h1

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// BenchmarkSend measures what one request costs over a kept connection, and
// what it leaves behind: its answer must be read without an allocation.
func BenchmarkSend(b *testing.B) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer listener.Close()
	go func() {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		buffer, answer := make([]byte, 4096), []byte(streams[0])
		for {
			if _, err := c.Read(buffer); err != nil {
				return
			}
			if _, err := io.Writer(c).Write(answer); err != nil {
				return
			}
		}
	}()
	request := scenarios.Request{Method: http.MethodGet, URL: "http://" + listener.Addr().String() + "/",
		Header: http.Header{"Authorization": {"Bearer live-1"}}}
	client, err := New(Options{Timeout: 5 * time.Second, MaxBody: testLimit, Count: none{}, Proxied: func(*http.Request) bool { return false }},
		[][]scenarios.Request{{request}})
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	var a Answer
	b.ReportAllocs()
	for b.Loop() {
		a.Reset()
		if err := client.Send(b.Context(), 0, 0, &a); err != nil || a.Status != 200 {
			b.Fatalf("%d, %v", a.Status, err)
		}
	}
}
