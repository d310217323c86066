package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/authassay/authassay/reports"
)

// output is how results are written.
type output struct {
	Format  string `default:"text" enum:"${formats}" help:"What is written to standard output: ${formats}." placeholder:"NAME"`
	Out     string `help:"Write every format into this folder too." placeholder:"DIR"`
	Color   string `default:"auto" enum:"auto,always,never" help:"Paint text: auto, always or never." placeholder:"WHEN"`
	Verbose bool   `short:"v" help:"Show passed checks too."`
}

// write writes the run to standard output and into the folder. Scrub is the
// last pass that takes secrets out; nil where there are none.
func (o *output) write(j *job, run *reports.Run, scrub func(string) string) error {
	if scrub == nil {
		scrub = func(text string) string { return text }
	}
	if o.Out != "" {
		if err := o.writeAll(run, scrub); err != nil {
			return wrong(fmt.Errorf("write reports: %w", err), "--out takes a folder that can be written to")
		}
	}
	var text bytes.Buffer
	if err := reports.Write(&text, o.Format, run, o.options(j)); err != nil {
		return broke("write report", err)
	}
	if _, err := io.WriteString(j.Stdout, scrub(text.String())); err != nil {
		return broke("write report", err)
	}
	return nil
}

// judge finds out before anything is sent whether the folder can be written to:
// a report that has nowhere to go is found when it is too late otherwise.
func (o *output) judge() error {
	if o.Out == "" {
		return nil
	}
	err := os.MkdirAll(o.Out, 0o755)
	if err == nil {
		err = writable(o.Out)
	}
	if err != nil {
		return wrong(fmt.Errorf("write reports: %w", err), "--out takes a folder that can be written to, with room for the reports")
	}
	return nil
}

// roomWanted is what reports may need at the least.
const roomWanted = 64 << 10

// writable writes a file into a folder and takes it away again.
func writable(dir string) error {
	file, err := os.CreateTemp(dir, ".authassay-*")
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, roomWanted))
	return errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name()))
}

// options are how text is shown.
func (o *output) options(j *job) reports.Options {
	width, _ := j.Terminal(j.Stdout)
	return reports.Options{Color: j.colour(o.Color, j.Stdout), Verbose: o.Verbose, Width: min(width, 120)}
}

// writeAll writes every format into the folder.
func (o *output) writeAll(run *reports.Run, scrub func(string) string) error {
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return err
	}
	return reports.WriteAll(o.Out, run, func(path string) (io.WriteCloser, error) {
		return &scrubbed{path: path, scrub: scrub}, nil
	})
}

// scrubbed is a file that is written when it is whole, without secrets.
type scrubbed struct {
	bytes.Buffer
	path  string
	scrub func(string) string
}

// Close writes the file.
func (s *scrubbed) Close() error {
	return os.WriteFile(s.path, []byte(s.scrub(s.String())), 0o644)
}
