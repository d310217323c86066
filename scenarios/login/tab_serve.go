package login

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/wire"
)

// serve answers a request of the browser: by the sender where the host may be
// visited, and not at all where the visit ends or would leave those hosts.
func (t *tab) serve(e *fetch.EventRequestPaused) {
	at, err := url.Parse(e.Request.URL + e.Request.URLFragment)
	isPage := e.ResourceType == network.ResourceTypeDocument && string(e.FrameID) == t.frame()
	switch {
	case err != nil:
		t.refuse(e)
	case !web(at):
		t.leave(e)
	case isPage && t.arrive(at, posted(e)), t.stopsAt(at):
		t.refuse(e)
	case !t.hosts[hostOf(at)]:
		t.refuse(e)
		if isPage {
			t.end(t.strayed(at))
		}
	case isPage:
		t.servePage(e, at)
	default:
		t.serveRest(e, at)
	}
}

// frame is the name of the window's own frame, which is that of its target.
func (t *tab) frame() string { return string(chromedp.FromContext(t.window).Target.TargetID) }

// stopsAt says whether the address is one that nobody connects to.
func (t *tab) stopsAt(at *url.URL) bool {
	for _, stop := range t.stops {
		if same(at, stop) {
			return true
		}
	}
	return false
}

// servePage sends the request for a page, and follows no redirect that leads
// to where the visit ends.
func (t *tab) servePage(e *fetch.EventRequestPaused, at *url.URL) {
	r := t.asked(e, at)
	t.mu.Lock()
	if t.first != nil {
		// As it was given: a browser would write some addresses anew.
		r, t.first = *t.first, nil
		r.Header = t.inherited(r.Header)
		if cookie := headerOfEvent(e).Get("Cookie"); cookie != "" {
			r.Header.Set("Cookie", cookie)
		}
	}
	t.guise.put(r.Header, r.Method)
	t.mu.Unlock()
	reply := t.send(t.ctx, r)
	t.keep(reply)
	if reply.Err != nil || reply.Status >= 500 {
		t.refuse(e)
		t.end(broken(r, at, reply))
		return
	}
	next, err := target(at, reply)
	switch {
	case err != nil:
		t.refuse(e)
		t.end(fmt.Errorf("visit: %w: %s %s redirects to an address that cannot be read", ErrBroken, r.Method, at.Path))
	case next != nil && t.arrive(next, nil):
		t.refuse(e)
	case next != nil && t.hopped() >= maxHops:
		t.refuse(e)
		t.end(fmt.Errorf("visit: %w: more than %d redirects, the last to %s", ErrLoop, maxHops, next.Path))
	default:
		if next == nil {
			t.shown()
		}
		t.fulfil(e, reply)
	}
}

// keep keeps a page for whoever looks at the visit, unless he does already.
func (t *tab) keep(reply *scenarios.Reply) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.ended {
		t.landing.Pages = append(t.landing.Pages, reply)
		t.guise.note((&http.Response{Header: reply.Header}).Cookies())
	}
}

// strayed ends the visit as stray does, while nobody else works on it.
func (t *tab) strayed(to *url.URL) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.stray(to)
}

// hopped counts a redirect, and shown begins the count anew.
func (t *tab) hopped() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.hops++
	return t.hops
}

func (t *tab) shown() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.hops, t.guise.foreign = 0, false
}

// serveRest sends the request for what belongs to a page. Only what scripts
// ask is recorded; what is too large for the sender the browser may have.
func (t *tab) serveRest(e *fetch.EventRequestPaused, at *url.URL) {
	ctx := t.ctx
	switch e.ResourceType {
	case network.ResourceTypeXHR, network.ResourceTypeFetch, network.ResourceTypeDocument:
	default:
		ctx = scenarios.Recording(ctx, nil)
	}
	reply := t.send(ctx, t.asked(e, at))
	switch {
	case errors.Is(reply.Err, wire.ErrTooLarge):
		t.leave(e)
	case reply.Err != nil:
		t.refuse(e)
	default:
		t.fulfil(e, reply)
	}
}

// asked is the request as the browser would make it.
func (t *tab) asked(e *fetch.EventRequestPaused, at *url.URL) scenarios.Request {
	r := get(at)
	r.Method = e.Request.Method
	t.mu.Lock()
	r.Header = t.inherited(headerOfEvent(e))
	t.mu.Unlock()
	for _, part := range e.Request.PostDataEntries {
		r.Raw = append(r.Raw, part.Bytes...)
	}
	return r
}

// headerOfEvent leaves out which codings the browser can read: the sender
// reads none.
func headerOfEvent(e *fetch.EventRequestPaused) http.Header {
	h := http.Header{}
	for name, value := range e.Request.Headers {
		if !strings.EqualFold(name, "Accept-Encoding") {
			h.Set(name, fmt.Sprint(value))
		}
	}
	return h
}

// posted are the fields that a request carries in a form.
func posted(e *fetch.EventRequestPaused) url.Values {
	if e.Request.Method != http.MethodPost {
		return nil
	}
	var body []byte
	for _, part := range e.Request.PostDataEntries {
		body = append(body, part.Bytes...)
	}
	fields, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return fields
}

// What the browser is told of a request may come too late for it; then the
// window is gone, and the visit with it.

func (t *tab) refuse(e *fetch.EventRequestPaused) {
	_, _ = chromedp.Call(t.window, fetch.FailRequest, fetch.FailRequestParams{
		RequestID: e.RequestID, ErrorReason: network.ErrorReasonAborted,
	})
}

func (t *tab) leave(e *fetch.EventRequestPaused) {
	_, _ = chromedp.Call(t.window, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: e.RequestID})
}

func (t *tab) fulfil(e *fetch.EventRequestPaused, reply *scenarios.Reply) {
	answer := fetch.FulfillRequestParams{RequestID: e.RequestID, ResponseCode: int64(reply.Status), Body: reply.Body}
	for name, values := range reply.Header {
		switch http.CanonicalHeaderKey(name) {
		case "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Content-Encoding":
			continue
		}
		for _, value := range values {
			answer.ResponseHeaders = append(answer.ResponseHeaders, &fetch.HeaderEntry{Name: name, Value: value})
		}
	}
	_, err := chromedp.Call(t.window, fetch.FulfillRequest, answer)
	if err != nil && !errors.Is(err, context.Canceled) {
		t.refuse(e)
	}
}
