package reports

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// section writes the findings of one verdict: in full where a person must act,
// a line each otherwise, and under their cause where they share one.
func (p *page) section(k kind, found []Finding) {
	if len(found) == 0 || (k.Verdict == Pass && !p.Verbose) {
		return
	}
	p.heading(k.Title, len(found))
	switch k.Verdict {
	case Fail, Warn, Inconclusive, Untested, NotApplicable:
		for _, g := range byCause(found, itself) {
			p.group(k, g)
		}
	default:
		for _, f := range found {
			p.brief(k, f)
			p.labelled("actual", f.Actual, k.Verdict == Note)
			p.labelled("reason", f.Reason, k.Verdict == Expected)
		}
	}
}

// group writes the findings of one cause: every failure with its evidence, one
// example of what the target broke, and a line for each of the others.
func (p *page) group(k kind, g cause[Finding]) {
	whole := len(g.All)
	switch k.Verdict {
	case Inconclusive:
		whole = 1
	case Untested, NotApplicable:
		whole = 0
	}
	if g.Why != "" && (len(g.All) > 1 || whole == 0) {
		p.line(0, "")
		p.prose(0, "", g.Head(k))
	}
	for _, f := range g.All[:whole] {
		p.finding(k, f)
	}
	rest := g.All[whole:]
	if len(rest) > fewEnough && !p.Verbose {
		p.prose(2, p.paint(k.Hue, k.Mark)+" ", named(rest))
		return
	}
	if whole > 0 && len(rest) > 0 {
		p.line(0, "")
	}
	for _, f := range rest {
		p.brief(k, f)
	}
}

// fewEnough is how many findings of one cause get a line each.
const fewEnough = 6

// named lists findings by their IDs, the levels apart.
func named(found []Finding) string {
	var parts []string
	for _, level := range append(slices.Clone(levels), "") {
		var ids []string
		for _, f := range found {
			if f.Level == level || level == "" && !slices.Contains(levels, f.Level) {
				ids = append(ids, line(f.ID))
			}
		}
		if len(ids) > 0 {
			parts = append(parts, strings.TrimSpace(level+" "+listed(ids)))
		}
	}
	return strings.Join(parts, "; ")
}

func (p *page) brief(k kind, f Finding) {
	p.prose(2, p.paint(k.Hue, k.Mark)+" ", line(f.ID)+" "+line(f.Level)+"  "+line(f.Sentence))
}

func (p *page) labelled(label, text string, wanted bool) {
	if wanted && text != "" {
		p.prose(4, fmt.Sprintf("%-12s", label+":"), text)
	}
}

// finding writes one finding, the requirement first: what the server owes,
// what would have done, what it did.
func (p *page) finding(k kind, f Finding) {
	p.line(0, "")
	title := line(f.ID) + " " + line(f.Level)
	p.prose(0, p.paint(k.Hue, k.Mark)+" ", title+"  "+f.Sentence)
	p.line(2, p.paint("grey", clause(f)))
	if f.Link != "" {
		p.line(2, p.paint("grey", line(f.Link)))
	}
	p.labelled("when", f.When, true)
	for i, answer := range f.Acceptable {
		label := "acceptable:"
		if i > 0 {
			label = "or:"
		}
		p.prose(4, fmt.Sprintf("%-12s", label), answer)
	}
	if f.Actual != "" {
		p.line(4, p.paint(k.Hue, "actual:")+"     "+indented(f.Actual, 16))
	}
	p.labelled("control", f.Control, true)
	p.labelled("because", f.Detail, true)
	p.transcript(f.Transcript)
	if f.Omitted > 0 {
		p.line(6, "("+plural(f.Omitted, "more exchange is", "more exchanges are")+" left out)")
	}
	if len(f.Reproduce) > 0 {
		p.line(4, "reproduce:")
	}
	for _, command := range f.Reproduce {
		p.line(6, indented(command, 6))
	}
}

func clause(f Finding) string {
	text := line(f.Clause)
	if len(f.Statements) > 0 {
		text += " (" + line(strings.Join(f.Statements, ", ")) + ")"
	}
	return strings.TrimSpace(text)
}

// indented keeps the lines of a text and puts all but the first under it.
func indented(text string, by int) string {
	text = strings.TrimRight(plain(text), "\n")
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", by))
}

func (p *page) transcript(exchanges []Exchange) {
	if len(exchanges) > 0 {
		p.line(4, "transcript:")
	}
	shown, left := bunched(exchanges), 0
	if !p.Verbose && slices.ContainsFunc(exchanges, weighed) {
		shown, left = leading(shown)
	}
	for _, b := range shown {
		p.bunch(6, b)
	}
	if left > 0 {
		p.line(6, "("+plural(left, "more exchange", "more exchanges")+" that led up to it; --verbose and --out show them)")
	}
}

// bunch writes an exchange, and what came of those like it.
func (p *page) bunch(indent int, b bunch) {
	p.exchange(indent, b.Exchange)
	if b.More != "" {
		p.line(indent, "("+b.More+")")
	}
}

// weighed says whether an exchange is evidence itself: the answer that was
// judged, or its control. The others only led up to it.
func weighed(e Exchange) bool { return e.Role != "" && e.Role != "given" }

// byWeight returns the exchanges that are evidence themselves, or the others.
// Where none is marked as evidence, all of them are taken for it.
func byWeight(all []Exchange, wanted bool) []Exchange {
	if !slices.ContainsFunc(all, weighed) {
		if wanted {
			return all
		}
		return nil
	}
	var out []Exchange
	for _, e := range all {
		if weighed(e) == wanted {
			out = append(out, e)
		}
	}
	return out
}

// exchange shows what was judged and its control in full, and what only led up
// to them by its first lines; the other formats have the whole.
func (p *page) exchange(indent int, e Exchange) {
	p.line(indent, p.paint("grey", exchangeTitle(e)))
	if !weighed(e) && !p.Verbose {
		p.message(indent, "→", line(e.Method)+" "+line(e.URL), nil, "")
		p.message(indent, "←", answerLine(e), nil, "")
		return
	}
	p.message(indent, "→", line(e.Method)+" "+line(e.URL), e.Header, e.Body)
	p.message(indent, "←", answerLine(e), e.Answer, e.Reply)
	if e.Clipped {
		p.line(indent+2, "(shown in part)")
	}
}

func (p *page) message(indent int, arrow, start string, header []string, body string) {
	p.line(indent, p.paint("bold", arrow)+" "+start)
	for _, h := range header {
		p.line(indent+2, line(h))
	}
	if body != "" {
		if len(header) > 0 {
			p.line(0, "")
		}
		p.line(indent+2, indented(body, indent+2))
	}
}

func exchangeTitle(e Exchange) string {
	parts := []string{fmt.Sprintf("#%d", e.Sequence)}
	for _, word := range []string{e.Role, e.Step} {
		if word != "" {
			parts = append(parts, line(word))
		}
	}
	return strings.Join(parts, " ")
}

// answerLine is the first line of an answer, or why there was none.
func answerLine(e Exchange) string {
	if e.Status == 0 {
		return "no answer: " + line(firstOf(e.Error, "unknown cause"))
	}
	text := strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status)))
	text += " (" + millis(e.Millis) + ")"
	if e.Error != "" {
		text += ", then: " + line(e.Error)
	}
	return text
}

func (p *page) facts(facts []Fact) {
	if len(facts) == 0 {
		return
	}
	p.heading("Measured", len(facts))
	for _, f := range facts {
		p.prose(2, fmt.Sprintf("%-28s  ", line(f.Name)), fmt.Sprintf("%s (%s, %s)", f.Value, f.Check, f.Profile))
	}
}

func (p *page) troubles(title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	p.heading(title, len(texts))
	for _, t := range texts {
		p.prose(2, p.paint("red", "×")+" ", t)
	}
}
