package identity_test

import (
	"context"
	"fmt"

	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/identity"
	"github.com/authassay/authassay/suites/selftest"
)

// A check of the chapter, tried on the reference server.
func ExampleChecks() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	reference, err := selftest.Raise(ctx, "xena", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer reference.Close()
	run, err := check.Run(ctx, check.Options{Only: []string{"IDT-01"}}, identity.Checks(), reference.World)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range run.Findings {
		fmt.Println(f.ID, f.Verdict)
	}
	// Output:
	// IDT-01 pass
}
