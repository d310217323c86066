package objective_test

import (
	"fmt"

	"github.com/authassay/authassay/load/objective"
)

// A mistake is shown where it stands.
func ExampleParse() {
	_, err := objective.Parse("p99 <> 50ms")
	fmt.Println(err)
	// Output:
	// want a comparison: <, <=, >, >= or =
	//   p99 <> 50ms
	//       ^
}
