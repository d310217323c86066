package fakeserver

import (
	"slices"
	"sync"
	"time"
)

const (
	loginLife = 10 * time.Minute
	loginCap  = 4096 // the oldest login gives way to one more
)

// login is what a browser is in the middle of: an authorization request or a
// content launch that waits for its person.
type login struct {
	id      string
	browser string // value of the cookie that the login is bound to
	csrf    string
	expires time.Time

	grant    *grant // nil for a content launch
	state    string
	hasState bool
	kind     string // the response_type
	mode     string // the response_mode
	activity string // of a content launch
	prompted bool   // consent is asked for again (OpenID Connect Core 1.0 §3.1.2.1)

	mu       sync.Mutex
	username string // from the first of two pages
	user     *User  // once authenticated
}

// logins keeps no more than loginCap at a time.
type logins struct {
	mu    sync.Mutex
	byID  map[string]*login
	queue []string
}

func newLogins() *logins { return &logins{byID: map[string]*login{}} }

func (s *logins) put(l *login) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID[l.id] = l
	if s.queue = append(s.queue, l.id); len(s.queue) > loginCap {
		delete(s.byID, s.queue[0])
		s.queue = s.queue[1:]
	}
}

func (s *logins) get(id string, now time.Time) *login {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.byID[id]
	if l == nil || !now.Before(l.expires) {
		return nil
	}
	return l
}

// end takes a login away and says whether it was there: one decision each.
func (s *logins) end(l *login) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.byID[l.id]
	delete(s.byID, l.id)
	return ok
}

// latest is the login that a browser has begun last, "" for none.
func (s *logins) latest(browser string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range slices.Backward(s.queue) {
		if l := s.byID[id]; l != nil && l.browser == browser {
			return id
		}
	}
	return ""
}
