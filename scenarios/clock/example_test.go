package clock_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios/clock"
)

func ExampleReal_Until() {
	c := clock.Real{Patience: time.Minute}
	err := c.Until(context.Background(), c.Now().Add(time.Hour))
	fmt.Println(errors.Is(err, clock.ErrBeyondPatience))
	// Output: true
}

func ExampleNewCommand() {
	run := func(_ context.Context, argv []string) error {
		fmt.Println(argv)
		return nil
	}
	c := clock.NewCommand(run, []string{"faketime", "advance"}, 0, nil)
	before := c.Now()
	err := c.Until(context.Background(), before.Add(time.Hour))
	fmt.Println(!c.Now().Before(before.Add(time.Hour)), err)
	// Output:
	// [faketime advance]
	// true <nil>
}
