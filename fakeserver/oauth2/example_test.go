package oauth2_test

import (
	"fmt"
	"net/http/httptest"
	"strings"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/oauth2"
)

// A server that has nobody but the client of one's own test.
func Example() {
	server := fakeserver.New(oauth2.Contract(), fakeserver.WithClients(fakeserver.Client{ID: "shop", Secret: "s3cret"}))
	answer := httptest.NewRecorder()
	request := httptest.NewRequest("POST", "/oauth2/introspect", strings.NewReader("token=x&client_id=shop&client_secret=s3cret"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	server.ServeHTTP(answer, request)
	fmt.Println(answer.Code, answer.Body)
	// Output: 200 {"active":false}
}
