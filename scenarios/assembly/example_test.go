package assembly_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"testing/fstest"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// acme is the dialect of a product that asks for a version in the query.
type acme struct{ scenarios.Standard }

func (d acme) Encode(b scenarios.Endpoints, s scenarios.Step) (scenarios.Request, error) {
	r, err := d.Standard.Encode(b, s)
	r.Query = append(r.Query, scenarios.Param{Name: "v", Value: 2})
	return r, err
}

// A team with Go hands in a profile with a dialect of its own.
func ExampleAssemble() {
	mine := scenarios.Profile{
		Name:    "acme",
		Dialect: acme{scenarios.Standard{Paths: map[string]string{"token": "/token"}, Probe: "/me"}},
		Files:   fstest.MapFS{"profile.yaml": {Data: []byte("name: acme\nbased_on: oauth2\n")}},
	}
	file, err := targetfile.Load("target.yaml", []byte("profile: acme\nauth: https://auth.example\n"), os.LookupEnv, os.ReadFile)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := assembly.Assemble(file, assembly.Options{Profiles: append(profiles.BuiltIn(), mine), Random: rand.Reader, ReadFile: os.ReadFile})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	r, err := a.Client.Dialect.Encode(a.Client.Endpoints, scenarios.Step{Verb: scenarios.Call, As: scenarios.Bearer("t")})
	fmt.Println(a.Profile.Name, len(a.Profile.Duties) > 100, r.Address(), err)
	// Output: acme true https://auth.example/me?v=2 <nil>
}
