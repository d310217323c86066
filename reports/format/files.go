package format

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/authassay/authassay/reports"
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

// Rendered is the run in every format, as WriteAll writes it, by the names of the
// files with slashes.
func Rendered(run *reports.Run) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := WriteAll("", run, func(path string, content []byte) error {
		files[filepath.ToSlash(path)] = content
		return nil
	})
	return files, err
}

// mostRead bounds what is read of one folder, in bytes.
const mostRead = 256 << 20

// ReadAll reads what stands in the folder of a run, by name with slashes. Hidden
// files are passed by, and what is no file is not followed.
func ReadAll(dir string) (map[string][]byte, error) {
	files, left := map[string][]byte{}, int64(mostRead)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != dir && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if left -= info.Size(); left < 0 {
			return fmt.Errorf("%s holds more than the reports of any run", dir)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = content
		return err
	})
	return files, err
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
