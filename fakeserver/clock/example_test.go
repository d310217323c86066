package clock_test

import (
	"fmt"
	"time"

	"github.com/authassay/authassay/fakeserver/clock"
)

// An hour goes by at once.
func Example() {
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	c := clock.New(func() time.Time { return noon })
	if err := c.Advance(time.Hour); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Now().Format(time.TimeOnly))
	// Output: 13:00:00
}
