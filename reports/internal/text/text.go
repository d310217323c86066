// Package text writes a run for a person at a terminal, and the blocks of plain
// text that other formats fence.
//
//	text.Write(os.Stdout, run, text.Options{Color: true})
//
// It knows no other format.
package text

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// Options says how a report is written for a person. Formats for machines
// ignore it.
type Options struct {
	Color   bool // paint with ANSI colours
	Verbose bool // a line for each passed check too
	Width   int  // columns to wrap prose at; 0 means 100. Requests, answers and links are never wrapped
}

// Write writes the run for a person at a terminal: the verdict, failures with
// their evidence, what else needs a look, load, and the verdict again as the
// last line.
func Write(w io.Writer, run *reports.Run, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	p, run := &Page{Options: o}, view.Cleaned(run)
	p.header(run)
	p.summary(run)
	p.troubles(view.BeforeTitle, run.Obstacles())
	for _, k := range view.Signs() {
		p.section(k, run.With(k.Verdict))
		if k.Verdict == reports.Note {
			p.facts(run.Facts)
		}
	}
	p.troubles("Problems", run.Problems)
	p.troubles("Known deviations that are out of date", run.Stale)
	if run.Capacity != nil {
		p.capacity(run.Capacity)
	}
	if run.Load != nil {
		p.Load(run.Load)
	}
	p.Line(0, "")
	p.verdict(run)
	_, err := w.Write(p.Bytes())
	return err
}

// Page is a text report in the making.
type Page struct {
	bytes.Buffer
	Options
}

// Line writes one line; its text must be clean already.
func (p *Page) Line(indent int, text string) {
	if text != "" {
		p.WriteString(strings.Repeat(" ", indent))
	}
	p.WriteString(strings.TrimRight(text, " "))
	p.WriteByte('\n')
}

// gap sets what follows off from what stands before, if anything does.
func (p *Page) gap() {
	if p.Len() > 0 {
		p.Line(0, "")
	}
}

// Prose wraps text at the width; what follows the label hangs under it.
func (p *Page) Prose(indent int, label, text string) { p.painted(indent, "", label, "", text) }

// marked wraps text behind the mark of a sign.
func (p *Page) marked(indent int, k view.Sign, text string) {
	p.painted(indent, k.Hue, k.Mark, " ", text)
}

// painted is Prose with a label in a colour, and what stands behind that.
func (p *Page) painted(indent int, hue, label, gap, text string) {
	hang := strings.Repeat(" ", len([]rune(label+gap)))
	label = p.Paint(hue, label) + gap
	for i, part := range words.Wrap(text, max(p.Width-indent-len(hang), 20)) {
		if i > 0 {
			label = hang
		}
		p.Line(indent, label+part)
	}
}

// Heading begins a section; n counts what is in it, 0 for nothing to count.
func (p *Page) Heading(title string, n int) {
	if n > 0 {
		title = fmt.Sprintf("%s (%d)", title, n)
	}
	rule := max(min(p.Width, 100)-len([]rune(title))-4, 3)
	p.gap()
	p.Line(0, p.Paint("bold", "── "+title+" "+strings.Repeat("─", rule)))
}

// Paint colours text when the reader asked for it.
func (p *Page) Paint(hue, text string) string {
	if !p.Color || hue == "" || text == "" {
		return text
	}
	codes := map[string]string{"bold": "1", "grey": "90", "red": "31", "green": "32",
		"yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
	return "\x1b[" + codes[hue] + "m" + text + "\x1b[0m"
}

func (p *Page) header(run *reports.Run) {
	p.Line(0, p.Paint("bold", words.Line(words.First(run.Tool.Name, "authassay")))+" "+words.Line(run.Tool.Version)+
		", catalogue "+words.Line(words.First(run.Tool.Catalogue, "unknown")))
	for _, t := range run.Targets {
		p.Line(2, "target   "+words.Line(words.First(t.Name, "unnamed"))+", profile "+words.Line(t.Profile))
		for _, at := range [][2]string{{"auth", t.Auth}, {"api", t.API}} {
			if at[1] != "" {
				p.Line(2, fmt.Sprintf("%-8s ", at[0])+words.Line(at[1]))
			}
		}
		if len(t.Policy) > 0 {
			p.Prose(2, "policy   ", policy(t.Policy))
		}
	}
	when := fmt.Sprintf("seed     %d, started %s, took %s", run.Seed, view.Stamp(run.Started), view.Took(run))
	if run.Filter != "" {
		when += ", filter " + words.Line(run.Filter)
	}
	p.Line(2, when)
	p.Line(0, "")
}

func policy(declared map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		parts = append(parts, words.Line(name)+" "+words.Line(declared[name]))
	}
	return strings.Join(parts, ", ")
}

func (p *Page) verdict(run *reports.Run) {
	hue := view.SignOf(run.Verdict).Hue
	for _, part := range words.Wrap(run.Sentence, p.Width) {
		p.Line(0, p.Paint("bold", p.Paint(hue, part)))
	}
}

// summary writes the verdict and the counts by level. Columns of nothing but
// noughts are left out.
func (p *Page) summary(run *reports.Run) {
	p.verdict(run)
	if len(run.Findings) == 0 {
		return
	}
	p.Line(0, "")
	head, rows := view.Matrix(run)
	heads := make([]string, len(head))
	for i, v := range head {
		heads[i] = string(v)
	}
	p.Line(2, "        "+strings.Join(heads, "  "))
	for _, row := range rows {
		text := fmt.Sprintf("%-8s", row.Level)
		for i, n := range row.Counts {
			text += fmt.Sprintf("%*d  ", len(heads[i]), n)
		}
		p.Line(2, text)
	}
	if n := run.Summary.Filtered; n > 0 {
		p.Line(2, words.Plural(n, "check was", "checks were")+" left out by the filter")
	}
}
