package authorization_test

import (
	"context"
	"fmt"

	"github.com/authassay/authassay/suites/authorization"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/selftest"
)

// A chapter by itself, tried on the reference server.
func ExampleChecks() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	reference, err := selftest.Raise(ctx, "oauth2", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer reference.Close()
	run, err := check.Run(ctx, check.Options{Only: []string{"AUT-02"}}, authorization.Checks(), reference.World)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range run.Findings {
		fmt.Println(f.ID, f.Verdict)
	}
	// Output:
	// AUT-02 pass
}
