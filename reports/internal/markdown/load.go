package markdown

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// load writes what the target carried.
func (m *page) load(l *reports.Load) {
	m.put("## Load\n")
	m.put("%s\n", Escape(l.Sentence))
	pace := view.Pace(l)
	m.put("%s, done %.1f/s for %.0f s: %d requests, %d wrong answers, %d errors.\n",
		strings.ToUpper(pace[:1])+pace[1:], l.Done, l.Seconds, l.Requests, l.Wrong, l.Errors)
	if l.Throttled > 0 {
		m.put("%s\n", Escape(view.Throttled(l.Throttled, l.RetryAfter)))
	}
	if l.Limit != "" {
		m.put("The generator was the limit: %s\n", Escape(l.Limit))
	}
	m.table(1, append([]string{"latency"}, view.LatencyHeads()...)...)
	m.row(append([]string{"response"}, view.LatencyCells(l.Response)...)...)
	m.row(append([]string{"service"}, view.LatencyCells(l.Service)...)...)
	m.put("")
	if len(l.Thresholds) > 0 {
		m.table(3, "threshold", "seen", "met")
		for _, t := range l.Thresholds {
			m.row(Escape(t.Text), Escape(t.Seen), map[bool]string{true: "✓", false: "×"}[t.Met])
		}
		m.put("")
	}
	if len(l.Classes) > 0 {
		m.table(2, "class", "acceptable", "requests", "wrong", "errors", "p50", "p99")
		for _, c := range l.Classes {
			m.row(Escape(c.Name), Escape(strings.Join(c.Acceptable, ", or ")), fmt.Sprint(c.Requests), fmt.Sprint(c.Wrong),
				fmt.Sprint(c.Errors), words.Millis(c.Response.P50), words.Millis(c.Response.P99))
		}
		m.put("")
	}
}

// capacity writes the same for a job summary.
func (m *page) capacity(c *reports.Capacity) {
	m.put("## Capacity\n")
	m.put("%s\n", Escape(c.Sentence))
	for _, figure := range view.CapacityFigures(c) {
		m.put("- **%s** %s", figure[0], Escape(figure[1]))
	}
	m.put("")
	m.table(1, append(view.LevelHeads(), "held")...)
	for _, l := range c.Levels {
		var cells []string
		for _, cell := range view.LevelCells(l) {
			cells = append(cells, Escape(cell))
		}
		m.row(append(cells, view.LevelSign(l).Mark+" "+Escape(l.Why))...)
	}
	m.put("")
}
