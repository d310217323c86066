package rules_test

import (
	"fmt"
	"time"

	"github.com/authassay/authassay/fakeserver/rules"
)

// A rule bent, and the rules that it was bent from left as they were.
func ExampleHonest() {
	r := rules.Honest()
	r.Expiring.CodeLifetime = 11 * time.Minute
	fmt.Println(r.Expiring.CodeLifetime, rules.Honest().Expiring.CodeLifetime)
	// Output: 11m0s 10m0s
}
