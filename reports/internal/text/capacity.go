package text

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// capacity writes what the target carries, and the levels that show it.
func (p *Page) capacity(c *reports.Capacity) {
	p.Heading("Capacity", 0)
	p.Prose(2, "", c.Sentence)
	for _, figure := range view.CapacityFigures(c) {
		p.Prose(2, fmt.Sprintf("%-12s ", figure[0]), figure[1])
	}
	p.Line(0, "")
	heads := view.LevelHeads()
	p.Line(2, fmt.Sprintf("  %-10s", heads[0])+strings.Join(each(heads[1:], "%9s"), " "))
	for _, l := range c.Levels {
		cells := view.LevelCells(l)
		k := view.LevelSign(l)
		p.Line(2, p.Paint(k.Hue, k.Mark)+fmt.Sprintf(" %-10s", cells[0])+strings.Join(each(cells[1:], "%9s"), " "))
		if l.Why != "" {
			p.Prose(4, "", l.Why)
		}
	}
}

// steps writes how the steps of journeys came out.
func (p *Page) steps(steps []reports.StepTimes) {
	if len(steps) == 0 {
		return
	}
	p.Line(0, "")
	p.Line(2, fmt.Sprintf("%-44s %8s %8s %8s %10s %10s %10s", "step", "count", "wrong", "errors", "p50", "p99", "max"))
	for _, s := range steps {
		p.Line(2, fmt.Sprintf("%-44s %8d %8d %8d %10s %10s %10s", words.Line(s.Journey)+": "+words.Line(s.Step), s.Count, s.Wrong, s.Errors,
			words.Millis(s.Service.P50), words.Millis(s.Service.P99), words.Millis(s.Service.Max)))
	}
}
