package reports

import (
	"fmt"
	"strings"
)

// capacity writes what the target carries, and the levels that show it.
func (p *page) capacity(c *Capacity) {
	p.heading("Capacity", 0)
	p.prose(2, "", c.Sentence)
	for _, figure := range capacityFigures(c) {
		p.prose(2, fmt.Sprintf("%-12s ", figure[0]), figure[1])
	}
	p.line(0, "")
	heads := levelHeads()
	p.line(2, fmt.Sprintf("  %-10s", heads[0])+strings.Join(each(heads[1:], "%9s"), " "))
	for _, l := range c.Levels {
		cells := levelCells(l)
		k := levelKind(l)
		p.line(2, p.paint(k.Hue, k.Mark)+fmt.Sprintf(" %-10s", cells[0])+strings.Join(each(cells[1:], "%9s"), " "))
		if l.Why != "" {
			p.prose(4, "", l.Why)
		}
	}
}

func levelKind(l Level) kind {
	if l.Good {
		return kindOf(Pass)
	}
	return kindOf(Fail)
}

// capacityFigures are the conclusions of a search, name and words.
func capacityFigures(c *Capacity) [][2]string {
	carried := fmt.Sprintf("%.0f/s", c.Rate)
	if c.High > 0 {
		carried += fmt.Sprintf(", and less than %.0f/s", c.High)
	}
	out := [][2]string{
		{"carries", carried},
		{"plan with", fmt.Sprintf("%.0f/s, which leaves %.0f %% free", c.Plan, 100*c.Headroom)},
		{"bound by", firstOf(c.Binding, "nothing that was seen")},
		{"knee", fmt.Sprintf("%.0f/s: beyond it, more load buys mostly waiting", c.Knee)},
		{"in use", fmt.Sprintf("%.1f requests in the target at a time (Little's law)", c.InUse)},
	}
	if s := c.Scalability; s != nil {
		peak := "no maximum"
		if s.Peak > 0 {
			peak = fmt.Sprintf("a maximum of %.0f/s with %.0f requests at a time", s.Most, s.Peak)
		} else if s.Most > 0 {
			peak = fmt.Sprintf("at most %.0f/s", s.Most)
		}
		out = append(out, [2]string{"scales", fmt.Sprintf("%.0f/s with one request at a time, %.1f %% of the work in line, %.4f %% for each pair: %s (Universal Scalability Law, fit %.3f)",
			s.Lambda, 100*s.Sigma, 100*s.Kappa, peak, s.Fit)})
	}
	return out
}

func levelHeads() []string {
	return []string{"level", "offered/s", "done/s", "p50", "p99", "service", "in use", "errors", "429", "wrong"}
}

func levelCells(l Level) []string {
	return []string{l.Phase, fmt.Sprintf("%.1f", l.Rate), fmt.Sprintf("%.1f", l.Done), millis(l.P50), millis(l.P99),
		millis(l.Service), fmt.Sprintf("%.1f", l.InUse), fmt.Sprint(l.Errors), fmt.Sprint(l.Throttled), fmt.Sprint(l.Wrong)}
}

// capacity writes the same for a job summary.
func (m *markdown) capacity(c *Capacity) {
	m.put("## Capacity\n")
	m.put("%s\n", escape(c.Sentence))
	for _, figure := range capacityFigures(c) {
		m.put("- **%s** %s", figure[0], escape(figure[1]))
	}
	m.put("")
	m.table(1, append(levelHeads(), "held")...)
	for _, l := range c.Levels {
		var cells []string
		for _, cell := range levelCells(l) {
			cells = append(cells, escape(cell))
		}
		m.row(append(cells, levelKind(l).Mark+" "+escape(l.Why))...)
	}
	m.put("")
}

// throttledText says what the target's own rate limit did.
func throttledText(n uint64, wait float64) string {
	text := "the target's own rate limit turned away " + plural(int(n), "request", "requests") + " with 429"
	if wait > 0 {
		text += fmt.Sprintf(", Retry-After up to %.0f s", wait)
	}
	return text
}

// steps writes how the steps of journeys came out.
func (p *page) steps(steps []StepTimes) {
	if len(steps) == 0 {
		return
	}
	p.line(0, "")
	p.line(2, fmt.Sprintf("%-44s %8s %8s %8s %10s %10s %10s", "step", "count", "wrong", "errors", "p50", "p99", "max"))
	for _, s := range steps {
		p.line(2, fmt.Sprintf("%-44s %8d %8d %8d %10s %10s %10s", line(s.Journey)+": "+line(s.Step), s.Count, s.Wrong, s.Errors,
			millis(s.Service.P50), millis(s.Service.P99), millis(s.Service.Max)))
	}
}
