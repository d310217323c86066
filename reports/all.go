package reports

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// format is one way to write a run.
type format struct {
	name, file string
	write      func(io.Writer, *Run, Options) error
}

var formats = []format{
	{"text", "report.txt", Text},
	{"json", "report.json", plainly(JSON)},
	{"junit", "junit.xml", plainly(JUnit)},
	{"markdown", "report.md", plainly(Markdown)},
	{"html", "report.html", plainly(HTML)},
}

func plainly(write func(io.Writer, *Run) error) func(io.Writer, *Run, Options) error {
	return func(w io.Writer, run *Run, _ Options) error { return write(w, run) }
}

// Formats lists the names that Write takes.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes the run in the named format. Only text heeds the options.
func Write(w io.Writer, name string, run *Run, o Options) error {
	at := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	if at < 0 {
		return fmt.Errorf("write report: no format %q; there are %s", name, strings.Join(Formats(), ", "))
	}
	return formats[at].write(w, run, o)
}

// WriteAll writes the run in every format into a folder: report.txt,
// report.json, junit.xml, report.md and report.html. Files are made by create,
// such as one that calls os.Create. A format that fails does not keep the
// others from being written.
func WriteAll(dir string, run *Run, create func(path string) (io.WriteCloser, error)) error {
	var failed []error
	for _, f := range formats {
		if err := writeOne(filepath.Join(dir, f.file), f, run, create); err != nil {
			failed = append(failed, fmt.Errorf("write %s: %w", f.file, err))
		}
	}
	return errors.Join(failed...)
}

func writeOne(path string, f format, run *Run, create func(string) (io.WriteCloser, error)) error {
	out, err := create(path)
	if err != nil {
		return err
	}
	return errors.Join(f.write(out, run, Options{Verbose: true}), out.Close())
}
