package login

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"slices"

	"github.com/authassay/authassay/scenarios"
)

// Form goes through HTML pages by filling their forms. Every visit has a fresh
// cookie jar, unless sessions are kept. Safe for concurrent use.
type Form struct {
	Steps         []Step // log in and allow; may be empty where a server asks nothing
	DenySteps     []Step // log in and refuse
	MemberSteps   []Step // log in without administrator rights
	OtherSteps    []Step // log in as another person who may authorise
	ResidentSteps []Step // log in as somebody of another tenant and allow
	LearnerSteps  []Step // log in as the learner of a content launch
	LogoutSteps   []Step // log out where the server asks; may be empty
	PasswordField string // password where empty

	// Hosts may be visited beside that of the first request: URLs, or host or
	// host:port, where a host alone stands for the ports 80 and 443.
	Hosts []string
	// Stops are further addresses that end a visit and are never connected to,
	// such as registered redirection endpoints.
	Stops []string

	// Sessions keeps the resource owner logged in from one visit to the next;
	// nil keeps nobody.
	Sessions *Sessions

	own *browser // of a visitor who stays in one; nil for all others
}

// Step is what is done with one page. Steps are tried in their order; the next
// one whose When the page holds is taken, and only optional ones are passed
// over.
type Step struct {
	// When is the name of a field, or the name, value or text of a button. An
	// empty one fits the first form.
	When string
	// Fill sets fields by name; a field that the form lacks is added.
	Fill map[string]string
	// Check ticks the boxes and radio buttons of a name that have a value.
	Check map[string][]string
	// Untick unticks the boxes of these names, which the page may have ticked.
	Untick []string
	// Submit is the name, value or text of the button to press; empty means
	// the form's first. A form without it is not the one meant.
	Submit string
	// Optional says that the page may not be shown.
	Optional bool
	// Request is sent before the visit, in the jar of the visit, by a step that
	// has no page; nil otherwise.
	Request *RawRequest
}

// RawRequest prepares a visit to a server whose login pages only JavaScript
// builds.
type RawRequest struct {
	Method  string // POST where empty
	URL     string // absolute
	Headers map[string]string
	JSON    any // nil sends no body
	Status  int // the expected answer; 0 for any below 400
}

// maxPages bounds the forms that one visit sends.
const maxPages = 20

// Visit goes through the pages. The landing is there beside an error too, with
// the pages that came before it. Errors are ErrLoop, ErrRefusedHost,
// ErrBroken and scenarios.ErrNoConduct; a page that no step fits is where the
// visit ends, and no error.
func (f *Form) Visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct) (*scenarios.Landing, error) {
	p, err := f.plan(how)
	if err != nil {
		return nil, err
	}
	if f.own != nil {
		return f.own.visit(ctx, f, send, first, stop, how, p)
	}
	if how == scenarios.Consents && f.Sessions != nil {
		return f.revisit(ctx, send, first, stop, p)
	}
	if p.forge != nil {
		return f.forge(ctx, send, first, stop, p)
	}
	w, err := f.visit(ctx, send, first, stop, p, nil)
	return w.result(err)
}

// result is the landing of a visit, nil where none was begun.
func (w *walk) result(err error) (*scenarios.Landing, error) {
	if w == nil {
		return nil, err
	}
	return w.landing, err
}

// visit goes through the pages once, in a fresh jar where none is given.
func (f *Form) visit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, p plan, jar http.CookieJar) (*walk, error) {
	if jar == nil {
		var err error
		if jar, err = cookiejar.New(nil); err != nil {
			return nil, fmt.Errorf("visit: %w", err)
		}
	}
	w := &walk{send: send, jar: jar, header: first.Header, landing: &scenarios.Landing{}}
	if err := w.confine(first, append([]string{stop}, f.Stops...), f.Hosts); err != nil {
		return nil, err
	}
	for _, r := range p.before {
		if err := w.prepare(ctx, r, p.careless); err != nil {
			return w, err
		}
	}
	return w, w.through(ctx, first, p)
}

// through opens the first page and works on pages until the visit has landed
// or no step fits.
func (w *walk) through(ctx context.Context, first scenarios.Request, p plan) error {
	page, err := w.open(ctx, first)
	steps := p.steps
	for n := 0; err == nil && page != nil && !p.onlyLook; n++ {
		w.admitted(page)
		if n == maxPages {
			return fmt.Errorf("visit: %w: more than %d forms", ErrLoop, maxPages)
		}
		var next *scenarios.Request
		next, steps = w.answer(page, steps, p)
		if next == nil {
			return nil
		}
		page, err = w.open(ctx, *next)
	}
	w.landing.LoggedIn = w.landing.LoggedIn || err == nil && w.loggedIn && w.landing.URL != nil
	return err
}

// admitted notes that a password was taken where the page that follows is not
// the login again: it asks for no password, and none of the steps that led
// here fits it.
func (w *walk) admitted(p *page) {
	if !w.loggedIn || w.landing.LoggedIn {
		return
	}
	again := slices.ContainsFunc(w.taken, func(s Step) bool {
		_, _, fits := p.find(s)
		return s.When != "" && fits
	}) || slices.ContainsFunc(p.forms, (*form).asksPassword)
	status := w.landing.Last().Status
	w.landing.LoggedIn = !again && status != http.StatusUnauthorized && status != http.StatusTooManyRequests
}

// answer finds what a page is answered with: the next step that fits it, or
// what the page would do by itself in a browser. Nil ends the visit.
func (w *walk) answer(page *page, steps []Step, p plan) (*scenarios.Request, []Step) {
	for i, s := range steps {
		if form, button, ok := page.find(s); ok {
			if p.forge != nil && w.loggedIn && !form.asksPassword() {
				return w.forge(p.forge, form, s, button), steps[i+1:]
			}
			w.taken = append(w.taken, s)
			w.loggedIn = w.loggedIn || form.asksPassword()
			w.landing.Entered = w.loggedIn
			w.landing.Finished = i == len(steps)-1
			return form.submit(s, button), steps[i+1:]
		}
		if !s.Optional {
			break
		}
	}
	return page.byItself(), steps
}
