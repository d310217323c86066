package xena_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/xena"
)

// A dialect writes steps as requests, without sending them.
func Example() {
	at := scenarios.Endpoints{Auth: "https://login.example", API: "https://my.example"}
	r, err := xena.Dialect().Encode(at, scenarios.Step{Verb: scenarios.Call, Tenant: "9001", As: scenarios.Bearer("t")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Method, r.Address())
	fmt.Println(r.Header.Get("Authorization"))
	// Output:
	// GET https://my.example/Api/Fiscal/9001/XenaUserMembership
	// Bearer t
}
