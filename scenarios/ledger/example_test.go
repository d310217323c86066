package ledger_test

import (
	"context"
	"fmt"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/ledger"
)

func ExampleTidyUp() {
	c := &scenarios.Client{Dialect: scenarios.Standard{}, Ledger: &ledger.Ledger{}}
	c.Ledger.Note(&scenarios.Reply{
		Step: scenarios.Step{Verb: scenarios.Exchange}, Class: scenarios.Alive, Grant: scenarios.Grant{AccessToken: "a", RefreshToken: "r"},
	}, false)
	left, of := ledger.TidyUp(context.Background(), c)
	fmt.Printf("%d of %d may still be alive: the server has nowhere to revoke them\n", left, of)
	// Output: 2 of 2 may still be alive: the server has nowhere to revoke them
}
