package lxhive_test

import (
	"fmt"
	"net/http/httptest"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/lxhive"
)

// A temporary token that says nothing of its end.
func Example() {
	c := lxhive.Contract().Bent(func(r *fakeserver.Rules) { lxhive.Rules(r).Ending.Endless = true })
	super := c.Fixtures.APIKeys[0]

	request := httptest.NewRequest("POST", "/lxhive/auth/tokens", strings.NewReader(`{"user":{"email":"wanda@example.com"}}`))
	request.SetBasicAuth(super.Key, super.Secret)
	answer := httptest.NewRecorder()
	fakeserver.New(c).ServeHTTP(answer, request)
	fmt.Println(answer.Code, strings.Contains(answer.Body.String(), `"expiresAt":null`))
	// Output: 200 true
}
