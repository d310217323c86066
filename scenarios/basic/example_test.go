package basic_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/basic"
)

// A dialect writes steps as requests, without sending them.
func Example() {
	at := scenarios.Endpoints{Auth: "https://lrs.example", API: "https://lrs.example", Basic: scenarios.Resource{Method: "GET", Path: "/about"}}
	r, err := basic.Dialect{}.Encode(at, scenarios.Step{Verb: scenarios.Call, As: scenarios.Basic("key", "secret")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Method, r.Address())
	fmt.Println(r.Header.Get("Authorization"))
	// Output:
	// GET https://lrs.example/about
	// Basic a2V5OnNlY3JldA==
}
