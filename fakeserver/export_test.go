package fakeserver

import (
	"crypto/rand"
	"net/http"
	"time"
)

// What tests of this package ask of the inside of a server of one contract.

// Stuff issues so many codes that have been dead for long.
func (s *Server) Stuff(n int) {
	for range n {
		s.sites[0].state.Load().codes.Put(rand.Text(), newCode(&grant{}, 0), s.Clock.Now())
	}
}

// SetRevoked revokes an access token, or takes that back.
func (s *Server) SetRevoked(token string, revoked bool) {
	found, _ := s.sites[0].state.Load().accesses.Get(token)
	found.revoked.Store(revoked)
}

// SetCrowd says how many requests are in flight, and for which tenant the latest
// of them asks; nil leaves that.
func (s *Server) SetCrowd(inFlight int64, tenant *string) {
	at := s.sites[0]
	at.crowd.inFlight.Store(inFlight)
	if tenant != nil {
		at.crowd.tenant.Store(tenant)
	}
}

// TenantMixedUp is what an answer about a tenant names.
func (s *Server) TenantMixedUp(own string) string {
	at := s.sites[0]
	return (&Visit{site: at, Rules: at.rules}).tenantMixedUp(own)
}

// LoginsAreCapped begins more logins than are kept, and says which of them are.
func LoginsAreCapped() (oldest, kept, latest, late bool, all int) {
	s, now := newLogins(), time.Unix(0, 0)
	for i := range loginCap + 10 {
		s.put(&login{id: string(rune('A' + i)), expires: time.Unix(1, 0)})
	}
	has := func(i int, at time.Time) bool { return s.get(string(rune('A'+i)), at) != nil }
	return has(9, now), has(10, now), has(loginCap+9, now), has(10, time.Unix(1, 0)), len(s.byID)
}

// BodyCeiling is what is read of any request body.
const BodyCeiling = bodyCeiling

// Bounded is a server as Listen makes one.
func Bounded(address string, handler http.Handler) *http.Server { return bounded(address, handler) }
