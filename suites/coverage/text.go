package coverage

import (
	"fmt"
	"io"
	"strings"

	"github.com/authassay/authassay/suites/catalogue"
)

// WriteText writes the coverage both ways: from each statement down to faults,
// then each thing that nothing stands for. The error is that of the writer.
func (c Coverage) WriteText(w io.Writer) error {
	var b strings.Builder
	bare := 0
	for _, s := range c.Statements() {
		fmt.Fprintf(&b, "%s  %s (%s)\n", s.ID, s.Text, s.Kind)
		if len(s.Requirements) == 0 {
			bare++
			b.WriteString("    no requirement comes from it\n")
		}
		for _, id := range s.Requirements {
			d, _ := c.profile.Duty(catalogue.ID(id))
			fmt.Fprintf(&b, "    %s %s, %s%s, %s\n", id, d.Level, counted(c.checks[d.ID], "check", "checks"), c.axes(d), c.killers(d))
		}
	}
	b.WriteString("\nWithout a counterpart\n")
	lacks := c.lacks()
	for _, line := range lacks {
		b.WriteString("    " + line + "\n")
	}
	if len(lacks) == 0 {
		b.WriteString("    nothing\n")
	}
	fmt.Fprintf(&b, "\n%d statements, %d without a requirement; %d requirements%s\n",
		len(c.profile.Statements), bare, len(c.profile.Duties), c.swept())
	_, err := io.WriteString(w, b.String())
	return err
}

// axes says how many spellings, ways and moments a duty is tried with.
func (c Coverage) axes(d catalogue.Duty) string {
	e := c.Explain(d)
	text := ""
	for _, axis := range []struct {
		of        int
		one, many string
	}{{len(e.Spellings), "spelling", "spellings"}, {len(e.Ways), "way", "ways"}, {len(e.Moments), "moment", "moments"}} {
		if axis.of > 0 {
			text += ", " + number(axis.of, axis.one, axis.many)
		}
	}
	return text
}

// swept says how many requirements go along each axis.
func (c Coverage) swept() string {
	spelt, over, at := 0, 0, 0
	for _, d := range c.profile.Duties {
		e := c.Explain(d)
		spelt += min(1, len(e.Spellings))
		over += min(1, len(e.Ways))
		at += min(1, len(e.Moments))
	}
	return fmt.Sprintf(", %d of them with a table of spellings, %d over several ways, %d at several moments", spelt, over, at)
}

// killers names the faults that break a duty.
func (c Coverage) killers(d catalogue.Duty) string {
	if len(c.faults[d.ID]) == 0 {
		return "no fault"
	}
	return "broken by " + strings.Join(c.faults[d.ID], ", ")
}

// lacks names the requirements that have no statement, no check or no fault. A
// MAY needs no fault: not taking it up is allowed.
func (c Coverage) lacks() []string {
	var out []string
	for _, d := range c.profile.Duties {
		if len(d.From) == 0 {
			out = append(out, fmt.Sprintf("%s comes from no statement (%s)", d.ID, d.Clause))
		}
		if len(c.checks[d.ID]) == 0 {
			out = append(out, fmt.Sprintf("%s has no check", d.ID))
		}
		if len(c.faults[d.ID]) == 0 && d.Level != catalogue.May {
			out = append(out, fmt.Sprintf("%s is broken by no fault", d.ID))
		}
	}
	return out
}

// counted says how many there are of something.
func counted(of []string, one, many string) string {
	if len(of) == 0 {
		return "no " + one
	}
	return number(len(of), one, many)
}

// number is so many of something, at least one.
func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
