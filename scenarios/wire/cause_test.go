package wire_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/wire"
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
	w := wire.New(wire.Options{})
	defer w.Close()
	reply := w.Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: "http://" + l.Addr().String() + "/"})
	if !errors.Is(reply.Err, wire.ErrReset) {
		t.Errorf("a reset: %v", reply.Err)
	}
	l.Close()
	reply = w.Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: "http://" + l.Addr().String() + "/"})
	if reply.Err == nil || errors.Is(reply.Err, wire.ErrReset) {
		t.Errorf("nobody there: %v", reply.Err)
	}
}

// TestOurOwnFailuresAreTold tells what fails on this machine from what the
// other end does.
func TestOurOwnFailuresAreTold(t *testing.T) {
	for errno, own := range map[syscall.Errno]bool{
		syscall.EMFILE: true, syscall.EADDRNOTAVAIL: true, syscall.ENETUNREACH: true, syscall.ECONNREFUSED: false, syscall.ECONNRESET: false,
	} {
		w := wire.New(wire.Options{Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("socket", errno)}
		}})
		reply := w.Send(t.Context(), scenarios.Request{Method: http.MethodGet, URL: "http://127.0.0.1:9/"})
		if errors.Is(reply.Err, wire.ErrOwn) != own {
			t.Errorf("%v: own is %v", errno, !own)
		}
		w.Close()
	}
}
