package dialecttest_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/dialecttest"
)

// What a golden file holds: a step as it goes over the wire.
func ExampleWritten() {
	text, err := dialecttest.Written(scenarios.Standard{},
		scenarios.Endpoints{Auth: "https://auth.example", At: map[string]string{"revoke": "/revoke"}},
		scenarios.Step{Verb: scenarios.Revoke, Token: "t", Client: scenarios.Registration{ID: "app", Authentication: "none"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(text)
	// Output:
	// POST https://auth.example/revoke
	// Accept: application/json
	// Content-Type: application/x-www-form-urlencoded
	//
	// token=t&client_id=app
}
