package fakeserver

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/rules"
)

// benchmarked is a contract with a token endpoint and one resource, which asks
// for a tenant.
func benchmarked() Contract {
	return Contract{
		Rules: func() Rules {
			r := rules.Honest()
			r.Tenancy.Header, r.Tenancy.Required, r.Exchanging.JSONAccepted = "X-Cxp-Tenant", true, true
			return r
		},
		Fixtures: Fixtures{
			Tenants: []string{"acme"},
			Clients: []Client{{ID: "acme-integration", Secret: "Qm7xV2tKp9RzLw4YcD8nHs6BfJ3gTe1uAa5MkXoZ", Tenant: "acme", RedirectURIs: []string{"http://127.0.0.1:8765/callback"}}},
			Users:   []User{{ID: "1001", Username: "ada", Email: "ada@acme.example", Tenant: "acme", Administrator: true}},
		},
		Routes: map[string]Endpoint{"/auth/oauth/token": Token, "/api/users/me": Me},
	}
}

// stocked returns a server with live access tokens, each of its own grant.
func stocked(n int) (*Server, []string) {
	s := New(benchmarked())
	at, now, tokens := s.sites[0], s.Clock.Now(), make([]string, n)
	for i := range tokens {
		g := &grant{client: at.client("acme-integration"), user: at.user("ada")}
		tokens[i] = at.rules.TokenResponse.NewAccessToken(at.random)
		token := newAccessToken(g, "acme", now.Add(24*time.Hour).UnixNano())
		at.state.Load().accesses.Put(tokens[i], token, now)
	}
	return s, tokens
}

// BenchmarkValidate sets the bearer resource beside the same handler without a
// look-up, and beside itself with more and fewer live tokens, over HTTP.
func BenchmarkValidate(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		s, tokens := stocked(n)
		b.Run(fmt.Sprintf("%d tokens", n), func(b *testing.B) { validate(b, s, tokens) })
		b.Run(fmt.Sprintf("%d tokens, no look-up", n), func(b *testing.B) { validate(b, unchecked(s), tokens) })
	}
}

// unchecked does all that the bearer resource does but judge the token.
func unchecked(s *Server) http.Handler {
	at := s.sites[0]
	p := at.visit(nil, nil).StandIn("acme")
	mux := http.NewServeMux()
	mux.HandleFunc("/api/users/me", func(w http.ResponseWriter, r *http.Request) {
		v := at.visit(w, r)
		if _, ok := v.authorization(); ok && v.checkTenant(p) == nil && v.Allows(http.MethodGet) {
			v.answerMe(p)
		}
	})
	return mux
}

// validate presents tokens over as many connections as there are processors. Its
// client is a bare one, so that the server is most of what is measured.
func validate(b *testing.B, handler http.Handler, tokens []string) {
	up := httptest.NewServer(handler)
	defer up.Close()
	address := strings.TrimPrefix(up.URL, "http://")
	var next atomic.Uint64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		answers := bufio.NewReader(conn)
		// A stride that is prime to every count visits the tokens in no order of memory.
		for i := next.Add(7919) * 104729; pb.Next(); i += 104729 {
			fmt.Fprintf(conn, "GET /api/users/me HTTP/1.1\r\nHost: a\r\nX-CXP-Tenant: acme\r\nAuthorization: Bearer %s\r\n\r\n",
				tokens[i%uint64(len(tokens))])
			answer, err := http.ReadResponse(answers, nil)
			if err != nil || answer.StatusCode != http.StatusOK {
				b.Errorf("%v: %v", answer, err)
				return
			}
			if _, err := io.Copy(io.Discard, answer.Body); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkLookup is the look-up alone: its cost hardly grows with the store.
func BenchmarkLookup(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		s, tokens := stocked(n)
		b.Run(fmt.Sprintf("%d tokens", n), func(b *testing.B) {
			store := s.sites[0].state.Load().accesses
			b.RunParallel(func(pb *testing.PB) {
				for i := uint64(0); pb.Next(); i += 104729 {
					if _, ok := store.Get(tokens[i%uint64(len(tokens))]); !ok {
						b.Error("a token was lost")
						return
					}
				}
			})
		})
	}
}

// BenchmarkExchange is a code redeemed at the token endpoint, without the network.
func BenchmarkExchange(b *testing.B) {
	s := New(benchmarked())
	at := s.sites[0]
	client, user := at.client("acme-integration"), at.user("ada")
	const body = `{"grant_type":"authorization_code","client_id":"%s","client_secret":"%s","redirect_uri":"%s","code":"%s"}`
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			now, text := s.Clock.Now(), rules.RandomString(at.random, 40)
			g := &grant{client: client, user: user, redirectURI: client.RedirectURIs[0]}
			at.state.Load().codes.Put(text, newCode(g, now.Add(time.Minute).UnixNano()), now)
			r := httptest.NewRequest("POST", "/auth/oauth/token",
				strings.NewReader(fmt.Sprintf(body, client.ID, client.Secret, client.RedirectURIs[0], text)))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			if s.ServeHTTP(w, r); w.Code != http.StatusOK {
				b.Error(w.Body)
				return
			}
		}
	})
}
