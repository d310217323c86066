package reports

import (
	"fmt"
	"io"
)

// Comparison is what changed from one run to the next. Requirements are matched
// by profile and ID, and count by their worst check.
type Comparison struct {
	Old, New string   // the sentences of the two runs
	Broken   []Change // violated now and not before, or not there before
	Fixed    []Change // violated before and kept now
	Changed  []Change // every other change of verdict
	Added    []Change // tried now only, and not violated
	Gone     []Change // tried before only
	Load     []Measure
	// Slower is how likely an answer of the new run took longer than one of the
	// old, 0 to 1; 0 where that is not known.
	Slower float64
}

// Change is the verdict on one requirement in two runs. A verdict is empty
// where the run has none.
type Change struct {
	Profile, ID, Level, Sentence string
	Was, Is                      Verdict
}

// Measure is one figure of a load run before and after.
type Measure struct {
	Name     string
	Unit     string // ms, /s or nothing
	Was, Is  float64
	GoodDown bool // less is better
}

// Ratio is the new value over the old one. It is false when the old one is 0.
func (m Measure) Ratio() (float64, bool) {
	if m.Was == 0 {
		return 0, false
	}
	return m.Is / m.Was, true
}

// Worse is true when the new run violates a MUST that the old one did not, or
// gives more wrong answers under load.
func (c Comparison) Worse() bool {
	for _, m := range c.Load {
		if m.Name == wrongAnswers && m.Is > m.Was {
			return true
		}
	}
	return len(c.Broken) > 0
}

const wrongAnswers = "wrong answers"

// Compare says what changed from the old run to the new one.
func Compare(old, new *Run) Comparison {
	old, new = cleaned(old), cleaned(new)
	c := Comparison{Old: old.Sentence, New: new.Sentence}
	was := map[[2]string]Finding{}
	for _, f := range old.worst() {
		was[[2]string{f.Profile, f.ID}] = f
	}
	for _, f := range new.worst() {
		key := [2]string{f.Profile, f.ID}
		c.sort(Change{f.Profile, f.ID, f.Level, f.Sentence, was[key].Verdict, f.Verdict})
		delete(was, key)
	}
	for _, f := range old.worst() {
		if _, left := was[[2]string{f.Profile, f.ID}]; left {
			c.Gone = append(c.Gone, Change{f.Profile, f.ID, f.Level, f.Sentence, f.Verdict, ""})
		}
	}
	if old.Load != nil && new.Load != nil {
		c.Load = measures(old.Load, new.Load)
	}
	if old.Capacity != nil && new.Capacity != nil {
		c.Load = append(c.Load, Measure{"capacity", "/s", old.Capacity.Rate, new.Capacity.Rate, false})
	}
	return c
}

func (c *Comparison) sort(d Change) {
	switch {
	case d.Was == d.Is:
	case d.Is == Fail:
		c.Broken = append(c.Broken, d)
	case d.Was == "":
		c.Added = append(c.Added, d)
	case d.Was == Fail && d.Is == Pass:
		c.Fixed = append(c.Fixed, d)
	default:
		c.Changed = append(c.Changed, d)
	}
}

func measures(old, new *Load) []Measure {
	return []Measure{
		{"offered", "/s", old.Offered, new.Offered, false},
		{"done", "/s", old.Done, new.Done, false},
		{wrongAnswers, "", float64(old.Wrong), float64(new.Wrong), true},
		{"errors", "", float64(old.Errors), float64(new.Errors), true},
		{"response p50", "ms", old.Response.P50, new.Response.P50, true},
		{"response p90", "ms", old.Response.P90, new.Response.P90, true},
		{"response p99", "ms", old.Response.P99, new.Response.P99, true},
		{"response p99.9", "ms", old.Response.P999, new.Response.P999, true},
		{"response max", "ms", old.Response.Max, new.Response.Max, true},
	}
}

// Text writes the comparison for a person, what got worse first.
func (c Comparison) Text(w io.Writer, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	p := &page{Options: o}
	p.prose(0, "was  ", c.Old)
	p.prose(0, "is   ", c.New)
	p.changes("New failures", "red", c.Broken)
	p.changes("Fixed", "green", c.Fixed)
	p.changes("Other changes", "yellow", c.Changed)
	p.changes("Only in the new run", "grey", c.Added)
	p.changes("Only in the old run", "grey", c.Gone)
	p.measures(c.Load)
	if c.Slower > 0 {
		p.prose(2, "", effect(c.Slower))
	}
	p.line(0, "")
	p.line(0, c.closing())
	_, err := w.Write(p.Bytes())
	return err
}

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
	return fmt.Sprintf("%s, %d fixed, %s", plural(len(c.Broken), "new failure", "new failures"), len(c.Fixed),
		plural(len(c.Changed)+len(c.Added)+len(c.Gone), "other change", "other changes"))
}

func (p *page) changes(title, hue string, all []Change) {
	if len(all) == 0 {
		return
	}
	p.heading(title, len(all))
	for _, d := range all {
		p.prose(2, "", fmt.Sprintf("%s %s %s: %s", d.ID, d.Level, d.Profile, d.Sentence))
		p.line(4, p.paint(hue, firstOf(string(d.Was), "absent")+" → "+firstOf(string(d.Is), "absent")))
	}
}

func (p *page) measures(all []Measure) {
	if len(all) == 0 {
		return
	}
	p.heading("Load", 0)
	for _, m := range all {
		change, hue := "", "grey"
		if r, ok := m.Ratio(); ok {
			change = fmt.Sprintf("× %.2f", r)
			if worse := r > 1.1; m.GoodDown && worse {
				hue = "red"
			}
		}
		p.line(2, fmt.Sprintf("%-16s %12.2f → %12.2f %-3s ", m.Name, m.Was, m.Is, m.Unit)+p.paint(hue, change))
	}
}
