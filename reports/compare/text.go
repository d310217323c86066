package compare

import (
	"fmt"
	"io"

	"github.com/authassay/authassay/reports/internal/text"
	"github.com/authassay/authassay/reports/internal/words"
)

// Text writes the comparison for a person, what got worse first.
func (c Comparison) Text(w io.Writer, o text.Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	p := &page{text.Page{Options: o}}
	p.Prose(0, "was  ", c.Old)
	p.Prose(0, "is   ", c.New)
	p.changes("New failures", "red", c.Broken)
	p.changes("Fixed", "green", c.Fixed)
	p.changes("Other changes", "yellow", c.Changed)
	p.changes("Only in the new run", "grey", c.Added)
	p.changes("Only in the old run", "grey", c.Gone)
	p.measures(c.Load)
	if c.Slower > 0 {
		p.Prose(2, "", effect(c.Slower))
	}
	p.Line(0, "")
	p.Line(0, c.closing())
	for _, text := range c.Missed {
		p.Line(0, "FAIL if "+text)
	}
	_, err := w.Write(p.Bytes())
	return err
}

// page is the text of a comparison in the making.
type page struct{ text.Page }

// effect says in words how much slower answers became. The bounds are those of
// Romano et al. (2006) for Cliff's delta, which is twice the distance from 0.5.
func effect(slower float64) string {
	delta := 2*slower - 1
	var size string
	switch d := max(delta, -delta); {
	case d < 0.147:
		size = "no effect to speak of"
	case d < 0.33:
		size = "a small effect"
	case d < 0.474:
		size = "a medium effect"
	default:
		size = "a large effect"
	}
	return fmt.Sprintf("an answer of the new run is slower than one of the old in %.0f of 100 pairs: %s (Cliff's delta %+.2f)", 100*slower, size, delta)
}

func (c Comparison) closing() string {
	return fmt.Sprintf("%s, %d fixed, %s", words.Plural(len(c.Broken), "new failure", "new failures"), len(c.Fixed),
		words.Plural(len(c.Changed)+len(c.Added)+len(c.Gone), "other change", "other changes"))
}

func (p *page) changes(title, hue string, all []Change) {
	if len(all) == 0 {
		return
	}
	p.Heading(title, len(all))
	for _, d := range all {
		p.Prose(2, "", fmt.Sprintf("%s %s %s: %s", d.ID, d.Level, d.Profile, d.Sentence))
		p.Line(4, p.Paint(hue, words.First(string(d.Was), "absent")+" → "+words.First(string(d.Is), "absent")))
	}
}

func (p *page) measures(all []Measure) {
	if len(all) == 0 {
		return
	}
	p.Heading("Load", 0)
	for _, m := range all {
		change, hue := "", "grey"
		if r, ok := m.Ratio(); ok {
			change = fmt.Sprintf("× %.2f", r)
			if worse := r > 1.1; m.GoodDown && worse {
				hue = "red"
			}
		}
		p.Line(2, fmt.Sprintf("%-16s %12.2f → %12.2f %-3s ", m.Name, m.Was, m.Is, m.Unit)+p.Paint(hue, change))
	}
}
