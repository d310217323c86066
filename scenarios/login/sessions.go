package login

import (
	"context"
	"net/http"
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
