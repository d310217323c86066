//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package lease

import (
	"errors"
	"os"
	"syscall"
)

// lock opens the file and locks it. The system unlocks it with the end of this
// process, however that comes, so that no lock outlives its holder.
func lock(name string) (*os.File, error) {
	for {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil && still(f, name) {
			return f, nil
		}
		f.Close()
		switch {
		case errors.Is(err, syscall.EWOULDBLOCK):
			return nil, ErrTaken
		case err != nil:
			return nil, err
		}
	}
}

// still says that the file that was locked is the one of that name, and not one
// that its holder has removed meanwhile.
func still(f *os.File, name string) bool {
	ours, err := f.Stat()
	if err != nil {
		return false
	}
	theirs, err := os.Stat(name)
	return err == nil && os.SameFile(ours, theirs)
}

// unlock removes the file, and then lets go of it.
func unlock(f *os.File) {
	_ = os.Remove(f.Name())
	_ = f.Close()
}
