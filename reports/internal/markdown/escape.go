package reports

import (
	"fmt"
	"html"
	"strings"
)

// escape makes text mean itself in GitHub-flavoured Markdown, in a table cell
// too: whatever could be markup, a mention or a link becomes an entity.
func escape(s string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "|", "&#124;", "`", "&#96;", "*", "&#42;",
		"_", "&#95;", "[", "&#91;", "]", "&#93;", `\`, "&#92;", "~", "&#126;", "@", "&#64;", "$", "&#36;",
		"!", "&#33;", "#", "&#35;", "://", ":&#47;&#47;", "www.", "www&#46;",
	).Replace(line(s))
}

// code makes text safe between two backticks.
func code(s string) string { return strings.ReplaceAll(line(s), "`", "'") }

// linked is a link when the address is one that a reader may follow.
func linked(text, address string) string {
	if address = link(address); address == "" {
		return escape(text)
	}
	return fmt.Sprintf("[%s](<%s>)", escape(text), html.EscapeString(address))
}

// details folds a block of text away, fenced by more backticks than it holds.
func (m *markdown) details(name, text string) {
	text = strings.TrimRight(plain(text), "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	m.put("<details><summary>%s</summary>\n\n%stext\n%s\n%s\n\n</details>\n", name, fence, text, fence)
}

func (m *markdown) load(l *Load) {
	m.put("## Load\n")
	m.put("%s\n", escape(l.Sentence))
	pace := l.pace()
	m.put("%s, done %.1f/s for %.0f s: %d requests, %d wrong answers, %d errors.\n",
		strings.ToUpper(pace[:1])+pace[1:], l.Done, l.Seconds, l.Requests, l.Wrong, l.Errors)
	if l.Throttled > 0 {
		m.put("%s\n", escape(throttledText(l.Throttled, l.RetryAfter)))
	}
	if l.Limit != "" {
		m.put("The generator was the limit: %s\n", escape(l.Limit))
	}
	m.table(1, append([]string{"latency"}, latencyHeads()...)...)
	m.row(append([]string{"response"}, latencyCells(l.Response)...)...)
	m.row(append([]string{"service"}, latencyCells(l.Service)...)...)
	m.put("")
	if len(l.Thresholds) > 0 {
		m.table(3, "threshold", "seen", "met")
		for _, t := range l.Thresholds {
			m.row(escape(t.Text), escape(t.Seen), map[bool]string{true: "✓", false: "×"}[t.Met])
		}
		m.put("")
	}
	if len(l.Classes) > 0 {
		m.table(2, "class", "acceptable", "requests", "wrong", "errors", "p50", "p99")
		for _, c := range l.Classes {
			m.row(escape(c.Name), escape(strings.Join(c.Acceptable, ", or ")), fmt.Sprint(c.Requests), fmt.Sprint(c.Wrong),
				fmt.Sprint(c.Errors), millis(c.Response.P50), millis(c.Response.P99))
		}
		m.put("")
	}
}
