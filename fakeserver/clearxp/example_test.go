package clearxp_test

import (
	"fmt"
	"net/http/httptest"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
)

// A learner launches content, and its credentials are confined to nobody.
func Example() {
	c := clearxp.Contract().Bent(func(r *fakeserver.Rules) { clearxp.Rules(r).Confined = false })
	server := fakeserver.New(c)
	key := c.Fixtures.APIKeys[0]

	request := httptest.NewRequest("GET", "/xapi/statements", nil)
	request.SetBasicAuth(key.Key, key.Secret)
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, request)
	fmt.Println(answer.Code, clearxp.Rules(&fakeserver.Rules{}).Confined)
	// Output: 200 true
}
