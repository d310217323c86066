package lxhive

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver/internal/store"
)

// temporaryToken is a pair for HTTP Basic with an end.
type temporaryToken struct {
	key, secret string
	holder      *holder
	scopes      []string
	endless     bool         // answers give no expiry
	from        int64        // when it comes to life, in seconds since the Unix epoch
	created     int64        // in seconds since the Unix epoch
	announced   int64        // the expiry that answers give, likewise
	expires     atomic.Int64 // the expiry that counts, likewise
	withdrawn   atomic.Bool
	guesses     atomic.Int64 // wrong secrets that were sent with the key
}

// diesAt keeps to the range of nanoseconds, for ends that are centuries away.
func (t *temporaryToken) DiesAt() int64 {
	const latest = 1 << 62
	return min(max(t.expires.Load(), 0), latest/int64(time.Second)) * int64(time.Second)
}

func (t *temporaryToken) dead(now time.Time) bool { return now.Unix() >= t.expires.Load() }

// holder is the user whom tokens are for.
type holder struct {
	email    string
	password string // "" is none
	lives    atomic.Int64

	mu          sync.Mutex
	permissions []string
	tokens      []*temporaryToken // the latest of them
}

// tokensKept bounds what is remembered of one user.
const tokensKept = 64

func (h *holder) DiesAt() int64 { return h.lives.Load() }

// may returns the permissions of the user.
func (h *holder) may() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.permissions)
}

func (h *holder) allow(permissions []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.permissions = permissions
}

// all returns the user's tokens.
func (h *holder) all() []*temporaryToken {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.tokens)
}

// give notes a token. The user is remembered as long as the tokens are.
func (h *holder) give(t *temporaryToken) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.tokens = append(h.tokens, t); len(h.tokens) > tokensKept {
		h.tokens = slices.Delete(h.tokens, 0, 1)
	}
	h.lives.Store(max(h.lives.Load(), t.DiesAt()))
}

// temporaries is all that the endpoint of temporary tokens remembers.
type temporaries struct {
	tokens  *store.Store[*temporaryToken]
	holders *store.Store[*holder]

	mu   sync.Mutex      // of finding a user or making one
	shut map[string]bool // keys that a bent rule keeps out of the API

	wiped atomic.Bool // a bent rule has ended every credential
}

func newTemporaries() *temporaries {
	return &temporaries{tokens: store.New[*temporaryToken](), holders: store.New[*holder](), shut: map[string]bool{}}
}

// holderOf returns the user whom an e-mail address is known by, and whether it is
// a new one.
func (s *temporaries) holderOf(known, email, password string, now time.Time) (*holder, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h, ok := s.holders.Get(known); ok {
		return h, false
	}
	h := &holder{email: email, password: password}
	h.lives.Store(now.UnixNano())
	s.holders.Put(known, h, now)
	return h, true
}

func (s *temporaries) openFor(key string) { s.setShut(key, false) }

func (s *temporaries) closeFor(key string) { s.setShut(key, true) }

func (s *temporaries) setShut(key string, shut bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if shut {
		s.shut[key] = true
	} else {
		delete(s.shut, key)
	}
}

func (s *temporaries) closed(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shut[key]
}

// each calls f with every token that is remembered.
func (s *temporaries) each(f func(*temporaryToken)) { s.tokens.Each(f) }
