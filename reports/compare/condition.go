package compare

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Condition is what a comparison must not show, such as p99 > 1.2x.
type Condition struct {
	Text    string // as the user wrote it
	measure string // its name in a comparison
	above   bool
	ratio   float64 // of the new value to the old one
}

// conditionForm splits a condition into measure, comparison, number and unit.
var conditionForm = regexp.MustCompile(`^\s*([a-z][a-z0-9. ]*?)\s*([<>])\s*([0-9.]+)\s*(x|%)\s*$`)

// conditionNames are the measures of conditions, and their names in a
// comparison.
var conditionNames = map[string]string{
	"p50": "response p50", "p90": "response p90", "p99": "response p99", "p99.9": "response p99.9", "max": "response max",
	"errors": "errors", "wrong answers": wrongAnswers, "rate": "done", "capacity": "capacity",
}

// ParseCondition reads a condition: a measure (p50, p90, p99, p99.9, max,
// errors, wrong answers, rate or capacity), > or <, and how many times the old
// value: 1.2x or 120%.
func ParseCondition(text string) (Condition, error) {
	parts := conditionForm.FindStringSubmatch(text)
	if parts == nil {
		return Condition{}, fmt.Errorf("read condition %q: want a measure, > or <, and a multiple of the old value, such as p99 > 1.2x", text)
	}
	c := Condition{Text: strings.TrimSpace(text), measure: conditionNames[parts[1]], above: parts[2] == ">"}
	if c.measure == "" {
		return c, fmt.Errorf("read condition %q: no measure %q; there are p50, p90, p99, p99.9, max, errors, wrong answers, rate and capacity", text, parts[1])
	}
	var err error
	if c.ratio, err = strconv.ParseFloat(parts[3], 64); err != nil {
		return c, fmt.Errorf("read condition %q: %q is no number", text, parts[3])
	}
	if parts[4] == "%" {
		c.ratio /= 100
	}
	return c, nil
}

// Holds says whether the comparison shows what it must not, and in words what
// it shows. A measure that neither run has can't be judged and holds.
func (c Condition) Holds(in Comparison) (bool, string) {
	for _, m := range in.Load {
		if m.Name != c.measure {
			continue
		}
		bound := c.ratio * m.Was
		holds := m.Is > bound
		if !c.above {
			holds = m.Is < bound
		}
		return holds, fmt.Sprintf("%s: %.4g%s was %.4g%s", c.Text, m.Is, m.Unit, m.Was, m.Unit)
	}
	return true, c.Text + ": the reports do not both have it"
}
