// Package view holds what every format of a report shows alike, before it is
// laid out: the sign of a verdict, findings by their cause, exchanges by the
// bunch, figures in words.
//
//	for _, sign := range view.Signs() {
//		found := run.With(sign.Verdict)
//		...
//	}
//
// It knows runs and no format. What it is given has been made plain.
package view

import (
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/words"
)

// Sign is how a verdict is shown.
type Sign struct {
	Verdict reports.Verdict
	Mark    string // one column wide
	Title   string // of the section that lists such findings
	Hue     string // the colour in text, the class name in HTML
}

var signs = map[reports.Verdict]Sign{
	reports.Fail:          {reports.Fail, "×", "Failures", "red"},
	reports.Warn:          {reports.Warn, "!", "Warnings", "yellow"},
	reports.Inconclusive:  {reports.Inconclusive, "?", "Inconclusive", "magenta"},
	reports.Untested:      {reports.Untested, "-", "Untested", "grey"},
	reports.Expected:      {reports.Expected, "~", "Known deviations", "cyan"},
	reports.Note:          {reports.Note, "i", "Notes", "blue"},
	reports.Pass:          {reports.Pass, "✓", "Passed", "green"},
	reports.NotApplicable: {reports.NotApplicable, "·", "Not applicable", "grey"},
}

// Signs returns those of all verdicts in the order of every report.
func Signs() []Sign {
	var all []Sign
	for _, v := range reports.Verdicts() {
		all = append(all, signs[v])
	}
	return all
}

// SignOf returns how a verdict is shown.
func SignOf(v reports.Verdict) Sign { return signs[v.Shown()] }

// Cleaned copies a run with every text made plain, so that no writer can forget
// to.
func Cleaned(run *reports.Run) *reports.Run { return words.Map(run, words.Plain, false) }

// Row counts the findings of one level.
type Row struct {
	Level  string
	Counts []int
}

// Matrix counts findings by level and verdict, with passes first; a verdict
// that nothing earned has no column.
func Matrix(run *reports.Run) ([]reports.Verdict, []Row) {
	order := []reports.Verdict{reports.Pass, reports.Fail, reports.Warn, reports.Note,
		reports.Inconclusive, reports.Untested, reports.Expected, reports.NotApplicable}
	var head []reports.Verdict
	rows := make([]Row, 0, len(reports.Levels()))
	for _, level := range reports.Levels() {
		rows = append(rows, Row{Level: level})
	}
	for _, v := range order {
		if run.Count("", v) == 0 && v != reports.Pass && v != reports.Fail {
			continue
		}
		head = append(head, v)
		for i, level := range reports.Levels() {
			rows[i].Counts = append(rows[i].Counts, run.Count(level, v))
		}
	}
	return head, rows
}
