package xena_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/xena"
)

// The keys that ID tokens and access tokens are signed with.
func Example() {
	answer := httptest.NewRecorder()
	fakeserver.New(xena.Contract()).ServeHTTP(answer, httptest.NewRequest("GET", "/xena/.well-known/openid-configuration/jwks", nil))
	var set struct{ Keys []struct{ Kty, Alg string } }
	if err := json.Unmarshal(answer.Body.Bytes(), &set); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Keys)
	// Output: [{RSA RS256} {EC ES256}]
}
