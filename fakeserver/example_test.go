package fakeserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/authassay/authassay/fakeserver"
)

// A server with one rule bent: its codes live a minute too long.
func Example() {
	rules := fakeserver.Honest()
	rules.Expiring.CodeLifetime = 11 * time.Minute

	up := httptest.NewServer(fakeserver.New(rules))
	defer up.Close()

	response, err := http.Get(up.URL + "/api/users/me")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	fmt.Println(response.StatusCode, response.Header.Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="ClearXP"
}
