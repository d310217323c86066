package fakeserver

import (
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"
)

// nowhere is a ResponseWriter that costs next to nothing.
type nowhere struct {
	header http.Header
	status int
}

func (n *nowhere) Header() http.Header         { return n.header }
func (n *nowhere) WriteHeader(status int)      { n.status = status }
func (n *nowhere) Write(p []byte) (int, error) { return len(p), nil }

// stocked returns a server with live access tokens, and their Authorization values.
func stocked(n int) (*Server, []string) {
	s := New(Honest())
	g := &grant{client: s.client("acme-integration"), user: s.user("ada")}
	now := s.Clock.Now()
	expires, values := now.Add(24*time.Hour).UnixNano(), make([]string, n)
	for i := range values {
		token := "cxa_" + RandomString(s.random, 32)
		s.state.Load().accesses.put(token, newAccessToken(g, OwnTenant, expires), now)
		values[i] = "Bearer " + token
	}
	return s, values
}

// BenchmarkValidate sets the bearer resource beside the same handler without any
// look-up, and beside itself with ever more live tokens.
func BenchmarkValidate(b *testing.B) {
	s, values := stocked(100_000)
	b.Run("no look-up", func(b *testing.B) {
		p := s.standIn(OwnTenant)
		mux := http.NewServeMux()
		mux.HandleFunc("/api/users/me", func(w http.ResponseWriter, r *http.Request) {
			v := s.visit(w, r)
			if _, ok := v.authorization(); ok && v.checkTenant(p) == nil && v.allows(http.MethodGet) {
				v.answerMe(p)
			}
		})
		validate(b, mux, values)
	})
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		s, values := stocked(n)
		b.Run(fmt.Sprintf("%d tokens", n), func(b *testing.B) { validate(b, s, values) })
	}
}

func validate(b *testing.B, handler http.Handler, values []string) {
	b.ReportAllocs()
	b.ResetTimer()
	var next atomic.Uint64
	b.RunParallel(func(pb *testing.PB) {
		w := &nowhere{header: http.Header{}}
		r := &http.Request{Method: "GET", URL: &url.URL{Path: "/api/users/me"}, Host: "127.0.0.1", Header: http.Header{
			tenantHeader: {OwnTenant}, "Authorization": {""},
		}}
		// A stride that is prime to every count visits the tokens in no order of memory.
		for i := next.Add(7919) * 104729; pb.Next(); i += 104729 {
			r.Header["Authorization"][0] = values[i%uint64(len(values))]
			handler.ServeHTTP(w, r)
			if w.status != http.StatusOK {
				b.Error(w.status)
				return
			}
		}
	})
}
