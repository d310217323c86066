package shape_test

import (
	"fmt"

	"github.com/authassay/authassay/load/shape"
)

// A schedule is worked out from the number of a request alone.
func ExampleParse() {
	s, err := shape.Parse("100/s to 300/s for 10s, 300/s for 20s")
	if err != nil {
		fmt.Println(err)
		return
	}
	due, _ := s.At(2000)
	fmt.Println(s.Length(), s.Peak(), due)
	// Output: 30s 300 10s
}
