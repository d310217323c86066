package suites_test

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/selftest"
	"github.com/onsi/ginkgo/v2"
)

// A chapter of the contract, tried on the reference server.
func ExampleAll() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	reference, err := selftest.Raise(ctx, "oauth2", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer reference.Close()
	run, err := check.Run(ctx, check.Options{Only: []string{"EXC-02"}, Now: time.Now}, suites.All(), reference.World)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range run.Findings {
		fmt.Println(f.ID, f.Verdict, f.Sentence)
	}
	// Output:
	// EXC-02 pass A code that was redeemed is refused the second time.
}

// A team that tests with Ginkgo plants the contract inside a Describe of its own,
// on its own target, and adds a check of its own beside it.
func ExamplePlant() {
	contract := catalogue.Profile{} // from catalogue.Load, or the profile of an assembled target
	target := func(ctx context.Context) (check.World, error) {
		reference, err := selftest.Raise(ctx, contract.Name, nil) // or whatever assembles theirs
		if err != nil {
			return check.World{}, err
		}
		ginkgo.DeferCleanup(reference.Close)
		return reference.World, nil
	}
	ours := check.New("EXC-01", "redeem a code that came of our own login", func(t *check.T) {
		t.Judge(t.Exchange(t.Code()), check.Granted())
	}, check.Looks)
	_ = func() bool { // at the top of their suite: var _ = Describe(...)
		return ginkgo.Describe("our token server", func() {
			suites.Plant(suites.Planting{Profile: contract, World: target, Checks: append(suites.All(), ours)})
			ginkgo.It("has specs of its own beside them", func() {})
		})
	}
}
