package scenarios_test

import (
	"errors"
	"net"
	"net/http"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

// TestAResetIsTold holds a wire to telling a reset from other failures.
func TestAResetIsTold(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			_, _ = c.Read(make([]byte, 1))
			_ = c.(*net.TCPConn).SetLinger(0)
			_ = c.Close()
		}
	}()
	w := scenarios.NewWire(scenarios.WireOptions{})
	defer w.Close()
	reply := w.Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: "http://" + l.Addr().String() + "/"})
	if !errors.Is(reply.Err, scenarios.ErrReset) {
		t.Errorf("a reset: %v", reply.Err)
	}
	l.Close()
	reply = w.Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: "http://" + l.Addr().String() + "/"})
	if reply.Err == nil || errors.Is(reply.Err, scenarios.ErrReset) {
		t.Errorf("nobody there: %v", reply.Err)
	}
}
