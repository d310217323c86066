package format

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Replace writes a file whole or not at all: what stood there stays until the
// new content is on the disk. The folder is made where it is missing.
func Replace(path string, content []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// roomWanted is what reports may need at the least, in bytes.
const roomWanted = 64 << 10

// Writable makes the folder where it is missing and sees that files can be
// written into it, with some room, so that a run that takes an hour does not find out at its
// end.
func Writable(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, ".writable.*")
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, roomWanted))
	if err = errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name())); err != nil {
		return fmt.Errorf("try %s: %w", dir, err)
	}
	return nil
}
