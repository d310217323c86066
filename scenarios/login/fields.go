package login

import (
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/authassay/authassay/scenarios"
)

// kind is what a control does when its form is sent.
type kind int

const (
	text   kind = iota // sends its value
	hidden             // sends a value that a person does not see
	box                // sends its value when ticked
	radio              // the same, one of several
	choice             // sends the chosen options
	submit             // sends its value when pressed
	inert              // sends nothing
)

// control is a field or button of a form.
type control struct {
	kind       kind
	name       string
	value      string
	label      string   // the text on a button
	chosen     []string // of a choice
	checked    bool
	password   bool
	image      bool
	formaction *string // of a button: where it sends the form instead
	formmethod string
}

func readControl(s *goquery.Selection) control {
	c := control{name: s.AttrOr("name", ""), value: s.AttrOr("value", "")}
	_, c.checked = s.Attr("checked")
	typ := strings.ToLower(s.AttrOr("type", ""))
	switch goquery.NodeName(s) {
	case "select":
		c.kind, c.chosen = choice, chosen(s)
	case "textarea":
		c.value = s.Text()
	case "button":
		c.kind, c.label = submit, strings.TrimSpace(s.Text())
		if typ == "button" || typ == "reset" {
			c.kind = inert
		}
	default:
		c.kind, c.label = inputKind(typ), c.value
		c.password, c.image = typ == "password", typ == "image"
		if _, ok := s.Attr("value"); !ok && (c.kind == box || c.kind == radio) {
			c.value = "on"
		}
	}
	if action, ok := s.Attr("formaction"); ok {
		c.formaction = &action
	}
	c.formmethod = s.AttrOr("formmethod", "")
	return c
}

func inputKind(typ string) kind {
	switch typ {
	case "hidden":
		return hidden
	case "checkbox":
		return box
	case "radio":
		return radio
	case "submit", "image":
		return submit
	case "button", "reset", "file":
		return inert
	}
	return text
}

// chosen returns the selected options, or the first where a list of one line
// has none selected.
func chosen(s *goquery.Selection) []string {
	options := s.Find("option").FilterFunction(func(_ int, o *goquery.Selection) bool {
		_, off := o.Attr("disabled")
		return !off
	})
	picked := options.Filter("[selected]")
	if _, multiple := s.Attr("multiple"); picked.Length() == 0 && !multiple {
		picked = options.First()
	}
	return picked.Map(func(_ int, o *goquery.Selection) string {
		return o.AttrOr("value", strings.TrimSpace(o.Text()))
	})
}

// called says whether a button goes by the name.
func (c *control) called(name string) bool {
	return c.name == name || c.value == name || c.label == name
}

// send adds what the control sends after a step has worked on it.
func (c *control) send(to scenarios.Params, s Step) scenarios.Params {
	if c.name == "" {
		return to
	}
	filled, has := s.Fill[c.name]
	values := []string{c.value}
	switch c.kind {
	case box:
		ticked := c.checked || slices.Contains(s.Check[c.name], c.value) || has && (filled == c.value || filled == "true")
		if !ticked || slices.Contains(s.Untick, c.name) {
			return to
		}
	case radio:
		picked := c.checked
		if want, ok := s.Check[c.name]; ok {
			picked = slices.Contains(want, c.value)
		} else if has {
			picked = filled == c.value
		}
		if !picked {
			return to
		}
	case choice:
		values = c.chosen
		if want, ok := s.Check[c.name]; ok {
			values = want
		} else if has {
			values = []string{filled}
		}
	case submit, inert:
		return to
	default:
		if has {
			values[0] = filled
		}
	}
	for _, v := range values {
		to = append(to, scenarios.Param{Name: c.name, Value: v})
	}
	return to
}

// press adds what a pressed button sends.
func (c *control) press(to scenarios.Params) scenarios.Params {
	switch {
	case c.image:
		prefix := c.name
		if prefix != "" {
			prefix += "."
		}
		return append(to, scenarios.Param{Name: prefix + "x", Value: "0"}, scenarios.Param{Name: prefix + "y", Value: "0"})
	case c.name == "":
		return to
	}
	return append(to, scenarios.Param{Name: c.name, Value: c.value})
}

// fields lists what the form sends, in document order. What a step fills in and
// the form does not ask for is left out: a login over two pages has one step.
func (f *form) fields(s Step, button *control) scenarios.Params {
	out := scenarios.Params{}
	for i := range f.controls {
		c := &f.controls[i]
		if c == button {
			out = c.press(out)
			continue
		}
		out = c.send(out, s)
	}
	return out
}
