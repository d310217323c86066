// Package markdown writes a run as the summary of a CI job.
//
//	markdown.Write(file, run)
//
// Everything that a target answered is escaped or fenced.
package markdown

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/text"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// GitHub refuses a job summary of more than 1 MiB; past this size requests and
// answers are left to the other reports.
const summaryLimit = 700 << 10

// Write writes the run as the summary of a CI job: GitHub-flavoured, with
// everything that a target answered escaped or fenced.
func Write(w io.Writer, run *reports.Run) error {
	m, run := &page{}, view.Cleaned(run)
	m.put("# %s\n", title(run))
	m.put("%s\n", Escape(run.Sentence))
	m.put("%s %s, catalogue %s, seed %d, %s, took %s\n", Escape(words.First(run.Tool.Name, "authassay")),
		Escape(run.Tool.Version), Escape(run.Tool.Catalogue), run.Seed, view.Stamp(run.Started), view.Took(run))
	m.matrix(run)
	m.list(view.BeforeTitle, run.Obstacles())
	m.list("Problems", run.Problems)
	m.list("Known deviations that are out of date", run.Stale)
	for _, k := range view.Signs() {
		m.section(k, run.With(k.Verdict))
	}
	m.facts(run.Facts)
	if run.Capacity != nil {
		m.capacity(run.Capacity)
	}
	if run.Load != nil {
		m.load(run.Load)
	}
	_, err := w.Write(m.Bytes())
	return err
}

type page struct{ bytes.Buffer }

func title(run *reports.Run) string {
	k := view.SignOf(run.Verdict)
	return k.Mark + " authassay: " + string(k.Verdict)
}

// put writes a block and the blank line after it. Its arguments are escaped by
// the caller.
func (m *page) put(format string, args ...any) {
	fmt.Fprintf(m, format, args...)
	m.WriteByte('\n')
}

// row writes a table row; escaping has taken the bars out of the cells.
func (m *page) row(cells ...string) {
	m.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// table starts a table; columns after the first left ones are numbers.
func (m *page) table(left int, heads ...string) {
	m.row(heads...)
	marks := make([]string, len(heads))
	for i := range marks {
		marks[i] = "---"
		if i >= left {
			marks[i] = "---:"
		}
	}
	m.row(marks...)
}

func (m *page) matrix(run *reports.Run) {
	if len(run.Findings) == 0 {
		return
	}
	head, rows := view.Matrix(run)
	heads := []string{"level"}
	for _, v := range head {
		heads = append(heads, string(v))
	}
	m.table(1, heads...)
	for _, r := range rows {
		cells := []string{r.Level}
		for _, n := range r.Counts {
			cells = append(cells, fmt.Sprint(n))
		}
		m.row(cells...)
	}
	m.put("")
	if n := run.Summary.Filtered; n > 0 {
		m.put("%s left out by the filter `%s`.\n", words.Plural(n, "check was", "checks were"), code(run.Filter))
	}
}

func (m *page) list(name string, texts []string) {
	if len(texts) == 0 {
		return
	}
	m.put("## %s\n", name)
	for _, t := range texts {
		m.put("- %s", Escape(t))
	}
	m.put("")
}

func (m *page) section(k view.Sign, found []reports.Finding) {
	if len(found) == 0 || k.Verdict == reports.Pass {
		return
	}
	m.put("## %s (%d)\n", k.Title, len(found))
	switch k.Verdict {
	case reports.Fail, reports.Warn, reports.Inconclusive, reports.Untested, reports.NotApplicable:
		for _, g := range view.ByCause(found, view.Itself) {
			m.group(k, g)
		}
	default:
		m.table(4, "ID", "level", "requirement", "because")
		for _, f := range found {
			m.row(Escape(f.ID), Escape(f.Level), Escape(f.Sentence), Escape(words.First(f.Reason, f.Detail, f.Actual)))
		}
		m.put("")
	}
}

// group writes the findings of one cause: every failure with its evidence, one
// example of what the target broke, and the names of the others.
func (m *page) group(k view.Sign, g view.Cause[reports.Finding]) {
	whole, headed := g.Whole(k.Verdict)
	if headed {
		m.put("**%s**\n", Escape(g.Head(k.Verdict)))
	}
	for _, f := range g.All[:whole] {
		m.finding(k, f)
	}
	switch rest := g.All[whole:]; {
	case len(rest) > view.FewEnough:
		m.put("%s\n", Escape(view.Named(rest)))
	case len(rest) > 0:
		for _, f := range rest {
			m.put("- %s %s: %s", Escape(f.ID), Escape(f.Level), Escape(f.Sentence))
		}
		m.put("")
	}
}

func (m *page) finding(k view.Sign, f reports.Finding) {
	m.put("### %s %s %s: %s\n", k.Mark, Escape(f.ID), Escape(f.Level), Escape(f.Sentence))
	m.put("%s\n", linked(view.Clause(f), f.Link))
	for _, field := range [][2]string{{"When", f.When}, {"Acceptable", strings.Join(f.Acceptable, ", or ")},
		{"Actual", f.Actual}, {"Control", f.Control}, {"Because", f.Detail}} {
		if field[1] != "" {
			m.put("- **%s:** %s", field[0], Escape(field[1]))
		}
	}
	m.put("")
	if len(f.Transcript) > 0 && m.Len() < summaryLimit {
		p := &text.Page{}
		for _, b := range view.Bunched(f.Transcript) {
			p.Bunch(0, b)
		}
		m.details("Requests and answers", p.String())
	}
	if len(f.Reproduce) > 0 && m.Len() < summaryLimit {
		m.details("Reproduce", strings.Join(f.Reproduce, "\n"))
	}
}

func (m *page) facts(facts []reports.Fact) {
	if len(facts) == 0 {
		return
	}
	m.put("## Measured\n")
	m.table(4, "what", "value", "check", "profile")
	for _, f := range facts {
		m.row(Escape(f.Name), Escape(f.Value), Escape(f.Check), Escape(f.Profile))
	}
	m.put("")
}
