package targetfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// longestFile is how much of a file is read, in bytes: a target file, a secret,
// certificates, a list.
const longestFile = 4 << 20

// ErrFile is wrapped by ReadFile for what is no file that it reads.
var ErrFile = errors.New("not a file to read")

// ReadFile reads a regular file of at most 4 MiB. A pipe would be waited for
// without end and a device read without end: they are refused, as folders are.
func ReadFile(name string) ([]byte, error) {
	about, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if err := readable(about); err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, longestFile+1))
	if err == nil && len(text) > longestFile {
		err = &fs.PathError{Op: "read", Path: name, Err: tooLong()}
	}
	return text, err
}

// readable says why something is not read.
func readable(about fs.FileInfo) error {
	what := ""
	switch mode := about.Mode(); {
	case mode.IsDir():
		what = "a folder"
	case mode&fs.ModeNamedPipe != 0:
		what = "a pipe"
	case mode&fs.ModeSocket != 0:
		what = "a socket"
	case mode&fs.ModeDevice != 0:
		what = "a device"
	case !mode.IsRegular():
		what = "no regular file"
	case about.Size() > longestFile:
		return tooLong()
	default:
		return nil
	}
	return fmt.Errorf("%w: it is %s", ErrFile, what)
}

func tooLong() error { return fmt.Errorf("%w: it is longer than %d MiB", ErrFile, longestFile>>20) }
