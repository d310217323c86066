package text

import (
	"fmt"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// Load writes what the target carried and whether its answers stayed right.
func (p *Page) Load(l *reports.Load) {
	p.Heading("Load", 0)
	p.Prose(2, "", l.Sentence)
	p.Line(2, fmt.Sprintf("%s, done %.1f/s for %.0f s: %s", view.Pace(l), l.Done, l.Seconds,
		words.Plural(int(l.Requests), "request", "requests")))
	p.Line(2, fmt.Sprintf("%s, %s, %s, %s", words.Plural(int(l.Wrong), "wrong answer", "wrong answers"),
		words.Plural(int(l.Errors), "error", "errors"), words.Plural(l.Pool, "credential", "credentials"),
		words.Plural(l.Connections, "connection", "connections")))
	if l.Throttled > 0 {
		p.Prose(2, "! ", view.Throttled(l.Throttled, l.RetryAfter))
	}
	if l.Limit != "" {
		p.Prose(2, "! ", "the generator was the limit: "+l.Limit)
	}
	if l.Interrupted {
		p.Line(2, "! interrupted before its time")
	}
	p.latencies(l)
	p.thresholds(l.Thresholds)
	p.classes(l.Classes)
	p.steps(l.Steps)
	if len(l.Kinds) > 0 {
		p.Line(0, "")
	}
	for _, k := range l.Kinds {
		p.Line(2, fmt.Sprintf("error  %8d  %s", k.Count, words.Line(k.Name)))
	}
	if text := view.Memory(l.Memory); text != "" {
		p.Line(2, text)
	}
	for _, c := range l.Classes {
		p.samples(c)
	}
}

func (p *Page) latencies(l *reports.Load) {
	p.Line(0, "")
	p.Line(2, fmt.Sprintf("%-9s", "latency")+strings.Join(each(view.LatencyHeads(), "%9s"), " "))
	for _, r := range []struct {
		name string
		of   reports.Latency
	}{{"response", l.Response}, {"service", l.Service}, {"send lag", l.Lag}} {
		p.Line(2, fmt.Sprintf("%-9s", r.name)+strings.Join(each(view.LatencyCells(r.of), "%9s"), " "))
	}
	p.Line(2, p.Paint("grey", "response counts from the intended send time, service from the actual one"))
	if l.Lag.Count > 0 && !l.Closed() {
		p.Line(2, p.Paint("grey", "sent in bursts: "+view.Bursts(l.Bursts)))
	}
}

func each(words []string, format string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = fmt.Sprintf(format, w)
	}
	return out
}

func (p *Page) thresholds(all []reports.Threshold) {
	if len(all) > 0 {
		p.Line(0, "")
	}
	for _, t := range all {
		k := view.SignOf(reports.Pass)
		if !t.Met {
			k = view.SignOf(reports.Fail)
		}
		p.Line(2, p.Paint(k.Hue, k.Mark)+fmt.Sprintf(" %-24s saw %s", words.Line(t.Text), words.Line(t.Seen)))
	}
}

func (p *Page) classes(classes []reports.LoadClass) {
	if len(classes) == 0 {
		return
	}
	p.Line(0, "")
	p.Line(2, fmt.Sprintf("%-24s %6s %10s %8s %8s %10s %10s", "class", "share", "requests", "wrong", "errors", "p50", "p99"))
	for _, c := range classes {
		p.Line(2, fmt.Sprintf("%-24s %5.0f%% %10d %8d %8d %10s %10s", words.Line(c.Name), c.Share*100,
			c.Requests, c.Wrong, c.Errors, words.Millis(c.Response.P50), words.Millis(c.Response.P99)))
	}
}

// samples shows what the wrong answers of a class looked like.
func (p *Page) samples(c reports.LoadClass) {
	if c.Wrong == 0 {
		return
	}
	p.Line(0, "")
	k := view.SignOf(reports.Fail)
	p.marked(2, k, fmt.Sprintf("%s: %s; acceptable: %s", c.Name,
		words.Plural(int(c.Wrong), "wrong answer", "wrong answers"), strings.Join(c.Acceptable, ", or ")))
	for _, e := range c.Samples {
		p.exchange(4, e)
	}
}
