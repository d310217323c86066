package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/authassay/authassay/load/histogram"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/compare"
)

// reportCommand renders a JSON report, or compares two.
type reportCommand struct {
	Files []string `arg:"" name:"file" help:"report.json of a run; of two, the second is compared with the first."`
	output
	Compare string   `help:"Compare with this earlier report." placeholder:"FILE"`
	FailIf  []string `name:"fail-if" sep:"none" help:"What a comparison must not show, such as 'p99 > 1.2x'; may be repeated." placeholder:"EXPR"`
	Hgrm    string   `help:"Merge the histograms of all reports and write them as percentiles (.hgrm) to standard output: response, service or lag." placeholder:"KIND"`
}

// Run carries the command out.
func (c *reportCommand) Run(j *job) error {
	files := c.Files
	if c.Compare != "" {
		files = append([]string{c.Compare}, files...)
	}
	if len(files) > 2 && c.Hgrm == "" {
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
	if c.Hgrm != "" {
		return c.merge(j, runs)
	}
	if len(runs) == 1 {
		return c.write(j, runs[0], nil)
	}
	return c.compare(j, runs[0], runs[1])
}

// compare says what changed; what got worse is the exit code of a failure.
func (c *reportCommand) compare(j *job, old, now *reports.Run) error {
	if c.Out != "" {
		return wrong(errors.New("read arguments: a comparison is written to standard output only"), "leave --out out")
	}
	var conditions []compare.Condition
	for _, text := range c.FailIf {
		condition, err := compare.ParseCondition(text)
		if err != nil {
			return wrong(err, "such as 'p99 > 1.2x', 'rate < 0.9x', 'capacity < 0.9x'")
		}
		conditions = append(conditions, condition)
	}
	comparison := compare.Runs(old, now)
	comparison.Slower = slower(old, now)
	comparison.Judge(conditions)
	var err error
	switch c.Format {
	case "text":
		err = comparison.Text(j.Stdout, c.options(j))
	case "markdown":
		err = comparison.Markdown(j.Stdout)
	case "json":
		err = comparison.JSON(j.Stdout)
	default:
		return wrong(errors.New("read arguments: no comparison is written as "+c.Format), "--format takes text, markdown or json here")
	}
	if err != nil {
		return broke("write comparison", err)
	}
	switch {
	case comparison.Worse():
		return ended(exitFail)
	case len(comparison.Missed) > 0:
		return ended(reports.ExitLoad)
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

// histogramOf returns a run's histogram of a kind for all classes.
func histogramOf(run *reports.Run, of string) (reports.Histogram, bool) {
	if run.Load == nil {
		return reports.Histogram{}, false
	}
	for _, h := range run.Load.Histograms {
		if h.Of == of && h.Class == "" {
			return h, true
		}
	}
	return reports.Histogram{}, false
}

// slower is how likely an answer of the new run took longer than one of the
// old, 0 where the reports do not say.
func slower(old, now *reports.Run) float64 {
	was, ok := histogramOf(old, "response")
	is, also := histogramOf(now, "response")
	if !ok || !also {
		return 0
	}
	share, err := histogram.Slower(was, is)
	if err != nil {
		return 0
	}
	return share
}

// merge writes the joined histograms of all reports as percentiles.
func (c *reportCommand) merge(j *job, runs []*reports.Run) error {
	var all []reports.Histogram
	for _, run := range runs {
		h, ok := histogramOf(run, c.Hgrm)
		if !ok {
			return wrong(errors.New("merge histograms: a report has none of the kind "+c.Hgrm), "--hgrm takes response, service or lag, of reports of a load")
		}
		all = append(all, h)
	}
	sum, err := histogram.Merge(all...)
	if err != nil {
		return wrong(err, "")
	}
	if err := histogram.WritePercentiles(j.Stdout, sum); err != nil {
		return broke("write percentiles", err)
	}
	return nil
}
