package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/internal/view"
	"github.com/authassay/authassay/reports/internal/words"
)

// section writes the findings of one verdict: in full where a person must act,
// a line each otherwise, and under their cause where they share one.
func (p *Page) section(k view.Sign, found []reports.Finding) {
	if len(found) == 0 || (k.Verdict == reports.Pass && !p.Verbose) {
		return
	}
	p.Heading(k.Title, len(found))
	switch k.Verdict {
	case reports.Fail, reports.Warn, reports.Inconclusive, reports.Untested, reports.NotApplicable:
		for _, g := range view.ByCause(found, view.Itself) {
			p.group(k, g)
		}
	default:
		for _, f := range found {
			p.brief(k, f)
			p.labelled("actual", f.Actual, k.Verdict == reports.Note)
			p.labelled("reason", f.Reason, k.Verdict == reports.Expected)
		}
	}
}

// group writes the findings of one cause: every failure with its evidence, one
// example of what the target broke, and a line for each of the others.
func (p *Page) group(k view.Sign, g view.Cause[reports.Finding]) {
	whole, headed := g.Whole(k.Verdict)
	if headed {
		p.Line(0, "")
		p.Prose(0, "", g.Head(k.Verdict))
	}
	for _, f := range g.All[:whole] {
		p.Finding(k, f)
	}
	rest := g.All[whole:]
	if len(rest) > view.FewEnough && !p.Verbose {
		p.marked(2, k, view.Named(rest))
		return
	}
	if whole > 0 && len(rest) > 0 {
		p.Line(0, "")
	}
	for _, f := range rest {
		p.brief(k, f)
	}
}

func (p *Page) brief(k view.Sign, f reports.Finding) {
	p.marked(2, k, words.Line(f.ID)+" "+words.Line(f.Level)+"  "+words.Line(f.Sentence))
}

func (p *Page) labelled(label, text string, wanted bool) {
	if wanted && text != "" {
		p.Prose(4, fmt.Sprintf("%-12s", label+":"), text)
	}
}

// Finding writes one finding, the requirement first: what the server owes,
// what would have done, what it did.
func (p *Page) Finding(k view.Sign, f reports.Finding) {
	p.gap()
	title := words.Line(f.ID) + " " + words.Line(f.Level)
	p.marked(0, k, title+"  "+f.Sentence)
	p.Line(2, p.Paint("grey", view.Clause(f)))
	if f.Link != "" {
		p.Line(2, p.Paint("grey", words.Line(f.Link)))
	}
	p.labelled("when", f.When, true)
	for i, answer := range f.Acceptable {
		label := "acceptable:"
		if i > 0 {
			label = "or:"
		}
		p.Prose(4, fmt.Sprintf("%-12s", label), answer)
	}
	if f.Actual != "" {
		p.Line(4, p.Paint(k.Hue, "actual:")+"     "+indented(f.Actual, 16))
	}
	p.labelled("control", f.Control, true)
	p.labelled("because", f.Detail, true)
	p.transcript(f.Transcript)
	if f.Omitted > 0 {
		p.Line(6, "("+words.Plural(f.Omitted, "more exchange is", "more exchanges are")+" left out)")
	}
	if len(f.Reproduce) > 0 {
		p.Line(4, "reproduce:")
	}
	for _, command := range f.Reproduce {
		p.Line(6, indented(command, 6))
	}
}

// indented keeps the lines of a text and puts all but the first under it.
func indented(text string, by int) string {
	text = strings.TrimRight(words.Plain(text), "\n")
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", by))
}

func (p *Page) transcript(exchanges []reports.Exchange) {
	if len(exchanges) > 0 {
		p.Line(4, "transcript:")
	}
	shown, left := view.Bunched(exchanges), 0
	if !p.Verbose && slices.ContainsFunc(exchanges, view.Weighed) {
		shown, left = view.Leading(shown)
	}
	for _, b := range shown {
		p.Bunch(6, b)
	}
	if left > 0 {
		p.Line(6, "("+words.Plural(left, "more exchange", "more exchanges")+" that led up to it; --verbose and --out show them)")
	}
}

// Bunch writes an exchange, and what came of those like it.
func (p *Page) Bunch(indent int, b view.Bunch) {
	p.exchange(indent, b.Exchange)
	if b.More != "" {
		p.Line(indent, "("+b.More+")")
	}
}

// exchange shows what was judged and its control in full, and what only led up
// to them by its first lines; the other formats have the whole.
func (p *Page) exchange(indent int, e reports.Exchange) {
	p.Line(indent, p.Paint("grey", view.ExchangeTitle(e)))
	if !view.Weighed(e) && !p.Verbose {
		p.message(indent, "→", words.Line(e.Method)+" "+words.Line(e.URL), nil, "")
		p.message(indent, "←", view.AnswerLine(e), nil, "")
		return
	}
	p.message(indent, "→", words.Line(e.Method)+" "+words.Line(e.URL), e.Header, e.Body)
	p.message(indent, "←", view.AnswerLine(e), e.Answer, e.Reply)
	if e.Clipped {
		p.Line(indent+2, "(shown in part)")
	}
}

func (p *Page) message(indent int, arrow, start string, header []string, body string) {
	p.Line(indent, p.Paint("bold", arrow)+" "+start)
	for _, h := range header {
		p.Line(indent+2, words.Line(h))
	}
	if body != "" {
		if len(header) > 0 {
			p.Line(0, "")
		}
		p.Line(indent+2, indented(body, indent+2))
	}
}

func (p *Page) facts(facts []reports.Fact) {
	if len(facts) == 0 {
		return
	}
	p.Heading("Measured", len(facts))
	for _, f := range facts {
		p.Prose(2, fmt.Sprintf("%-28s  ", words.Line(f.Name)), fmt.Sprintf("%s (%s, %s)", f.Value, f.Check, f.Profile))
	}
}

func (p *Page) troubles(title string, texts []string) {
	if len(texts) == 0 {
		return
	}
	p.Heading(title, len(texts))
	for _, t := range texts {
		p.marked(2, view.SignOf(reports.Fail), t)
	}
}
