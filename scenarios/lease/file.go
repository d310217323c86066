package lease

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// File takes the lock of a file, which it creates and removes at the end. It
// holds who has it and since when, for people. A lock ends with the process
// that holds it. The error is ErrTaken where another did not let go.
func File(ctx context.Context, name string, now time.Time, o Options) (*Lease, error) {
	var held *os.File
	err := patiently(ctx, o.Wait, func() (err error) {
		held, err = lock(name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("lock the clock: %w%s", err, holderOf(name, err))
	}
	said := fmt.Sprintf("process %d, since %s\n", os.Getpid(), now.Format(time.RFC3339))
	if err := write(held, said); err != nil {
		unlock(held)
		return nil, fmt.Errorf("lock the clock: %w", err)
	}
	return &Lease{release: func() { unlock(held) }}, nil
}

// write replaces what the file holds.
func write(f *os.File, text string) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// longestName is as much as is read of a file that a holder has written.
const longestName = 100

// holderOf says in brackets who holds the lock that could not be had.
func holderOf(name string, err error) string {
	f, failed := os.Open(name)
	if failed != nil {
		return ""
	}
	defer f.Close()
	if !errors.Is(err, ErrTaken) {
		return ""
	}
	text := make([]byte, longestName)
	n, _ := f.Read(text)
	if said := strings.TrimSpace(string(text[:n])); said != "" {
		return " (" + said + ")"
	}
	return ""
}
