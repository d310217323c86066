package scenarios_test

import (
	"fmt"
	"testing"

	"github.com/authassay/authassay/scenarios"
)

func TestPermitsAreOrdered(t *testing.T) {
	order := []scenarios.Permit{scenarios.Looking, scenarios.Testing, scenarios.Attacking}
	for i, permit := range order {
		for j, needed := range order {
			if permit.Allows(needed) != (i >= j) {
				t.Errorf("%s allows %s: %t", permit, needed, permit.Allows(needed))
			}
		}
		var read scenarios.Permit
		if err := read.UnmarshalText([]byte(permit.String())); err != nil || read != permit {
			t.Errorf("%s is read as %s, %v", permit, read, err)
		}
	}
	var unset, unread scenarios.Permit
	if unset.Allows(scenarios.Testing) {
		t.Error("a permit that nobody gave allows more than looking")
	}
	if unread.UnmarshalText([]byte("playing")) == nil {
		t.Error("any word is a permit")
	}
}

func ExamplePermit_Allows() {
	for _, p := range []scenarios.Permit{scenarios.Looking, scenarios.Testing, scenarios.Attacking} {
		fmt.Println(p, p.Allows(scenarios.Testing))
	}
	// Output:
	// looking false
	// testing true
	// attacking true
}
