package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// GitHub refuses a job summary of more than 1 MiB; past this size requests and
// answers are left to the other reports.
const summaryLimit = 700 << 10

// Markdown writes the run as the summary of a CI job: GitHub-flavoured, with
// everything that a target answered escaped or fenced.
func Markdown(w io.Writer, run *Run) error {
	m, run := &markdown{}, cleaned(run)
	m.put("# %s\n", title(run))
	m.put("%s\n", escape(run.Sentence))
	m.put("%s %s, catalogue %s, seed %d, %s, took %s\n", escape(firstOf(run.Tool.Name, "authassay")),
		escape(run.Tool.Version), escape(run.Tool.Catalogue), run.Seed, stamp(run.Started), took(run))
	m.matrix(run)
	m.list(beforeTitle, run.obstacles())
	m.list("Problems", run.Problems)
	m.list("Known deviations that are out of date", run.Stale)
	for _, k := range kinds {
		m.section(k, run.with(k.Verdict))
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

type markdown struct{ bytes.Buffer }

func title(run *Run) string {
	k := kindOf(run.Verdict)
	return k.Mark + " authassay: " + string(k.Verdict)
}

// put writes a block and the blank line after it. Its arguments are escaped by
// the caller.
func (m *markdown) put(format string, args ...any) {
	fmt.Fprintf(m, format, args...)
	m.WriteByte('\n')
}

// row writes a table row; escaping has taken the bars out of the cells.
func (m *markdown) row(cells ...string) {
	m.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// table starts a table; columns after the first left ones are numbers.
func (m *markdown) table(left int, heads ...string) {
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

func (m *markdown) matrix(run *Run) {
	if len(run.Findings) == 0 {
		return
	}
	head, rows := matrix(run)
	m.table(1, append([]string{"level"}, head...)...)
	for _, r := range rows {
		cells := []string{r.Level}
		for _, n := range r.Counts {
			cells = append(cells, fmt.Sprint(n))
		}
		m.row(cells...)
	}
	m.put("")
	if n := run.Summary.Filtered; n > 0 {
		m.put("%s left out by the filter `%s`.\n", plural(n, "check was", "checks were"), code(run.Filter))
	}
}

func (m *markdown) list(name string, texts []string) {
	if len(texts) == 0 {
		return
	}
	m.put("## %s\n", name)
	for _, t := range texts {
		m.put("- %s", escape(t))
	}
	m.put("")
}

func (m *markdown) section(k kind, found []Finding) {
	if len(found) == 0 || k.Verdict == Pass {
		return
	}
	m.put("## %s (%d)\n", k.Title, len(found))
	switch k.Verdict {
	case Fail, Warn, Inconclusive, Untested, NotApplicable:
		for _, g := range byCause(found, itself) {
			m.group(k, g)
		}
	default:
		m.table(4, "ID", "level", "requirement", "because")
		for _, f := range found {
			m.row(escape(f.ID), escape(f.Level), escape(f.Sentence), escape(firstOf(f.Reason, f.Detail, f.Actual)))
		}
		m.put("")
	}
}

// group writes the findings of one cause: every failure with its evidence, one
// example of what the target broke, and the names of the others.
func (m *markdown) group(k kind, g cause[Finding]) {
	whole := len(g.All)
	switch k.Verdict {
	case Inconclusive:
		whole = 1
	case Untested, NotApplicable:
		whole = 0
	}
	if g.Why != "" && (len(g.All) > 1 || whole == 0) {
		m.put("**%s**\n", escape(g.Head(k)))
	}
	for _, f := range g.All[:whole] {
		m.finding(k, f)
	}
	switch rest := g.All[whole:]; {
	case len(rest) > fewEnough:
		m.put("%s\n", escape(named(rest)))
	case len(rest) > 0:
		for _, f := range rest {
			m.put("- %s %s: %s", escape(f.ID), escape(f.Level), escape(f.Sentence))
		}
		m.put("")
	}
}

func (m *markdown) finding(k kind, f Finding) {
	m.put("### %s %s %s: %s\n", k.Mark, escape(f.ID), escape(f.Level), escape(f.Sentence))
	m.put("%s\n", linked(clause(f), f.Link))
	for _, field := range [][2]string{{"When", f.When}, {"Acceptable", strings.Join(f.Acceptable, ", or ")},
		{"Actual", f.Actual}, {"Control", f.Control}, {"Because", f.Detail}} {
		if field[1] != "" {
			m.put("- **%s:** %s", field[0], escape(field[1]))
		}
	}
	m.put("")
	if len(f.Transcript) > 0 && m.Len() < summaryLimit {
		p := &page{}
		for _, b := range bunched(f.Transcript) {
			p.bunch(0, b)
		}
		m.details("Requests and answers", p.String())
	}
	if len(f.Reproduce) > 0 && m.Len() < summaryLimit {
		m.details("Reproduce", strings.Join(f.Reproduce, "\n"))
	}
}

func (m *markdown) facts(facts []Fact) {
	if len(facts) == 0 {
		return
	}
	m.put("## Measured\n")
	m.table(4, "what", "value", "check", "profile")
	for _, f := range facts {
		m.row(escape(f.Name), escape(f.Value), escape(f.Check), escape(f.Profile))
	}
	m.put("")
}
