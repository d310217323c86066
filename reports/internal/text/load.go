package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// load writes what the target carried and whether its answers stayed right.
func (p *page) load(l *Load) {
	p.heading("Load", 0)
	p.prose(2, "", l.Sentence)
	p.line(2, fmt.Sprintf("%s, done %.1f/s for %.0f s: %s", l.pace(), l.Done, l.Seconds,
		plural(int(l.Requests), "request", "requests")))
	p.line(2, fmt.Sprintf("%s, %s, %s, %s", plural(int(l.Wrong), "wrong answer", "wrong answers"),
		plural(int(l.Errors), "error", "errors"), plural(l.Pool, "credential", "credentials"),
		plural(l.Connections, "connection", "connections")))
	if l.Throttled > 0 {
		p.prose(2, "! ", throttledText(l.Throttled, l.RetryAfter))
	}
	if l.Limit != "" {
		p.prose(2, "! ", "the generator was the limit: "+l.Limit)
	}
	if l.Interrupted {
		p.line(2, "! interrupted before its time")
	}
	p.latencies(l)
	p.thresholds(l.Thresholds)
	p.classes(l.Classes)
	p.steps(l.Steps)
	if len(l.Kinds) > 0 {
		p.line(0, "")
	}
	for _, k := range l.Kinds {
		p.line(2, fmt.Sprintf("error  %8d  %s", k.Count, line(k.Name)))
	}
	if text := memoryText(l.Memory); text != "" {
		p.line(2, text)
	}
	for _, c := range l.Classes {
		p.samples(c)
	}
}

func (p *page) latencies(l *Load) {
	p.line(0, "")
	p.line(2, fmt.Sprintf("%-9s", "latency")+strings.Join(each(latencyHeads(), "%9s"), " "))
	for _, r := range []struct {
		name string
		of   Latency
	}{{"response", l.Response}, {"service", l.Service}, {"send lag", l.Lag}} {
		p.line(2, fmt.Sprintf("%-9s", r.name)+strings.Join(each(latencyCells(r.of), "%9s"), " "))
	}
	p.line(2, p.paint("grey", "response counts from the intended send time, service from the actual one"))
	if l.Lag.Count > 0 && !l.Closed() {
		p.line(2, p.paint("grey", "sent in bursts: "+burstsText(l.Bursts)))
	}
}

// burstsText says how evenly requests went out.
func burstsText(share float64) string {
	return fmt.Sprintf("%.1f %% of the requests, within a quarter of the interval behind the one before", share*100)
}

func each(words []string, format string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = fmt.Sprintf(format, w)
	}
	return out
}

func latencyHeads() []string {
	return []string{"min", "mean", "p50", "p90", "p95", "p99", "p99.9", "p99.99", "max"}
}

func latencyCells(l Latency) []string {
	if l.Count == 0 {
		return slices.Repeat([]string{"—"}, len(latencyHeads()))
	}
	var cells []string
	for _, ms := range []float64{l.Min, l.Mean, l.P50, l.P90, l.P95, l.P99, l.P999, l.P9999, l.Max} {
		cells = append(cells, millis(ms))
	}
	return cells
}

func (p *page) thresholds(all []Threshold) {
	if len(all) > 0 {
		p.line(0, "")
	}
	for _, t := range all {
		k := kindOf(Pass)
		if !t.Met {
			k = kindOf(Fail)
		}
		p.line(2, p.paint(k.Hue, k.Mark)+fmt.Sprintf(" %-24s saw %s", line(t.Text), line(t.Seen)))
	}
}

func (p *page) classes(classes []LoadClass) {
	if len(classes) == 0 {
		return
	}
	p.line(0, "")
	p.line(2, fmt.Sprintf("%-24s %6s %10s %8s %8s %10s %10s", "class", "share", "requests", "wrong", "errors", "p50", "p99"))
	for _, c := range classes {
		p.line(2, fmt.Sprintf("%-24s %5.0f%% %10d %8d %8d %10s %10s", line(c.Name), c.Share*100,
			c.Requests, c.Wrong, c.Errors, millis(c.Response.P50), millis(c.Response.P99)))
	}
}

// samples shows what the wrong answers of a class looked like.
func (p *page) samples(c LoadClass) {
	if c.Wrong == 0 {
		return
	}
	p.line(0, "")
	k := kindOf(Fail)
	p.prose(2, p.paint(k.Hue, k.Mark)+" ", fmt.Sprintf("%s: %s; acceptable: %s", c.Name,
		plural(int(c.Wrong), "wrong answer", "wrong answers"), strings.Join(c.Acceptable, ", or ")))
	for _, e := range c.Samples {
		p.exchange(4, e)
	}
}

// memoryText says how the generator's memory grew; empty if nobody looked.
func memoryText(samples []Memory) string {
	if len(samples) == 0 {
		return ""
	}
	most := slices.MaxFunc(samples, func(a, b Memory) int { return cmp.Compare(a.Bytes, b.Bytes) })
	return fmt.Sprintf("generator memory: %s at first, %s midway, %s at last, %s at most",
		mebibytes(samples[0].Bytes), mebibytes(samples[len(samples)/2].Bytes),
		mebibytes(samples[len(samples)-1].Bytes), mebibytes(most.Bytes))
}

func mebibytes(n uint64) string { return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20)) }
