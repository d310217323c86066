//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package lease

import (
	"errors"
	"fmt"
	"os"
)

// lock creates the file, which must not be there, except for a process that
// does not live any more.
func lock(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if !errors.Is(err, os.ErrExist) {
		return f, err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, ErrTaken
	}
	var holder int
	if _, err := fmt.Sscanf(string(text), "process %d", &holder); err != nil {
		return nil, ErrTaken // it is being written
	}
	if p, err := os.FindProcess(holder); err == nil {
		_ = p.Release()
		return nil, ErrTaken
	}
	_ = os.Remove(name)
	return nil, ErrTaken
}

// unlock lets go of the file, and removes it.
func unlock(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
}
