package hooks

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/authassay/authassay/scenarios/legible"
)

// spool takes what the programs of a target write, and shows it on standard
// error when it is wanted there: line by line, with a mark in front, and with
// nothing left that steers a terminal. The programs write into a file without a
// name, which outlives authassay for a server that stays: a pipe would break
// beneath it.
type spool struct {
	*os.File
	read *os.File
	to   io.Writer
}

// spoolMark stands before each line.
const spoolMark = "hooks: "

// spoolMost is how much is shown at once; of more the end is.
const spoolMost = 64 << 10

// newSpool opens a spool; where there is no room for one, what the programs
// write goes nowhere.
func newSpool(to io.Writer) *spool {
	file, err := os.CreateTemp("", "authassay-hooks-*.log")
	if err != nil {
		return nil
	}
	defer func() { _ = os.Remove(file.Name()) }()
	read, err := os.Open(file.Name())
	if err != nil {
		_ = file.Close()
		return nil
	}
	return &spool{file, read, to}
}

// show writes what has come since it was shown last.
func (s *spool) show() {
	text, err := io.ReadAll(s.read)
	if err != nil || len(text) == 0 {
		return
	}
	if extra := len(text) - spoolMost; extra > 0 {
		text = text[extra:]
		fmt.Fprintf(s.to, "%s… %d bytes before this are not shown\n", spoolMark, extra)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, spoolMost+1)
	for lines.Scan() {
		fmt.Fprintln(s.to, spoolMark+legible.Line(lines.Text()))
	}
}

// end shows the rest.
func (s *spool) end() {
	s.show()
	_, _ = s.Close(), s.read.Close()
}
