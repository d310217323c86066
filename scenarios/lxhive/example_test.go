package lxhive_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/lxhive"
)

// A dialect writes steps as requests, without sending them.
func Example() {
	at := scenarios.Endpoints{Auth: "https://lrs.example", API: "https://lrs.example"}
	r, err := lxhive.Dialect{}.Encode(at, scenarios.Step{Verb: scenarios.Inspect, As: scenarios.Basic("key", "secret"), Of: scenarios.Basic("key", "secret")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Method, r.Address())
	fmt.Println(r.Header.Get("Authorization"))
	// Output:
	// GET https://lrs.example/auth/tokens?key=key&secret=secret
	// Basic a2V5OnNlY3JldA==
}
