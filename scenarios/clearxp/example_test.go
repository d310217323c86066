package clearxp_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clearxp"
)

// A dialect writes steps as requests, without sending them.
func Example() {
	at := scenarios.Endpoints{Auth: "https://auth.example", API: "https://lrs.example"}
	r, err := clearxp.Dialect{}.Encode(at, scenarios.Step{Verb: scenarios.Call, Tenant: "acme", As: scenarios.Bearer("t")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Method, r.Address())
	fmt.Println(r.Header.Get("X-CXP-Tenant"), r.Header.Get("Authorization"))
	// Output:
	// GET https://lrs.example/api/users/me
	// acme Bearer t
}
