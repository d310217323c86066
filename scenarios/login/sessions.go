package login

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"sync"

	"github.com/authassay/authassay/scenarios"
)

// Sessions are the cookie jars of visits that ended well. A jar serves one visit
// at a time, since servers know a login under way by its cookie. The zero value
// is ready. Safe for concurrent use.
type Sessions struct {
	mu   sync.Mutex
	jars []http.CookieJar
}

// take returns a jar that nobody else uses, nil where there is none.
func (s *Sessions) take() http.CookieJar {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := len(s.jars) - 1
	if last < 0 {
		return nil
	}
	jar := s.jars[last]
	s.jars = s.jars[:last]
	return jar
}

// give keeps a jar for the visits to come.
func (s *Sessions) give(jar http.CookieJar) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jars = append(s.jars, jar)
}

// revisit visits with the cookies of a visit before. Where that leads nowhere,
// the session may be why, so it is tried again without: what counts is what
// somebody meets who logs in.
func (f *Form) revisit(ctx context.Context, send scenarios.Sender, first scenarios.Request, stop string, p plan) (*scenarios.Landing, error) {
	if jar := f.Sessions.take(); jar != nil {
		w, err := f.visit(ctx, send, first, stop, p.returning(), jar)
		if err == nil && w.landing.URL != nil {
			f.Sessions.give(jar)
			return w.landing, nil
		}
	}
	w, err := f.visit(ctx, send, first, stop, p, nil)
	if err == nil && w.landing.URL != nil && w.loggedIn {
		f.Sessions.give(w.jar)
	}
	return w.result(err)
}

// browser is what the visits of one have in common.
type browser struct {
	mu       sync.Mutex
	jar      http.CookieJar
	loggedIn bool // somebody has logged in with it
}

// OneBrowser returns a visitor whose visits have their cookies in common: each
// comes after the one before, and whoever has logged in need not do it again.
func (f *Form) OneBrowser() scenarios.Visitor {
	stays := *f
	jar, _ := cookiejar.New(nil) // which never fails
	stays.own = &browser{jar: jar}
	return &stays
}

// visit goes through pages in the browser.
func (b *browser) visit(ctx context.Context, f *Form, send scenarios.Sender, first scenarios.Request, stop string, how scenarios.Conduct, p plan) (*scenarios.Landing, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if how == scenarios.Consents && b.loggedIn {
		p = p.returning()
	}
	w, err := f.visit(ctx, send, first, stop, p, b.jar)
	b.loggedIn = b.loggedIn || err == nil && w.landing.LoggedIn
	return w.result(err)
}
