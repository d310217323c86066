package compare

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/authassay/authassay/reports/internal/markdown"
	"github.com/authassay/authassay/reports/internal/words"
)

// Markdown writes the comparison as the comment of a pull request, what got
// worse first. It is shorter than GitHub's 65,536 characters, whatever changed.
func (c Comparison) Markdown(w io.Writer) error {
	b := &bytes.Buffer{}
	mark := "✓"
	if c.Worse() || len(c.Missed) > 0 {
		mark = "×"
	}
	fmt.Fprintf(b, "# %s authassay: %s\n\n", mark, c.closing())
	fmt.Fprintf(b, "| | |\n| --- | --- |\n| was | %s |\n| is | %s |\n", markdown.Escape(c.Old), markdown.Escape(c.New))
	for _, text := range c.Missed {
		fmt.Fprintf(b, "\n**FAIL if** %s\n", markdown.Escape(text))
	}
	tabulate(b, "New failures", c.Broken)
	tabulate(b, "Fixed", c.Fixed)
	tabulate(b, "Other changes", c.Changed)
	tabulate(b, "Only in the new run", c.Added)
	tabulate(b, "Only in the old run", c.Gone)
	if len(c.Load) > 0 {
		b.WriteString("\n## Load\n\n| measure | was | is | change |\n| --- | ---: | ---: | ---: |\n")
	}
	for _, m := range c.Load {
		change := ""
		if r, ok := m.Ratio(); ok {
			change = fmt.Sprintf("× %.2f", r)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", markdown.Escape(m.Name), m.shown(m.Was), m.shown(m.Is), change)
	}
	if c.Slower > 0 {
		effect := effect(c.Slower)
		fmt.Fprintf(b, "\n%s.\n", strings.ToUpper(effect[:1])+effect[1:])
	}
	_, err := w.Write(b.Bytes())
	return err
}

// shown is a value of the measure with its unit.
func (m Measure) shown(value float64) string {
	return strings.TrimSpace(fmt.Sprintf("%.2f %s", value, m.Unit))
}

// mostRows is how many changes of one kind are worth a row of their own.
const mostRows = 40

// tabulate writes the changes of one kind. A requirement whose verdict changed
// in the same way as those of many others is counted, not told.
func tabulate(b *bytes.Buffer, title string, all []Change) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s (%d)\n\n| ID | level | requirement | was → is |\n| --- | --- | --- | --- |\n", title, len(all))
	for i, d := range all {
		if i == mostRows {
			fmt.Fprintf(b, "\nAnd %d more.\n", len(all)-mostRows)
			return
		}
		fmt.Fprintf(b, "| %s %s | %s | %s | %s → %s |\n", markdown.Escape(d.ID), markdown.Escape(d.Profile), markdown.Escape(d.Level),
			markdown.Escape(d.Sentence), words.First(string(d.Was), "absent"), words.First(string(d.Is), "absent"))
	}
}
