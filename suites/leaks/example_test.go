package leaks_test

import (
	"fmt"

	"github.com/authassay/authassay/suites/leaks"
)

func ExampleInside() {
	fmt.Println(leaks.Inside(`{"trace":"goroutine 1 [running]:\nmain.serve()"}`))
	fmt.Printf("%q\n", leaks.Inside(`{"error":"invalid_grant"}`))
	// Output:
	// a trace of Go
	// ""
}
