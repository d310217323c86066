package preflight_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"time"

	"github.com/authassay/authassay/scenarios/assembly"
	"github.com/authassay/authassay/scenarios/preflight"
	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// A server that is down is a mistake of the target file, or of whoever was to
// start it: no requirement is judged then.
func ExampleExamination_Reach() {
	t, err := targetfile.Load("acme.yaml", []byte("profile: clearxp\nauth: http://127.0.0.1:1\n"), os.LookupEnv, targetfile.ReadFile)
	if err != nil {
		panic(err)
	}
	c, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		panic(err)
	}
	ready, err := assembly.Assemble(t, assembly.Options{Profiles: profiles.BuiltIn(), Catalogue: c, Random: rand.Reader})
	if err != nil {
		panic(err)
	}
	defer ready.Close()
	e := preflight.New(preflight.Options{Assembly: ready, Now: time.Now})
	for _, answer := range e.Reach(context.Background()) {
		fmt.Println(answer.Question, answer.Outcome, answer.Cause, answer.Excused())
	}
	// Output: auth FAILED nobody listens true
}
