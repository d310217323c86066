package fakeserver

import (
	"net/http"
	"sync/atomic"
	"time"
)

// CrowdingRules decide what many requests at a time do to the server. They do
// nothing to an honest one; a bent one passes every check that comes alone.
type CrowdingRules struct {
	MixUpEvery         uint64        // so many answers that overlap with others, and one is about another user; 0 is never
	TenantMixUpEvery   uint64        // so many answers while another tenant is asked for, and one names that tenant; 0 is never
	RevokedServedFor   time.Duration // a token that was used lately is served from a cache that knows of no revocation
	ExpiryUnjudgedFrom int64         // with so many requests in flight nobody looks at expiry; 0 is never
	BreakEvery         uint64        // one in so many requests to the API is answered with 500; 0 is never
	StallEvery         time.Duration // from the first request to the API; 0 is never
	StallFor           time.Duration // at the end of the first second of each StallEvery
}

func honestCrowding() CrowdingRules { return CrowdingRules{} }

// crowd is what the server knows of requests that come at the same time. Only
// bent rules write to it.
type crowd struct {
	inFlight atomic.Int64
	answers  atomic.Uint64 // that overlapped, since the last mix-up
	foreign  atomic.Uint64 // that overlapped with requests for another tenant, since the last mix-up
	tenant   atomic.Pointer[string]
	requests atomic.Uint64
	began    atomic.Int64 // the first request to the API
	latest   atomic.Pointer[User]
}

// crowded counts a request with a bearer token in, and returns what counts it out. It
// says whether the request is to be answered at all.
func (s *Server) crowded(w http.ResponseWriter, r *http.Request, rules *CrowdingRules) (leave func(), serve bool) {
	s.crowd.inFlight.Add(1)
	leave = func() { s.crowd.inFlight.Add(-1) }
	now := time.Now().UnixNano()
	s.crowd.began.CompareAndSwap(0, now)
	if rules.StallEvery > 0 {
		at := time.Duration(now-s.crowd.began.Load()) % rules.StallEvery
		if end := time.Second + rules.StallFor; at >= time.Second && at < end {
			pause(r.Context(), end-at)
		}
	}
	if rules.TenantMixUpEvery > 0 {
		asked := r.Header.Get(tenantHeader)
		s.crowd.tenant.Store(&asked)
	}
	if rules.BreakEvery > 0 && s.crowd.requests.Add(1)%rules.BreakEvery == 0 {
		w.WriteHeader(http.StatusInternalServerError)
		return leave, false
	}
	return leave, true
}

// mixedUp returns the user whom an answer is about where that is not the one
// who was authorised: the one of another request in flight.
func (v *visit) mixedUp(authorised *User) *User {
	every := v.rules.Crowding.MixUpEvery
	if every == 0 {
		return authorised
	}
	other := v.crowd.latest.Swap(authorised)
	if v.crowd.inFlight.Load() < 2 || v.crowd.answers.Add(1) < every || other == nil || other == authorised {
		return authorised
	}
	v.crowd.answers.Store(0)
	return other
}

// tenantMixedUp returns the tenant that an answer names where that is not the
// one of who was authorised: the one that another request asks for.
func (v *visit) tenantMixedUp(own string) string {
	every := v.rules.Crowding.TenantMixUpEvery
	if every == 0 {
		return own
	}
	other := v.crowd.tenant.Load()
	if v.crowd.inFlight.Load() < 2 || other == nil || *other == "" || *other == own || v.crowd.foreign.Add(1) < every {
		return own
	}
	v.crowd.foreign.Store(0)
	return *other
}

// cached says whether a token is served without being looked at: it was alive
// lately.
func (v *visit) cached(t *accessToken) bool {
	life := v.rules.Crowding.RevokedServedFor
	return life > 0 && v.now.UnixNano()-t.seen.Load() < int64(life)
}

// remembered notes that a token was alive.
func (v *visit) remembered(t *accessToken) {
	if v.rules.Crowding.RevokedServedFor > 0 {
		t.seen.Store(v.now.UnixNano())
	}
}

// judgesExpiry says whether somebody looks at expiry.
func (v *visit) judgesExpiry() bool {
	from := v.rules.Crowding.ExpiryUnjudgedFrom
	return from == 0 || v.crowd.inFlight.Load() < from
}
