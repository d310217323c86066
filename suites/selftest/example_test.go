package selftest_test

import (
	"context"
	"fmt"
	"time"

	"github.com/authassay/authassay/suites/selftest"
)

// A fault is killed by exactly its checks.
func ExampleRun() {
	m, err := selftest.Run(context.Background(), selftest.Options{
		Names: []string{"code-reusable"}, Profiles: []string{"oauth2"}, Now: time.Now,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range m.Rows {
		fmt.Println(row.Name, row.Clean(), row.Broken)
	}
	// Output: code-reusable true [EXC-02 EXC-03 EXC-04 EXC-05 EXC-32 EXC-45]
}
