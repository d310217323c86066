package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/authassay/authassay/load/histogram"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/format"
)

// output is how results are written.
type output struct {
	Format  string `default:"text" enum:"${formats}" help:"What is written to standard output: ${formats}." placeholder:"NAME"`
	Out     string `help:"Write every format into this folder too." placeholder:"DIR"`
	Color   string `default:"auto" enum:"auto,always,never" help:"Paint text: auto, always or never." placeholder:"WHEN"`
	Verbose bool   `short:"v" help:"Show passed checks too."`
}

// scrubber takes secrets out of text: all that a run has learned, or those that
// the tester holds.
type scrubber interface {
	Scrub(text string) string
	ScrubHeld(text string) string
}

// outHint says what --out needs.
const outHint = "--out takes a folder that can be written to, with room for the reports"

// write writes the run to standard output and into the folder, whatever becomes
// of the other one. Secrets are taken out first; nil where there are none.
func (o *output) write(j *job, run *reports.Run, secrets scrubber) error {
	if secrets != nil {
		run = reports.Scrubbed(run, secrets.Scrub, secrets.ScrubHeld)
	}
	var failed error
	if o.Out != "" {
		failed = format.WriteAll(o.Out, run, format.Replace)
	}
	var text bytes.Buffer
	if err := format.Write(&text, o.Format, run, o.options(j)); err != nil {
		return broke("write report", err)
	}
	if _, err := io.Copy(j.Stdout, &text); err != nil {
		return broke("write report", err)
	}
	if failed != nil {
		return wrong(fmt.Errorf("write reports: %w", failed), outHint)
	}
	return nil
}

// judge finds out before anything is sent whether the folder can be written to:
// a report that has nowhere to go is found when it is too late otherwise.
func (o *output) judge() error {
	if o.Out == "" {
		return nil
	}
	if err := format.Writable(o.Out); err != nil {
		return wrong(fmt.Errorf("write reports: %w", err), outHint)
	}
	return nil
}

// options are how text is shown.
func (o *output) options(j *job) format.Options {
	width, _ := j.Terminal(j.Stdout)
	return format.Options{Color: j.colour(o.Color, j.Stdout), Verbose: o.Verbose, Width: min(width, 120)}
}

// both is what went wrong with two things that were tried one after the other.
func both(one, other error) error {
	if one == nil || other == nil {
		return errors.Join(one, other)
	}
	return wrong(fmt.Errorf("%w\nauthassay: %w", one, other), "")
}

// writePercentiles writes the distributions of all classes into the folder of
// the reports, response.hgrm and its like.
func (o *output) writePercentiles(l *reports.Load) error {
	if o.Out == "" || l == nil {
		return nil
	}
	for _, h := range l.Histograms {
		if h.Class != "" {
			continue
		}
		var b bytes.Buffer
		if err := histogram.WritePercentiles(&b, h); err != nil {
			return err
		}
		if err := format.Replace(filepath.Join(o.Out, h.Of+".hgrm"), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
