package wire_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/wire"
)

func Example() {
	server := httptest.NewServer(http.RedirectHandler("/login", http.StatusFound))
	w := wire.New(wire.Options{})
	defer w.Close()
	ask := scenarios.Request{Method: http.MethodGet, URL: server.URL}
	reply := w.Send(context.Background(), ask)
	fmt.Println(reply.Status, reply.Header.Get("Location"))
	server.Close()
	reply = w.Send(context.Background(), ask)
	fmt.Println(reply.Class, errors.Is(reply.Err, wire.ErrNobody))
	// Output:
	// 302 /login
	// broken true
}
