package entropy_test

import (
	"fmt"

	"github.com/authassay/authassay/scenarios/entropy"
)

func ExampleOf() {
	v := entropy.Of([]string{"tok-1", "tok-2", "tok-3", "tok-1"})
	fmt.Printf("%d values, %d repeated, about %.0f bits\n", v.Values, v.Repeated, v.Bits)
	// Output: 4 values, 1 repeated, about 2 bits
}
