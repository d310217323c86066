package markdown

import (
	"fmt"
	"html"
	"strings"

	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// Escape makes text mean itself in GitHub-flavoured Markdown, in a table cell
// too: whatever could be markup, a mention or a link becomes an entity.
func Escape(s string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "|", "&#124;", "`", "&#96;", "*", "&#42;",
		"_", "&#95;", "[", "&#91;", "]", "&#93;", `\`, "&#92;", "~", "&#126;", "@", "&#64;", "$", "&#36;",
		"!", "&#33;", "#", "&#35;", "://", ":&#47;&#47;", "www.", "www&#46;",
	).Replace(words.Line(s))
}

// code makes text safe between two backticks.
func code(s string) string { return strings.ReplaceAll(words.Line(s), "`", "'") }

// linked is a link when the address is one that a reader may follow.
func linked(text, address string) string {
	if address = view.Link(address); address == "" {
		return Escape(text)
	}
	return fmt.Sprintf("[%s](<%s>)", Escape(text), html.EscapeString(address))
}

// details folds a block of text away, fenced by more backticks than it holds.
func (m *page) details(name, text string) {
	text = strings.TrimRight(words.Plain(text), "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	m.put("<details><summary>%s</summary>\n\n%stext\n%s\n%s\n\n</details>\n", name, fence, text, fence)
}
