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
)

// stocked returns a server with live access tokens, each of its own grant.
func stocked(n int) (*Server, []string) {
	s := New(Honest())
	now, tokens := s.Clock.Now(), make([]string, n)
	for i := range tokens {
		g := &grant{client: s.client("acme-integration"), user: s.user("ada")}
		tokens[i] = s.rules.Load().Answering.NewAccessToken(s.random)
		token := newAccessToken(g, OwnTenant, now.Add(24*time.Hour).UnixNano())
		s.state.Load().accesses.put(tokens[i], token, now)
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
	p := s.standIn(OwnTenant)
	mux := http.NewServeMux()
	mux.HandleFunc("/api/users/me", func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(w, r)
		if _, ok := v.authorization(); ok && v.checkTenant(p) == nil && v.allows(http.MethodGet) {
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
			store := s.state.Load().accesses
			b.RunParallel(func(pb *testing.PB) {
				for i := uint64(0); pb.Next(); i += 104729 {
					if _, ok := store.get(tokens[i%uint64(len(tokens))]); !ok {
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
	s := New(Honest())
	client, user := s.client("acme-integration"), s.user("ada")
	const body = `{"grant_type":"authorization_code","client_id":"%s","client_secret":"%s","redirect_uri":"%s","code":"%s"}`
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			now, text := s.Clock.Now(), RandomString(s.random, 40)
			g := &grant{client: client, user: user, redirectURI: client.RedirectURIs[0]}
			s.state.Load().codes.put(text, newCode(g, now.Add(time.Minute).UnixNano()), now)
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
