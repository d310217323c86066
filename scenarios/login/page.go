package login

import (
	"bytes"
	"context"
	"io"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/authassay/authassay/scenarios"
)

// page is a page that is shown, with its forms in document order.
type page struct {
	at    *url.URL
	doc   *goquery.Document
	forms []*form
}

// form is one form with the controls that belong to it, wherever they stand.
type form struct {
	at       *url.URL
	base     *url.URL
	node     *goquery.Selection
	action   *url.URL
	controls []control
}

// What is read of a page, at most: a login that needs more is none, and a server
// must not be able to keep the tester reading.
const (
	longestPage  = 512 << 10 // bytes
	mostControls = 1000
)

func read(ctx context.Context, at *url.URL, r *scenarios.Reply) (*page, error) {
	body := r.Body[:min(len(r.Body), longestPage)]
	doc, err := goquery.NewDocumentFromReader(&interruptible{ctx, bytes.NewReader(body)})
	if err != nil {
		return nil, err
	}
	p := &page{at: at, doc: doc}
	base := p.base()
	byNode := map[*html.Node]*form{}
	byID := map[string]*form{}
	for s := range p.elements(atom.Form) {
		if len(p.forms) == mostControls {
			break
		}
		f := &form{at: at, base: base, node: s}
		f.action = f.resolve(s.AttrOr("action", ""))
		p.forms = append(p.forms, f)
		byNode[s.Get(0)] = f
		if id, ok := s.Attr("id"); ok && byID[id] == nil {
			byID[id] = f
		}
	}
	controls := 0
	for s := range p.elements(atom.Input, atom.Select, atom.Textarea, atom.Button) {
		if controls++; controls > mostControls || ctx.Err() != nil {
			break
		}
		owner := byNode[above(s.Get(0), atom.Form)]
		if id, ok := s.Attr("form"); ok {
			owner = byID[id]
		}
		if owner != nil && !disabled(s) {
			owner.controls = append(owner.controls, readControl(s))
		}
	}
	return p, nil
}

// interruptible ends the reading of a page when its context ends.
type interruptible struct {
	ctx  context.Context
	from io.Reader
}

// Read implements io.Reader.
func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

// base is what the addresses of the page are relative to.
func (p *page) base() *url.URL {
	for s := range p.elements(atom.Base) {
		if href, ok := s.Attr("href"); ok {
			if u, err := resolve(p.at, href); err == nil {
				return u
			}
			break
		}
	}
	return p.at
}

// elements goes through the elements of some kinds, in document order. A
// selector would have to be compiled for every page.
func (p *page) elements(kinds ...atom.Atom) iter.Seq[*goquery.Selection] {
	return func(yield func(*goquery.Selection) bool) {
		for n := range p.doc.Get(0).Descendants() {
			if n.Type == html.ElementNode && slices.Contains(kinds, n.DataAtom) && !yield(goquery.NewDocumentFromNode(n).Selection) {
				return
			}
		}
	}
}

// above returns the nearest element of the kind that holds the node, or nil.
func above(n *html.Node, kind atom.Atom) *html.Node {
	for n = n.Parent; n != nil && n.DataAtom != kind; {
		n = n.Parent
	}
	return n
}

func disabled(s *goquery.Selection) bool {
	if _, own := s.Attr("disabled"); own {
		return true
	}
	for set := above(s.Get(0), atom.Fieldset); set != nil; set = above(set, atom.Fieldset) {
		if slices.ContainsFunc(set.Attr, func(a html.Attribute) bool { return a.Key == "disabled" }) {
			return true
		}
	}
	return false
}

// resolve reads an action. An empty one means the page's own address, not its
// base, as in the HTML standard.
func (f *form) resolve(action string) *url.URL {
	action = strings.TrimSpace(action)
	if action == "" || strings.HasPrefix(action, "#") {
		own := *f.at
		own.Fragment, own.RawFragment = "", ""
		return &own
	}
	u, err := resolve(f.base, action)
	if err != nil {
		return nil
	}
	return u
}

// find returns the first form that the step fits and the button that it
// presses, nil where the form has none and the step names none.
func (p *page) find(s Step) (*form, *control, bool) {
	for _, f := range p.forms {
		if s.When != "" && !f.holds(s.When) {
			continue
		}
		button, ok := f.button(s.Submit)
		if ok {
			return f, button, true
		}
	}
	return nil, nil, false
}

func (f *form) holds(when string) bool {
	for _, c := range f.controls {
		if c.name == when || c.kind == submit && c.called(when) {
			return true
		}
	}
	return false
}

func (f *form) button(called string) (*control, bool) {
	for i := range f.controls {
		if c := &f.controls[i]; c.kind == submit && (called == "" || c.called(called)) {
			return c, true
		}
	}
	return nil, called == ""
}

func (f *form) asksPassword() bool {
	for _, c := range f.controls {
		if c.password {
			return true
		}
	}
	return false
}

// carriesOnly says that a form asks nothing of a person: hidden fields, and at
// most buttons for browsers without JavaScript.
func (f *form) carriesOnly() bool {
	for _, c := range f.controls {
		if c.kind != hidden && c.kind != submit {
			return false
		}
	}
	return true
}

func (f *form) values() url.Values {
	v := url.Values{}
	for _, c := range f.controls {
		if c.kind == hidden {
			v.Add(c.name, c.value)
		}
	}
	return v
}

// selfSubmit finds scripts that submit a form without being asked.
var selfSubmit = regexp.MustCompile(`\.\s*submit\s*\(`)

// byItself returns the request that a browser would make of the page without a
// person: a form that submits itself, or a refresh. Nil where it would wait.
func (p *page) byItself() *scenarios.Request {
	scripted := selfSubmit.MatchString(p.doc.Find("script").Text()) ||
		selfSubmit.MatchString(p.doc.Find("body").AttrOr("onload", ""))
	if scripted && len(p.forms) == 1 && p.forms[0].carriesOnly() {
		return p.forms[0].submit(Step{}, nil)
	}
	refresh := ""
	p.doc.Find("meta[http-equiv]").Each(func(_ int, s *goquery.Selection) {
		if strings.EqualFold(s.AttrOr("http-equiv", ""), "refresh") && refresh == "" {
			refresh = s.AttrOr("content", "")
		}
	})
	return p.refresh(refresh)
}

// refresh reads the content of a refresh, such as "0; url=/next". One without
// an address reloads the page and leads nowhere.
func (p *page) refresh(content string) *scenarios.Request {
	delay, rest, _ := strings.Cut(content, ";")
	rest = strings.TrimSpace(rest)
	if n, err := strconv.Atoi(strings.TrimSpace(delay)); err != nil || n > 5 || len(rest) < 5 || !strings.EqualFold(rest[:4], "url=") {
		return nil
	}
	to, err := resolve(p.at, strings.Trim(rest[4:], `'"`))
	if err != nil {
		return nil
	}
	r := get(to)
	return &r
}

// originOf is what a browser sends with a form, RFC 6454 §7.
func originOf(u *url.URL) http.Header {
	return http.Header{"Origin": {u.Scheme + "://" + u.Host}}
}
