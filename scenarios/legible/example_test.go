package legible_test

import (
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios/legible"
)

func ExampleLine() {
	fmt.Println(legible.Line("red \x1b[31m alert\nand more"))
	// Output: red \x1b[31m alert\nand more
}

func ExamplePage() {
	fmt.Println(legible.Page([]byte("<head><title>no</title></head><h1>Sign in</h1> to <b>Acme &amp; Co</b>"), 80))
	// Output: Sign in to Acme & Co
}

func ExampleDuration() {
	fmt.Println(legible.Duration(time.Hour), legible.Duration(90*time.Second))
	// Output: 1h 1m30s
}
