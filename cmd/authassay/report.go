package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/authassay/authassay/reports"
)

// reportCommand renders a JSON report, or compares two.
type reportCommand struct {
	Files []string `arg:"" name:"file" help:"report.json of a run; of two, the second is compared with the first."`
	output
	Compare string `help:"Compare with this earlier report." placeholder:"FILE"`
}

// Run carries the command out.
func (c *reportCommand) Run(j *job) error {
	files := c.Files
	if c.Compare != "" {
		files = append([]string{c.Compare}, files...)
	}
	if len(files) > 2 {
		return wrong(errors.New("read arguments: more than two reports"), "authassay report OLD NEW")
	}
	var runs []*reports.Run
	for _, name := range files {
		run, err := readReport(name)
		if err != nil {
			return err
		}
		runs = append(runs, run)
	}
	if len(runs) == 1 {
		return c.write(j, runs[0], nil)
	}
	return c.compare(j, runs[0], runs[1])
}

// compare says what changed; what got worse is the exit code of a failure.
func (c *reportCommand) compare(j *job, old, now *reports.Run) error {
	if c.Format != "text" || c.Out != "" {
		return wrong(errors.New("read arguments: a comparison is text on standard output only"), "leave --format and --out out")
	}
	comparison := reports.Compare(old, now)
	if err := comparison.Text(j.Stdout, c.options(j)); err != nil {
		return broke("write comparison", err)
	}
	if comparison.Worse() {
		return ended(exitFail)
	}
	return nil
}

// readReport reads one JSON report.
func readReport(name string) (*reports.Run, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, wrong(fmt.Errorf("read report: %w", err), "authassay run --out DIR writes report.json into a folder")
	}
	defer file.Close()
	run, err := reports.Read(file)
	if err != nil {
		return nil, wrong(fmt.Errorf("%s: %w", name, err), "a report.json that authassay run or load has written is needed")
	}
	return run, nil
}
