package fakeserver

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/authassay/authassay/fakeserver/rules"
)

// mannerly waits out the latency and returns a writer that minds the manners.
func mannerly(m *rules.Manners, w http.ResponseWriter, r *http.Request) http.ResponseWriter {
	pause(r.Context(), m.Latency)
	if m.CloseConnections {
		w.Header().Set("Connection", "close")
	}
	if !m.Chunked && m.HeaderName == nil && m.Header == nil {
		return w
	}
	return &mannered{ResponseWriter: w, manners: m}
}

// pause waits, or returns early when the client has gone.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// mannered changes an answer's header just before it leaves.
type mannered struct {
	http.ResponseWriter
	manners *rules.Manners
	sent    bool
}

func (w *mannered) WriteHeader(status int) {
	if !w.sent {
		w.sent = true
		w.dress()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *mannered) Write(body []byte) (int, error) {
	if !w.sent {
		w.WriteHeader(http.StatusOK)
	}
	if w.manners.Chunked {
		// Sending the header before the length is known makes net/http chunk the body.
		_ = http.NewResponseController(w.ResponseWriter).Flush()
	}
	return w.ResponseWriter.Write(body)
}

func (w *mannered) dress() {
	header := w.Header()
	if w.manners.Header != nil {
		w.manners.Header(header)
	}
	if w.manners.HeaderName == nil {
		return
	}
	for name, values := range header.Clone() {
		renamed := w.manners.HeaderName(name)
		if renamed == name || name == "Connection" { // net/http looks for this one
			continue
		}
		delete(header, name)
		header[renamed] = values
		if name == "Content-Type" {
			header[name] = nil // else net/http would guess a second one
		}
	}
}

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
func (s *site) crowded(w http.ResponseWriter, r *http.Request, rules *rules.Crowding) (leave func(), serve bool) {
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
		asked := r.Header.Get(s.rules.Tenancy.Header)
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
func (v *Visit) mixedUp(authorised *User) *User {
	every := v.Rules.Crowding.MixUpEvery
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
func (v *Visit) tenantMixedUp(own string) string {
	every := v.Rules.Crowding.TenantMixUpEvery
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
func (v *Visit) cached(t *accessToken) bool {
	life := v.Rules.Crowding.RevokedServedFor
	return life > 0 && v.Now.UnixNano()-t.seen.Load() < int64(life)
}

// remembered notes that a token was alive.
func (v *Visit) remembered(t *accessToken) {
	if v.Rules.Crowding.RevokedServedFor > 0 || v.Rules.Expiring.MindsUse() {
		t.seen.Store(v.Now.UnixNano())
	}
}

// judgesExpiry says whether somebody looks at expiry.
func (v *Visit) judgesExpiry() bool {
	from := v.Rules.Crowding.ExpiryUnjudgedFrom
	return from == 0 || v.crowd.inFlight.Load() < from
}

// echo repeats parameters of a token request in its answer.
func (v *Visit) echo(members []Member, p parameters) []Member {
	for _, name := range v.Rules.Hygiene.EchoesParameters {
		if p.has(name) {
			members = append(members, Member{Name: name, Value: p.get(name)})
		}
	}
	return members
}

// Trace shows the inside of the server.
func (v *Visit) Trace(members []Member) []Member {
	if v.Rules.Hygiene.Trace != "" {
		members = append(members, Member{Name: "trace", Value: v.Rules.Hygiene.Trace})
	}
	return members
}

// fatigue counts malformed token requests in a row.
type fatigue struct {
	sync.Mutex
	malformed, rest int
}

// CountMalformed counts a malformed request.
func (v *Visit) CountMalformed() {
	limit, f := v.Rules.Hygiene.TiresAfter, &v.state.fatigue
	if limit == 0 {
		return
	}
	f.Lock()
	defer f.Unlock()
	if f.malformed++; f.malformed >= limit {
		f.malformed, f.rest = 0, v.Rules.Hygiene.RestsFor
	}
}

// ForgetMalformed forgets the malformed requests before a well-formed one.
func (v *Visit) ForgetMalformed() {
	f := &v.state.fatigue
	f.Lock()
	defer f.Unlock()
	f.malformed = 0
}

// TooManyMalformed says whether the endpoint is too tired for this request.
func (v *Visit) TooManyMalformed() bool {
	f := &v.state.fatigue
	f.Lock()
	defer f.Unlock()
	if f.rest == 0 {
		return false
	}
	f.rest--
	return true
}
