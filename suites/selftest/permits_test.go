package selftest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/ledger"
	"github.com/authassay/authassay/suites"
	"github.com/authassay/authassay/suites/check"
)

// gauge stands before a server and counts what may do harm.
type gauge struct {
	server   http.Handler
	accounts map[string]string // what belongs to the names that are somebody's

	mu       sync.Mutex
	inside   int
	abreast  int            // requests at the same moment, at most
	guesses  map[string]int // wrong passwords and secrets for those names, by name
	hostile  int            // bodies or addresses with NUL bytes, or of absurd size
	nameless int            // withdrawals that do not name a token by key and secret, or one of somebody's
}

// newGauge knows the names of all contracts.
func newGauge(server http.Handler) *gauge {
	g := &gauge{server: server, accounts: map[string]string{}, guesses: map[string]int{}}
	for _, c := range contracts.All() {
		f := c.Fixtures
		for _, c := range f.Clients {
			g.accounts[c.ID] = c.Secret
		}
		for _, u := range f.Users {
			g.accounts[u.Username] = u.Password
		}
		for _, l := range f.Learners {
			g.accounts[l.Username] = l.Password
		}
		for _, k := range f.APIKeys {
			g.accounts[k.Key] = k.Secret
		}
	}
	return g
}

// ServeHTTP implements http.Handler.
func (g *gauge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
	g.mu.Lock()
	g.inside++
	g.abreast = max(g.abreast, g.inside)
	g.look(r, string(body))
	g.mu.Unlock()
	time.Sleep(time.Millisecond)
	g.server.ServeHTTP(w, r)
	g.mu.Lock()
	g.inside--
	g.mu.Unlock()
}

// look counts one request.
func (g *gauge) look(r *http.Request, body string) {
	form, _ := url.ParseQuery(body)
	for name, secret := range map[string]string{"username": "password", "client_id": "client_secret"} {
		g.guess(form.Get(name), form.Get(secret), form.Has(secret))
	}
	if user, secret, basic := r.BasicAuth(); basic {
		if plain, err := url.QueryUnescape(secret); err == nil && plain == g.accounts[user] { // as RFC 6749 §2.3.1 has it
			secret = plain
		}
		g.guess(user, secret, true)
	}
	if strings.Contains(r.RequestURI+body, "%00") || strings.Contains(body, "\x00") || len(body)+len(r.RequestURI) > 32<<10 {
		g.hostile++
	}
	if key := r.URL.Query().Get("key"); r.Method == http.MethodDelete && (key == "" || r.URL.Query().Get("secret") == "" || g.accounts[key] != "") {
		g.nameless++
	}
}

// guess counts a wrong secret of somebody's.
func (g *gauge) guess(name, secret string, sent bool) {
	if right, known := g.accounts[name]; sent && known && secret != right && secret != "" {
		g.guesses[name]++
	}
}

// TestPermitsAreKept sees on the wire what is sent under each permit: nothing that
// guesses, races or is hostile where that is not allowed, and nothing but what
// right clients send to a target that may be looked at.
func TestPermitsAreKept(t *testing.T) {
	for profile, b := range benches(t) {
		for _, permit := range []scenarios.Permit{scenarios.Looking, scenarios.Testing, scenarios.Attacking} {
			t.Run(fmt.Sprintf("%s %s", profile, permit), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server := contracts.Bent(nil)
					g := newGauge(server)
					b.network = newMemory()
					world := b.posed(t, pose{handler: g, clock: slept{server.Clock}, timeout: time.Minute})
					world.Permit = permit
					run, err := check.Run(t.Context(), check.Options{Bare: true, Seed: 1, Now: time.Now}, suites.All(), world)
					if err != nil {
						t.Fatal(err)
					}
					ledger.TidyUp(t.Context(), world.Client)
					reports.Score(run, reports.ScoreOptions{})
					t.Logf("%d abreast, guesses %v, %d hostile, %d nameless; %+v", g.abreast, g.guesses, g.hostile, g.nameless, run.Summary)
					if permit < scenarios.Attacking && (g.abreast > 4 || len(g.guesses) > 0 || g.hostile > 0) {
						t.Errorf("%d requests abreast, guesses %v, %d hostile requests", g.abreast, g.guesses, g.hostile)
					}
					if permit == scenarios.Looking && g.nameless > 0 {
						t.Errorf("%d withdrawals name no token of the tester's own by key and secret", g.nameless)
					}
					if len(accusing(run)) > 0 {
						t.Errorf("against an honest server: %v", accusing(run))
					}
				})
			})
		}
	}
}
