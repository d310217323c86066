package contracts_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
)

// All contracts on one server, with one rule bent alike in each.
func ExampleBent() {
	server := contracts.Bent(func(r *fakeserver.Rules) { r.Manners.Header = func(h http.Header) { h.Set("X-Late", "1") } })
	for _, path := range []string{"/xapi/about", "/lxhive/xAPI/about", "/xena/connect/userinfo"} {
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		fmt.Println(answer.Code, answer.Header().Get("X-Late"))
	}
	// Output:
	// 200 1
	// 200 1
	// 401 1
}
