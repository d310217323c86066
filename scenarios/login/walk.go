package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// What can go wrong on the way. The texts that wrap them name the place by
// method and path, never by query.
var (
	ErrLoop        = errors.New("no end in sight")
	ErrRefusedHost = errors.New("host not allowed")
	ErrBroken      = errors.New("broken answer")
)

// maxHops bounds the redirects between two pages. The longest chain seen on a
// real server was 8.
const maxHops = 20

// What one visit is worth, at most: pages in all, and bytes of an address.
const (
	maxVisited     = 60
	longestAddress = 32 << 10
)

// walk is one visit under way.
type walk struct {
	send     scenarios.Sender
	jar      http.CookieJar
	header   http.Header // of the first request
	hosts    map[string]bool
	stops    []*url.URL
	landing  *scenarios.Landing
	loggedIn bool // a password was sent
	taken    []Step
	guise    guise
}

// open sends a request and follows redirects until a page is shown or the
// browser is sent to a stop; then the page is nil.
func (w *walk) open(ctx context.Context, r scenarios.Request) (*page, error) {
	for range maxHops {
		if n := len(r.Address()); n > longestAddress {
			return nil, fmt.Errorf("visit: %w: an address of %d bytes", ErrBroken, n)
		}
		at, err := url.Parse(r.Address())
		if err != nil {
			return nil, fmt.Errorf("visit: %w: an address that cannot be read", ErrBroken)
		}
		if !w.hosts[hostOf(at)] {
			return nil, w.stray(at)
		}
		if len(w.landing.Pages) >= maxVisited {
			return nil, fmt.Errorf("visit: %w: more than %d pages, the last at %s", ErrLoop, maxVisited, at.Path)
		}
		reply := w.fetch(ctx, r, at)
		if reply.Err != nil || reply.Status >= 500 {
			return nil, broken(r, at, reply)
		}
		next, err := target(at, reply)
		if err != nil {
			return nil, fmt.Errorf("visit: %w: %s %s redirects to an address that cannot be read", ErrBroken, r.Method, at.Path)
		}
		if next == nil {
			return w.show(ctx, at, reply)
		}
		if w.lands(next, nil) {
			return nil, nil
		}
		r = follow(r, reply.Status, next)
	}
	return nil, fmt.Errorf("visit: %w: more than %d redirects, the last to %s", ErrLoop, maxHops, pathOf(r))
}

// stray ends the visit because it would leave the hosts that it may visit.
func (w *walk) stray(to *url.URL) error {
	w.landing.Strayed = to
	return fmt.Errorf("visit: %w: %s", ErrRefusedHost, to.Host)
}

// fetch sends the request with the jar's cookies and keeps what comes back.
func (w *walk) fetch(ctx context.Context, r scenarios.Request, at *url.URL) *scenarios.Reply {
	r.Header = w.headerOf(r, at)
	reply := w.send(ctx, r)
	w.landing.Pages = append(w.landing.Pages, reply)
	if reply.Header != nil {
		set := taken(w.jar.Cookies(at), reply.Header)
		w.jar.SetCookies(at, set)
		w.guise.note(set)
	}
	return reply
}

// What a browser takes of cookies, at most: RFC 6265 §6.1 asks for 50 a domain of
// 4096 bytes each, and browsers take a few times as many.
const (
	mostCookies   = 180
	longestCookie = 4096
)

// taken are the cookies of an answer that a jar with those at hand has room for.
func taken(held []*http.Cookie, h http.Header) []*http.Cookie {
	var out []*http.Cookie
	room := mostCookies - len(held)
	for _, line := range h.Values("Set-Cookie") {
		if len(out) >= max(room, 1) {
			break
		}
		if len(line) > 2*longestCookie {
			continue
		}
		if c, err := http.ParseSetCookie(line); err == nil && len(c.Name)+len(c.Value) <= longestCookie {
			out = append(out, c)
		}
	}
	return out
}

// headerOf gives a request its header, with the jar's cookies.
func (w *walk) headerOf(r scenarios.Request, at *url.URL) http.Header {
	h := w.inherited(r.Header)
	if cookies := w.jar.Cookies(at); len(cookies) > 0 {
		parts := make([]string, len(cookies))
		for i, c := range cookies {
			parts[i] = c.Name + "=" + c.Value
		}
		h.Set("Cookie", strings.Join(parts, "; "))
	}
	w.guise.put(h, r.Method)
	return h
}

// inherited gives every request of the visit the first one's header, with what
// belongs to one request only taken out.
func (w *walk) inherited(own http.Header) http.Header {
	h := own.Clone()
	if h == nil {
		h = http.Header{}
	}
	for name, values := range w.header {
		switch http.CanonicalHeaderKey(name) {
		case "Content-Type", "Authorization", "Cookie", "Origin":
			continue
		}
		if _, ok := h[name]; !ok {
			h[name] = values
		}
	}
	return h
}

// show reads a page, and lands where the page posts itself to a stop.
func (w *walk) show(ctx context.Context, at *url.URL, reply *scenarios.Reply) (*page, error) {
	w.guise.foreign = false
	p, err := read(ctx, at, reply)
	if err != nil {
		return nil, fmt.Errorf("visit: %w: %s cannot be read as HTML", ErrBroken, at.Path)
	}
	w.landing.Planted = append(w.landing.Planted, p.planted(reply.Header)...)
	for _, f := range p.forms {
		if f.carriesOnly() && w.lands(f.action, f.values()) {
			return nil, nil
		}
	}
	return p, nil
}

// lands ends the visit if the address is a stop.
func (w *walk) lands(u *url.URL, posted url.Values) bool {
	for _, stop := range w.stops {
		if !same(u, stop) {
			continue
		}
		w.landing.URL = u
		w.landing.Answer = u.Query()
		if fragment, err := url.ParseQuery(u.EscapedFragment()); err == nil && strings.Contains(u.Fragment, "=") {
			join(w.landing.Answer, fragment)
		}
		join(w.landing.Answer, posted)
		return true
	}
	return false
}

func join(to, from url.Values) {
	for name, values := range from {
		to[name] = append(to[name], values...)
	}
}

// prepare sends a request that comes before the visit.
func (w *walk) prepare(ctx context.Context, r RawRequest, careless bool) error {
	at, err := url.Parse(r.URL)
	if err != nil || !w.hosts[hostOf(at)] {
		return fmt.Errorf("visit: %w: of a preparing request", ErrRefusedHost)
	}
	h := http.Header{}
	for name, value := range r.Headers {
		h.Set(name, value)
	}
	request := scenarios.Request{Method: r.Method, URL: r.URL, Header: h}
	if r.Method == "" {
		request.Method = http.MethodPost
	}
	if r.JSON != nil {
		if request.Raw, err = json.Marshal(r.JSON); err != nil {
			return fmt.Errorf("visit: encode a preparing request: %w", err)
		}
		h.Set("Content-Type", "application/json")
	}
	reply := w.fetch(ctx, request, at)
	switch {
	case reply.Err != nil || reply.Status >= 500:
		return broken(request, at, reply)
	case careless, r.Status == 0 && reply.Status < 400, r.Status == reply.Status:
		w.loggedIn, w.landing.Entered = true, true
		return nil
	}
	return fmt.Errorf("visit: %w: %s %s answered %d", ErrBroken, request.Method, at.Path, reply.Status)
}

func broken(r scenarios.Request, at *url.URL, reply *scenarios.Reply) error {
	if reply.Err != nil {
		return fmt.Errorf("visit: %w: %s %s: %w", ErrBroken, r.Method, at.Path, reply.Err)
	}
	return fmt.Errorf("visit: %w: %s %s answered %d", ErrBroken, r.Method, at.Path, reply.Status)
}
