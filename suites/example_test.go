package suites_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing/fstest"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/oauth2"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/assay"
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

// A team that tests with Ginkgo plants its contract inside a Describe of its own,
// on its own target: OAuth 2.0 with a requirement of the house, and the check of it.
func ExamplePlant() {
	acme := scenarios.Profile{Name: "acme", Dialect: oauth2.Profile().Dialect, Files: fstest.MapFS{ // or an embedded folder
		"profile.yaml":           {Data: []byte("name: acme\nbased_on: oauth2\nduties: { ACM-01: { level: SHOULD, clause: HOUSE } }")},
		"requirements/acme.yaml": {Data: []byte("- { id: ACM-01, sentence: An access token begins with acme_. }")},
	}}
	known := append(profiles.BuiltIn(), acme)
	marked := check.New("ACM-01", "look at the access token of a grant", func(t *check.T) {
		t.Require(strings.HasPrefix(t.Grant().AccessToken, "acme_"), "a token that begins with acme_", "another token")
	}, check.Looks)
	var file *targetfile.Target // from targetfile.Load
	ours, err := assay.Open(context.Background(), file, assembly.Options{Profiles: known, Random: rand.Reader}, time.Now)
	if err != nil {
		panic(err)
	}
	_ = func() bool { // at the top of their suite: var _ = Describe(...)
		return ginkgo.Describe("our token server", func() {
			suites.Plant(ours.Planting(assay.Options{Extra: []check.Check{marked}}))
			ginkgo.It("has specs of its own beside them", func() {})
		})
	}
}
