package nearmiss_test

import (
	"fmt"

	"github.com/authassay/authassay/suites/nearmiss"
)

func ExampleOf() {
	for _, m := range nearmiss.Of(nearmiss.Redirect, "https://app.example.org/cb")[:3] {
		fmt.Printf("%s, for %s: %s\n", m.As, m.Why, m.Value)
	}
	// Output:
	// a host that ends in the registered one, for compared by its ending: https://assayapp.example.org/cb
	// a subdomain of the registered host, for compared by its ending: https://assay.app.example.org/cb
	// a host that begins with the registered one, for compared by its beginning: https://app.example.org.assay.invalid/cb
}
