package settings_test

import (
	"fmt"
	"os"
	"time"

	"github.com/authassay/authassay/load/settings"
	"github.com/authassay/authassay/scenarios/targetfile"
)

// A caller lays its own wishes over what the file says; a duration on the command
// line, for example.
func ExampleOf() {
	a, err := ready(head + "load: { rate: 400/s, duration: 30s, warmup: 0s, shape: ramp }\n")
	if err != nil {
		panic(err)
	}
	defer a.Close()
	wanted := a.Load
	wanted.Duration = targetfile.Duration(2 * time.Minute)
	set, err := settings.Of(a, wanted, os.ReadFile)
	if err != nil {
		panic(err)
	}
	fmt.Println(set.Words(), "with credentials for", set.Credentials.Length)
	// Output: ramp up to 400/s for 2m0s with credentials for 2m0s
}
