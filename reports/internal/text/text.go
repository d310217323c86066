package reports

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Options says how a report is written for a person. Formats for machines
// ignore it.
type Options struct {
	Color   bool // paint with ANSI colours
	Verbose bool // a line for each passed check too
	Width   int  // columns to wrap prose at; 0 means 100. Requests, answers and links are never wrapped
}

// Text writes the run for a person at a terminal: the verdict, failures with
// their evidence, what else needs a look, load, and the verdict again as the
// last line.
func Text(w io.Writer, run *Run, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	p, run := &page{Options: o}, cleaned(run)
	p.header(run)
	p.summary(run)
	p.troubles(beforeTitle, run.obstacles())
	for _, k := range kinds {
		p.section(k, run.with(k.Verdict))
		if k.Verdict == Note {
			p.facts(run.Facts)
		}
	}
	p.troubles("Problems", run.Problems)
	p.troubles("Known deviations that are out of date", run.Stale)
	if run.Capacity != nil {
		p.capacity(run.Capacity)
	}
	if run.Load != nil {
		p.load(run.Load)
	}
	p.line(0, "")
	p.verdict(run)
	_, err := w.Write(p.Bytes())
	return err
}

// page is a text report in the making.
type page struct {
	bytes.Buffer
	Options
}

// line writes one line; its text must be clean already.
func (p *page) line(indent int, text string) {
	if text != "" {
		p.WriteString(strings.Repeat(" ", indent))
	}
	p.WriteString(strings.TrimRight(text, " "))
	p.WriteByte('\n')
}

// prose wraps text at the width; what follows the label hangs under it.
func (p *page) prose(indent int, label, text string) {
	hang := strings.Repeat(" ", len([]rune(colour.ReplaceAllString(label, ""))))
	for i, part := range wrap(text, max(p.Width-indent-len(hang), 20)) {
		if i > 0 {
			label = hang
		}
		p.line(indent, label+part)
	}
}

func (p *page) heading(title string, n int) {
	if n > 0 {
		title = fmt.Sprintf("%s (%d)", title, n)
	}
	rule := max(min(p.Width, 100)-len([]rune(title))-4, 3)
	p.line(0, "")
	p.line(0, p.paint("bold", "── "+title+" "+strings.Repeat("─", rule)))
}

var colour = regexp.MustCompile("\x1b\\[[0-9]+m")

// paint colours text when the reader asked for it.
func (p *page) paint(hue, text string) string {
	if !p.Color || text == "" {
		return text
	}
	codes := map[string]string{"bold": "1", "grey": "90", "red": "31", "green": "32",
		"yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
	return "\x1b[" + codes[hue] + "m" + text + "\x1b[0m"
}

func (p *page) header(run *Run) {
	p.line(0, p.paint("bold", line(firstOf(run.Tool.Name, "authassay")))+" "+line(run.Tool.Version)+
		", catalogue "+line(firstOf(run.Tool.Catalogue, "unknown")))
	for _, t := range run.Targets {
		p.line(2, "target   "+line(firstOf(t.Name, "unnamed"))+", profile "+line(t.Profile))
		for _, place := range [][2]string{{"auth", t.Auth}, {"api", t.API}} {
			if place[1] != "" {
				p.line(2, fmt.Sprintf("%-8s ", place[0])+line(place[1]))
			}
		}
		if len(t.Policy) > 0 {
			p.prose(2, "policy   ", policy(t.Policy))
		}
	}
	when := fmt.Sprintf("seed     %d, started %s, took %s", run.Seed, stamp(run.Started), took(run))
	if run.Filter != "" {
		when += ", filter " + line(run.Filter)
	}
	p.line(2, when)
	p.line(0, "")
}

func policy(declared map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		parts = append(parts, line(name)+" "+line(declared[name]))
	}
	return strings.Join(parts, ", ")
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

func took(run *Run) string {
	if run.Ended.Before(run.Started) {
		return "an unknown time"
	}
	return millis(float64(run.Ended.Sub(run.Started).Milliseconds()))
}

func (p *page) verdict(run *Run) {
	hue := kindOf(run.Verdict).Hue
	for _, part := range wrap(run.Sentence, p.Width) {
		p.line(0, p.paint("bold", p.paint(hue, part)))
	}
}

// summary writes the verdict and the counts by level. Columns of nothing but
// noughts are left out.
func (p *page) summary(run *Run) {
	p.verdict(run)
	if len(run.Findings) == 0 {
		return
	}
	p.line(0, "")
	head, rows := matrix(run)
	p.line(2, "        "+strings.Join(head, "  "))
	for _, row := range rows {
		text := fmt.Sprintf("%-8s", row.Level)
		for i, n := range row.Counts {
			text += fmt.Sprintf("%*d  ", len(head[i]), n)
		}
		p.line(2, text)
	}
	if n := run.Summary.Filtered; n > 0 {
		p.line(2, plural(n, "check was", "checks were")+" left out by the filter")
	}
}

type row struct {
	Level  string
	Counts []int
}

// matrix counts findings by level and verdict, with passes first; a verdict
// that nothing earned has no column.
func matrix(run *Run) ([]string, []row) {
	totals := run.tally("")
	order := []Verdict{Pass, Fail, Warn, Note, Inconclusive, Untested, Expected, NotApplicable}
	var head []string
	rows := make([]row, 0, len(levels))
	for _, level := range levels {
		rows = append(rows, row{Level: level})
	}
	for _, v := range order {
		if totals[rank(v)] == 0 && v != Pass && v != Fail {
			continue
		}
		head = append(head, string(v))
		for i, level := range levels {
			rows[i].Counts = append(rows[i].Counts, run.count(level, v))
		}
	}
	return head, rows
}
