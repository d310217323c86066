package resource_test

import (
	"context"
	"fmt"

	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/resource"
	"github.com/authassay/authassay/suites/selftest"
)

// A chapter by itself, tried on the reference server.
func ExampleBearer() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	reference, err := selftest.Raise(ctx, "oauth2", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer reference.Close()
	run, err := check.Run(ctx, check.Options{Only: []string{"PRE-01"}}, resource.Bearer(), reference.World)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range run.Findings {
		fmt.Println(f.ID, f.Verdict)
	}
	// Output:
	// PRE-01 pass
}
