package lease_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/authassay/authassay/scenarios/lease"
)

// Two testers share a target file, and the second one does not get the clock.
func ExampleFile() {
	folder, err := os.MkdirTemp("", "lease")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	lock := filepath.Join(folder, "acme.yaml.lock")
	first, err := lease.File(context.Background(), lock, time.Now(), lease.Options{Holder: "first"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = lease.File(context.Background(), lock, time.Now(), lease.Options{Holder: "second"})
	fmt.Println(errors.Is(err, lease.ErrTaken))
	first.Release()
	// Output: true
}
