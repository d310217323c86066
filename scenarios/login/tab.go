package login

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/authassay/authassay/scenarios"
)

// tab is one visit in a window of the browser.
type tab struct {
	*walk
	ctx    context.Context // of who visits
	window context.Context // of the browser's window
	plan   plan
	settle time.Duration
	over   chan struct{} // closed when the visit has ended

	mu    sync.Mutex // guards what follows, and the walk
	first *scenarios.Request
	ended bool
	err   error
	hops  int
	busy  int       // requests on their way
	moved time.Time // when something happened last
}

func newTab(ctx, window context.Context, w *walk, p plan, settle time.Duration) *tab {
	return &tab{walk: w, ctx: ctx, window: window, plan: p, settle: settle, over: make(chan struct{}), moved: time.Now()}
}

// through opens the first page and works on pages until the visit has landed
// or no step fits.
func (t *tab) through(first scenarios.Request) error {
	at, err := url.Parse(first.Address())
	if err != nil {
		return fmt.Errorf("visit: %w: an address that cannot be read", ErrBroken)
	}
	t.first = &first
	if err := t.prepareWindow(at); err != nil {
		return t.lost(err)
	}
	go func() {
		// What comes of it is heard of as events. A browser that cannot be told to
		// go there tells of none.
		if _, err := chromedp.Call(t.window, cdppage.Navigate, cdppage.NavigateParams{URL: at.String()}); err != nil && !t.met() {
			t.end(t.lost(err))
		}
	}()
	err = t.work()
	t.end(nil)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return t.err
	}
	return err
}

// prepareWindow has every request brought before the tab, and gives the window
// the cookies of the requests that came before.
func (t *tab) prepareWindow(at *url.URL) error {
	if err := chromedp.Listen(t.window, t.hear); err != nil {
		return err
	}
	if cookies := t.jar.Cookies(at); len(cookies) > 0 {
		set := network.SetCookiesParams{}
		for _, c := range cookies {
			set.Cookies = append(set.Cookies, &network.CookieParam{
				Name: c.Name, Value: c.Value, URL: at.Scheme + "://" + at.Host + "/", Secure: at.Scheme == "https",
			})
		}
		if _, err := chromedp.Call(t.window, network.SetCookies, set); err != nil {
			return err
		}
	}
	_, err := chromedp.Call(t.window, fetch.Enable, fetch.EnableParams{})
	return err
}

// hear takes in what the browser tells. It runs in the loop that reads the
// browser's messages, so whatever takes time is done elsewhere.
func (t *tab) hear(event any) {
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		t.stir(1)
		go func() {
			defer t.stir(-1)
			t.serve(e)
		}()
	case *cdppage.EventFrameRequestedNavigation:
		// An address that no request goes to, such as an app's own scheme.
		if to, err := url.Parse(e.URL); err == nil && !web(to) {
			t.arrive(to, nil)
		}
	case *cdppage.EventJavascriptDialogOpening:
		go func() {
			_, _ = chromedp.Call(t.window, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: true})
		}()
	}
}

// stir counts the requests on their way and notes that something happens.
func (t *tab) stir(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy += n
	t.moved = time.Now()
}

// resting says for how long nothing has happened. A visit that has seen no page
// yet does not rest: a busy machine takes its time until the browser asks for the
// first one.
func (t *tab) resting() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy > 0 || len(t.landing.Pages) == 0 {
		return 0
	}
	return time.Since(t.moved)
}

// arrive ends the visit if the address is a stop.
func (t *tab) arrive(to *url.URL, posted url.Values) bool {
	t.mu.Lock()
	landed := !t.ended && t.lands(to, posted)
	t.landing.LoggedIn = t.landing.LoggedIn || landed && t.loggedIn
	t.mu.Unlock()
	if landed {
		t.end(nil)
	}
	return landed
}

// end ends the visit; the first reason counts.
func (t *tab) end(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.ended {
		t.ended, t.err = true, err
		close(t.over)
	}
}

// lost says that the browser can no longer be talked to, or that there is no
// time left to.
func (t *tab) lost(err error) error {
	if cause := t.ctx.Err(); cause != nil {
		return fmt.Errorf("visit: given up: %w", cause)
	}
	return fmt.Errorf("%w: it was lost: %w", ErrNoBrowser, err)
}

func web(u *url.URL) bool { return u.Scheme == "http" || u.Scheme == "https" }
