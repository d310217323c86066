package clock

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// leaseHeader names the holder of the lease to whom a request belongs.
const leaseHeader = "Clock-Lease"

// longestLease bounds how long a holder that has died keeps others waiting.
const longestLease = time.Minute

// lease gives the clock to one at a time. A lease that was not renewed in time
// is nobody's. It is safe for concurrent use.
type lease struct {
	mu     sync.Mutex
	holder string // "" is nobody
	ends   time.Time
}

// left is how long another than who still holds the lease at a moment.
func (l *lease) left(who string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.leftTo(who, now)
}

func (l *lease) leftTo(who string, now time.Time) time.Duration {
	if l.holder == "" || l.holder == who {
		return 0
	}
	return max(0, l.ends.Sub(now))
}

// take gives the lease to who for so long, or returns how long another still
// holds it.
func (l *lease) take(who string, now time.Time, life time.Duration) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if left := l.leftTo(who, now); left > 0 {
		return left
	}
	l.holder, l.ends = who, now.Add(life)
	return 0
}

// giveBack ends the lease of who.
func (l *lease) giveBack(who string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.holder == who {
		l.holder = ""
	}
}

// leased lets through whoever holds the lease, and everybody while nobody does.
func (s control) leased(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if left := s.lease.left(r.Header.Get(leaseHeader), s.real()); left > 0 {
			refuseLease(w, left)
			return
		}
		serve(w, r)
	}
}

func refuseLease(w http.ResponseWriter, left time.Duration) {
	w.Header().Set("Retry-After", fmt.Sprint(int(left.Seconds())+1))
	http.Error(w, "somebody else holds the lease of the clock", http.StatusConflict)
}

// tenure is what a request for a lease says.
type tenure struct {
	Holder string `json:"holder"`
	TTL    string `json:"ttl"`
}

func (s control) serveLease(w http.ResponseWriter, r *http.Request) {
	var asked tenure
	if !readOrder(w, r, &asked) {
		return
	}
	life, err := time.ParseDuration(asked.TTL)
	if asked.Holder == "" || err != nil || life <= 0 || life > longestLease {
		http.Error(w, "holder has to be some text, and ttl a duration of no more than 1m", http.StatusBadRequest)
		return
	}
	if left := s.lease.take(asked.Holder, s.real(), life); left > 0 {
		refuseLease(w, left)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s control) serveReturn(w http.ResponseWriter, r *http.Request) {
	var asked tenure
	if !readOrder(w, r, &asked) {
		return
	}
	if asked.Holder == "" {
		http.Error(w, "holder has to be some text", http.StatusBadRequest)
		return
	}
	s.lease.giveBack(asked.Holder)
	w.WriteHeader(http.StatusNoContent)
}
