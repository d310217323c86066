// Package format writes a run in every format that it can be had in: text for a
// person, JSON with its published schema, JUnit, Markdown and annotations for CI,
// and one HTML page.
//
//	err := format.Write(os.Stdout, "markdown", run, format.Options{})
//	err = format.WriteAll("out", run, format.Replace)
//
// A new format is a package of its own and a line in the list here. This package
// judges nothing.
package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/github"
	"github.com/authassay/authassay/reports/internal/html"
	"github.com/authassay/authassay/reports/internal/junit"
	"github.com/authassay/authassay/reports/internal/markdown"
	"github.com/authassay/authassay/reports/internal/text"
)

// Options says how a report is written for a person. Formats for machines
// ignore it.
type Options = text.Options

// format is one way to write a run.
type format struct {
	name, file string // no file where it is fit for standard output only
	write      func(io.Writer, *reports.Run, Options) error
}

var formats = []format{
	{"text", "report.txt", text.Write},
	{"json", "report.json", plainly(reports.JSON)},
	{"junit", "junit.xml", plainly(junit.Write)},
	{"markdown", "report.md", plainly(markdown.Write)},
	{"html", "report.html", plainly(html.Write)},
	{"github", "", plainly(github.Write)},
}

func plainly(write func(io.Writer, *reports.Run) error) func(io.Writer, *reports.Run, Options) error {
	return func(w io.Writer, run *reports.Run, _ Options) error { return write(w, run) }
}

// Names lists the names that Write takes.
func Names() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes the run in the named format. Only text heeds the options.
func Write(w io.Writer, name string, run *reports.Run, o Options) error {
	at := slices.IndexFunc(formats, func(f format) bool { return f.name == name })
	if at < 0 {
		return fmt.Errorf("write report: no format %q; there are %s", name, strings.Join(Names(), ", "))
	}
	return formats[at].write(w, run, o)
}

// WriteAll writes the run in every format into a folder: report.txt,
// report.json, junit.xml, report.md and report.html, and the bodies that its
// command lines read. Each file is handed whole to write, such as Replace. What
// fails does not keep the others from being written.
func WriteAll(dir string, run *reports.Run, write func(path string, content []byte) error) error {
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
		if f.file == "" {
			continue
		}
		var content bytes.Buffer
		err := f.write(&content, run, Options{Verbose: true})
		put(f.file, content.Bytes(), err)
	}
	return errors.Join(failed...)
}
