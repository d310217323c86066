package check_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/clock"
	"github.com/authassay/authassay/scenarios/redact"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/onsi/gomega"
)

// A check is a value: a requirement, what it does in words, and a body.
func ExampleRun() {
	redactor, err := redact.New(rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	profile := catalogue.Profile{Name: "acme", Duties: []catalogue.Duty{{
		Requirement: catalogue.Requirement{ID: "EXC-02", Sentence: "A code is redeemed once."}, Level: catalogue.Must,
	}}}
	world := check.World{
		Profile: profile, Client: &scenarios.Client{}, Clock: clock.Real{}, Redactor: redactor, Permit: scenarios.Testing,
	}
	once := check.New("EXC-02", "redeem a code twice", func(t *check.T) {
		// A check of a real target asks it: t.Exchange(t.Code()).
		first := &scenarios.Reply{Status: 200, Class: scenarios.Alive, Grant: scenarios.Grant{AccessToken: "one"}}
		second := &scenarios.Reply{Status: 200, Class: scenarios.Alive, Grant: scenarios.Grant{AccessToken: "two"}}
		t.Control(first, check.Granted())
		t.Judge(second, check.Refused("invalid_grant"))
	})
	run, err := check.Run(context.Background(), check.Options{Now: time.Now}, []check.Check{once}, world)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range run.Findings {
		fmt.Printf("%s %s: %s, where %s would do\n", f.ID, f.Verdict, f.Actual, f.Acceptable[0])
	}
	// Output:
	// EXC-02 fail: 200, with an access token (alive), where a refusal without tokens would do
}

// Answers are Gomega matchers, for replies that any test has.
func ExampleAnswer() {
	g := gomega.NewGomega(func(message string, _ ...int) { fmt.Println(message) })
	reply := &scenarios.Reply{Status: 401, Class: scenarios.Dead}
	g.Expect(reply).To(check.Dead())
	g.Expect(reply).To(check.Granted())
	g.Expect(reply).NotTo(check.Dead())
	// Output:
	// 401: none of the acceptable answers: 200 with an access token
	// 401: one of the answers that are not acceptable: a refusal
}
