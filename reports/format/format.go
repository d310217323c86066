package reports

import (
	"bytes"
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
// report.json, junit.xml, report.md and report.html, and the bodies that its
// command lines read. Each file is handed whole to write, such as Replace. What
// fails does not keep the others from being written.
func WriteAll(dir string, run *Run, write func(path string, content []byte) error) error {
	var failed []error
	put := func(name string, content []byte, err error) {
		if err == nil {
			err = write(filepath.Join(dir, filepath.FromSlash(name)), content)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("write %s: %w", name, err))
		}
	}
	for _, f := range run.Findings {
		for _, b := range f.Bodies {
			put(b.Name, b.Content, nil)
		}
	}
	for _, f := range formats {
		var content bytes.Buffer
		err := f.write(&content, run, Options{Verbose: true})
		put(f.file, content.Bytes(), err)
	}
	return errors.Join(failed...)
}
