package coverage_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios/profiles"
	"github.com/authassay/authassay/suites/coverage"
)

// What stands for a requirement: the statements that it comes from, and the faults
// that its check has been seen to notice.
func ExampleCoverage_Explain() {
	all, err := profiles.Catalogue(profiles.BuiltIn())
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ := all.Profile("clearxp")
	duty, _ := p.Duty("EXC-02")
	stands := coverage.Of(p).Explain(duty)
	fmt.Println(stands.ID, stands.Level, stands.Clause)
	fmt.Println(len(stands.Checks), len(stands.Faults) > 0)
	// Output:
	// EXC-02 MUST RFC 6749 §4.1.2
	// 1 true
}
