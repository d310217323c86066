package fakeserver

import (
	"crypto/rand"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"
)

// Server is the reference server. It is an http.Handler, safe for concurrent
// use, and logs nothing.
type Server struct {
	Clock *Clock // decides every expiry

	rules    atomic.Pointer[Rules]
	state    atomic.Pointer[state]
	fixtures Fixtures
	random   io.Reader
	pages    *template.Template
	mux      *http.ServeMux
	contract contract
	annexes  []*Server // the other contracts, on the same clock
	signing  signing
	crowd    crowd
	lease    lease // of the clock
	alarm    func(broken string)
}

// Option changes what New takes for granted.
type Option func(*Server)

// WithClock replaces time.Now beneath the server's Clock.
func WithClock(now func() time.Time) Option {
	return func(s *Server) { s.Clock.real = now }
}

// WithRandom replaces crypto/rand. The reader must be safe for concurrent use.
func WithRandom(random io.Reader) Option {
	return func(s *Server) { s.random = random }
}

// WithFixtures replaces DefaultFixtures. The server keeps the value and does not
// write to it.
func WithFixtures(fixtures Fixtures) Option {
	return func(s *Server) { s.fixtures = fixtures }
}

// WithAlarm tells of every panic, with where it was. The request is answered with
// 500 then; without an alarm the panic goes on, for nobody should take a mistake
// in this server for a rule of it. It may be called from several requests at once.
func WithAlarm(alarm func(broken string)) Option {
	return func(s *Server) { s.alarm = alarm }
}

// New returns a server that obeys the rules, with no credentials issued. The
// rules are those of ClearXP; the other contracts are kept honestly.
func New(rules Rules, options ...Option) *Server {
	s := &Server{
		Clock:    &Clock{real: time.Now},
		fixtures: DefaultFixtures(),
		random:   rand.Reader,
		pages:    parsePages(),
		mux:      http.NewServeMux(),
		contract: clearxpContract(),
	}
	for _, option := range options {
		option(s)
	}
	s.SetRules(rules)
	s.state.Store(newState())
	s.routes()
	s.annex(oauth2Contract(), HonestOAuth2(), OAuth2Fixtures())
	s.annex(xenaContract(), HonestXena(), XenaFixtures())
	return s
}

// Bent returns a server whose rules are bent alike in every contract; nil
// bends none.
func Bent(bend func(*Rules), options ...Option) *Server {
	if bend == nil {
		bend = func(*Rules) {}
	}
	rules := Honest()
	bend(&rules)
	s := New(rules, options...)
	for _, a := range s.annexes {
		rules := *a.rules.Load()
		bend(&rules)
		a.SetRules(rules)
	}
	return s
}

// SetRules replaces ClearXP's rules for requests that come from now on.
func (s *Server) SetRules(rules Rules) { s.rules.Store(&rules) }

// Reset forgets every credential, login and consent, and undoes all shifts of
// the clock. The fixtures stand as they were.
func (s *Server) Reset() {
	s.state.Store(newState())
	for _, a := range s.annexes {
		a.state.Store(newState())
	}
	s.Clock.offset.Store(0)
}

// ServeHTTP answers a request. It lets no panic through of which somebody is told.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.alarm != nil {
		defer s.own(w)
	}
	if s.Clock.offset.Load() != 0 {
		// net/http would give the time of the machine, RFC 9110 §6.6.1.
		w.Header().Set("Date", s.Clock.Now().UTC().Format(http.TimeFormat))
	}
	at := s.serving(r.URL.Path)
	rules := at.rules.Load()
	if rules.Crowding != (CrowdingRules{}) && strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		leave, serve := at.crowded(w, r, &rules.Crowding)
		defer leave()
		if !serve {
			return
		}
	}
	at.mux.ServeHTTP(rules.Manners.wrap(w, r), r)
}

// own answers for a panic.
func (s *Server) own(w http.ResponseWriter) {
	if broken := recover(); broken != nil {
		s.alarm(fmt.Sprintf("the reference server panicked: %v\n%s", broken, debug.Stack()))
		w.WriteHeader(http.StatusInternalServerError)
	}
}

func (s *Server) routes() {
	s.handle(map[string]func(*visit){
		"/auth/oauth/authorize": (*visit).serveAuthorize,
		"/auth/oauth/login":     (*visit).serveLogin,
		"/auth/oauth/consent":   (*visit).serveConsent,
		"/auth/oauth/token":     (*visit).serveToken,
		"/api/users/me":         (*visit).serveMe,
		"/api/import/users":     (*visit).serveImport,
		"/api/auth/basic":       (*visit).serveMakeLaunch,
		"/api/":                 (*visit).serveUnknown,
		"/xapi/statements":      (*visit).serveStatements,
		"/xapi/about":           (*visit).serveAbout,
		"/launch/{activity}":    (*visit).serveLaunch,
		"/launch/login":         (*visit).serveLogin,

		"/lxhive/auth/tokens":     (*visit).serveTemporary,
		"/lxhive/xAPI/statements": (*visit).serveRecords,
		"/lxhive/xAPI/about":      (*visit).serveRecordsAbout,
		"/lxhive/oauth/login":     (*visit).serveUserLogin,
	})
}

// handle serves each pattern by its own function.
func (s *Server) handle(routes map[string]func(*visit)) {
	for pattern, serve := range routes {
		s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { serve(s.visit(w, r)) })
	}
}

// visit is one request with all that it is judged by.
type visit struct {
	*Server
	w     http.ResponseWriter
	r     *http.Request
	rules *Rules
	state *state
	now   time.Time
}

func (s *Server) visit(w http.ResponseWriter, r *http.Request) *visit {
	return (&visit{s, w, r, s.rules.Load(), s.state.Load(), s.Clock.Now()}).settle()
}

// state is all that requests leave behind.
type state struct {
	codes     *store[*code]
	accesses  *store[*accessToken]
	refreshes *store[*refreshToken]
	launches  *store[*launchCredentials]
	temporary *temporaries
	logins    *logins
	sessions  *store[*session]
	habits    habits
	fatigue   fatigue
	latest    latest
	revoked   revocations
}

func newState() *state {
	return &state{
		codes:     newStore[*code](),
		accesses:  newStore[*accessToken](),
		refreshes: newStore[*refreshToken](),
		launches:  newStore[*launchCredentials](),
		temporary: newTemporaries(),
		logins:    newLogins(),
		sessions:  newStore[*session](),
	}
}

func (s *Server) client(id string) *Client {
	for i := range s.fixtures.Clients {
		if s.fixtures.Clients[i].ID == id {
			return &s.fixtures.Clients[i]
		}
	}
	return nil
}

func (s *Server) tenantExists(name string) bool {
	for _, tenant := range s.fixtures.Tenants {
		if tenant == name {
			return true
		}
	}
	return false
}

// firstAdministrator of a tenant stands in where a bent rule asks nobody.
func (s *Server) firstAdministrator(tenant string) *User {
	for i := range s.fixtures.Users {
		if user := &s.fixtures.Users[i]; user.Administrator && user.Tenant == tenant {
			return user
		}
	}
	return &s.fixtures.Users[0]
}
