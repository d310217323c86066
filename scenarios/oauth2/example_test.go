package oauth2_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/oauth2"
)

// A dialect writes steps as requests, without sending them.
func ExampleDialect() {
	endpoints := scenarios.Endpoints{Auth: "https://auth.example", At: map[string]string{"token": "/token"}}
	r, err := oauth2.Dialect().Encode(endpoints, scenarios.Step{
		Verb: scenarios.Refresh, Client: scenarios.Registration{ID: "app", Authentication: "none"}, RefreshToken: "r1",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Method, r.URL)
	fmt.Println(r.Body.Encode())
	// Output:
	// POST https://auth.example/token
	// grant_type=refresh_token&refresh_token=r1&client_id=app
}
