// Package fakeserver is the reference server: an http.Handler that issues,
// accepts, refuses and expires credentials exactly as the product documentation
// and the RFCs say. What it serves is a [Contract], and every decision that a
// server can get wrong is a field of its [Rules], asked in one place, so that a
// fault is a contract with one rule bent:
//
//	c := xena.Contract().Bent(func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = true })
//	up := httptest.NewServer(fakeserver.New(c))
//
// It must not know the client side: no codec, no check, no report. It stands on
// the standard library alone and is met over HTTP only.
package fakeserver

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver/clock"
	"github.com/authassay/authassay/fakeserver/internal/jws"
)

// Clock is a server's idea of now; see package clock.
type Clock = clock.Clock

// Server is the reference server. It is an http.Handler, safe for concurrent
// use, and logs nothing.
type Server struct {
	Clock *Clock // decides every expiry

	sites []*site
}

// site is one contract in service.
type site struct {
	clock    *Clock
	contract Contract
	rules    *Rules
	fixtures Fixtures
	random   io.Reader
	alarm    func(broken string)
	state    atomic.Pointer[state]
	routes   *http.ServeMux
	pages    pages
	keys     jws.Keys
	crowd    crowd
}

// New returns a server of one contract, with no credentials issued. It panics where
// the contract cannot be served as it is written down: where a route has no
// endpoint, or can never be reached.
func New(c Contract, options ...Option) *Server {
	c.mustServe()
	o := defaults(c)
	for _, option := range options {
		option(&o)
	}
	r := c.ruled()
	o.lifetimes.lay(&r)
	if c.Asks == nil {
		c.Asks = asksForScopes
	}
	s := &site{
		clock: clock.New(o.now), contract: c, rules: &r, fixtures: o.fixtures, random: o.random, alarm: o.alarm,
	}
	s.routes = s.mux(c.Routes)
	s.state.Store(newState(&s.contract))
	return &Server{Clock: s.clock, sites: []*site{s}}
}

// Host serves the contracts of several servers side by side, on the clock of the
// first. What one has issued the others do not know. The servers themselves are
// used up. Where one base lies below another, the longer one counts. It panics
// without a server, and where two contracts have the same base: one of them would
// never be asked.
func Host(servers ...*Server) *Server {
	if len(servers) == 0 {
		panic("fakeserver: host: no server")
	}
	host := &Server{Clock: servers[0].Clock}
	for _, s := range servers {
		for _, at := range s.sites {
			for _, other := range host.sites {
				if other.contract.Base == at.contract.Base {
					panic(fmt.Sprintf("fakeserver: host: the contracts %q and %q have the same base %q",
						other.contract.Name, at.contract.Name, at.contract.Base))
				}
			}
			at.clock = host.Clock
			host.sites = append(host.sites, at)
		}
	}
	return host
}

// Reset forgets every credential, login and consent, and undoes all shifts of
// the clock. The fixtures stand as they were.
func (s *Server) Reset() {
	for _, at := range s.sites {
		at.state.Store(newState(&at.contract))
	}
	s.Clock.Reset()
}

// Control returns a handler that reads and moves the clock and resets the
// server; see [clock.Control]. It belongs on a listener of its own, never beside
// the server's resources.
func (s *Server) Control(secret string) http.Handler { return clock.Control(s.Clock, secret, s.Reset) }

// ServeHTTP answers a request. It lets no panic through of which somebody is told.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := s.serving(r.URL.Path)
	if at == nil {
		http.NotFound(w, r)
		return
	}
	at.serve(w, r)
}

// serving is the site whose contract a path belongs to, that of the longest base
// where several do, and nil where there is none.
func (s *Server) serving(path string) *site {
	var best *site
	for _, at := range s.sites {
		if at.contract.keeps(path) && (best == nil || len(at.contract.Base) > len(best.contract.Base)) {
			best = at
		}
	}
	return best
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	if s.alarm != nil {
		defer s.own(w)
	}
	if s.clock.Shifted() {
		// net/http would give the time of the machine, RFC 9110 §6.6.1.
		w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
	}
	if s.rules.Crowding.Bent() && strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		leave, serve := s.crowded(w, r, &s.rules.Crowding)
		defer leave()
		if !serve {
			return
		}
	}
	s.routes.ServeHTTP(mannerly(&s.rules.Manners, w, r), s.read(r))
}

// read is the request as the rules read its path.
func (s *site) read(r *http.Request) *http.Request {
	if s.rules.Bearer.ReadPath == nil {
		return r
	}
	as := *r
	at := *r.URL
	at.Path, at.RawPath = s.rules.Bearer.ReadPath(r.URL.EscapedPath()), ""
	as.URL = &at
	return &as
}

// own answers for a panic.
func (s *site) own(w http.ResponseWriter) {
	broken := recover()
	if broken == http.ErrAbortHandler { // a bent rule gives no answer
		panic(broken)
	}
	if broken != nil {
		s.alarm(fmt.Sprintf("the reference server panicked: %v\n%s", broken, debug.Stack()))
		w.WriteHeader(http.StatusInternalServerError)
	}
}

func (s *site) client(id string) *Client {
	for i := range s.fixtures.Clients {
		if s.fixtures.Clients[i].ID == id {
			return &s.fixtures.Clients[i]
		}
	}
	return nil
}

func (s *site) user(name string) *User {
	for i := range s.fixtures.Users {
		if s.fixtures.Users[i].Username == name {
			return &s.fixtures.Users[i]
		}
	}
	return nil
}

func (s *site) tenantExists(name string) bool {
	for _, tenant := range s.fixtures.Tenants {
		if tenant == name {
			return true
		}
	}
	return false
}

// firstAdministrator of a tenant stands in where a bent rule asks nobody.
func (s *site) firstAdministrator(tenant string) *User {
	for i := range s.fixtures.Users {
		if user := &s.fixtures.Users[i]; user.Administrator && user.Tenant == tenant {
			return user
		}
	}
	if len(s.fixtures.Users) == 0 {
		return &User{Tenant: tenant}
	}
	return &s.fixtures.Users[0]
}

// firstTenant stands in likewise.
func (s *site) firstTenant() string {
	if len(s.fixtures.Tenants) == 0 {
		return ""
	}
	return s.fixtures.Tenants[0]
}

// Option changes what New takes for granted.
type Option func(*settings)

// settings are what a server is made with beside its contract.
type settings struct {
	now       func() time.Time
	random    io.Reader
	alarm     func(broken string)
	fixtures  Fixtures
	lifetimes Lifetimes
}

func defaults(c Contract) settings {
	return settings{now: time.Now, random: rand.Reader, fixtures: c.Fixtures}
}

// WithClock replaces time.Now beneath the server's clock.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.now = now } }

// WithRandom replaces crypto/rand. The reader must be safe for concurrent use.
func WithRandom(random io.Reader) Option { return func(s *settings) { s.random = random } }

// WithAlarm tells of every panic, with where it was. The request is answered with
// 500 then; without an alarm the panic goes on, for nobody should take a mistake
// in this server for a rule of it. It may be called from several requests at once.
func WithAlarm(alarm func(broken string)) Option { return func(s *settings) { s.alarm = alarm } }

// WithFixtures replaces all fixtures of the contract. The server keeps the value
// and does not write to it.
func WithFixtures(fixtures Fixtures) Option { return func(s *settings) { s.fixtures = fixtures } }

// WithClients replaces the clients of the contract.
func WithClients(clients ...Client) Option { return func(s *settings) { s.fixtures.Clients = clients } }

// WithUsers replaces the users of the contract.
func WithUsers(users ...User) Option { return func(s *settings) { s.fixtures.Users = users } }

// WithTenants replaces the tenants of the contract.
func WithTenants(names ...string) Option { return func(s *settings) { s.fixtures.Tenants = names } }

// WithLifetimes replaces those lifetimes of the contract that are not zero.
func WithLifetimes(lives Lifetimes) Option { return func(s *settings) { s.lifetimes = lives } }

// Lifetimes are how long credentials live. The announced expires_in of tokens
// follows that of access tokens, in whole seconds.
type Lifetimes struct {
	Code    time.Duration
	Access  time.Duration
	Refresh time.Duration
}

// lay lays the lifetimes over the rules.
func (l Lifetimes) lay(r *Rules) {
	if l.Code > 0 {
		r.Expiring.CodeLifetime = l.Code
	}
	if l.Access > 0 {
		r.Expiring.AccessLifetime, r.Expiring.RefreshedLifetime = l.Access, l.Access
		seconds := int(l.Access.Seconds())
		r.TokenResponse.Exchange.ExpiresIn, r.TokenResponse.Refresh.ExpiresIn = seconds, seconds
	}
	if l.Refresh > 0 {
		r.Expiring.RefreshLifetime = l.Refresh
	}
}
