package clock

import (
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// Jump is a jump of the target's clock that the tester has not ordered:
// what was judged by that clock meanwhile says nothing of the target.
type Jump struct {
	At   time.Time     // when it was noticed, on the tester's clock
	By   time.Duration // how far the clock jumped, forward where above 0; 0 where nobody knows
	Host string        // whose answers showed it; "" where none did
	Lost bool          // the lease of the clock was lost: others may move it
}

// String says what happened.
func (j Jump) String() string {
	if j.Lost {
		return "the lease of the target's clock was lost, so that others may have moved it"
	}
	way := "forward"
	if j.By < 0 {
		way = "back"
	}
	return fmt.Sprintf("the clock of %s jumped %s by %s, which nobody here had ordered",
		j.Host, way, j.By.Abs().Round(time.Second))
}

// Watched says what became of a clock.
type Watched interface {
	// Jumped returns the first jump of the clock that was noticed at the moment
	// or later, on the tester's clock, and that the tester had not ordered.
	Jumped(since time.Time) (Jump, bool)
}

// leap is the least jump that is noticed. The Date header counts whole seconds
// (RFC 9110 §6.6.1), and the servers behind one address need not agree to one.
const leap = 5 * time.Second

// Watch compares the Date of every answer with what the tester believes. Whose
// Date does not follow the clock, such as that of a proxy before the target, is
// held to its own. The zero Watch is ready to use, and a nil one watches nothing.
// Safe for concurrent use.
type Watch struct {
	mu        sync.Mutex
	under     int           // moves under way
	settled   time.Time     // the end of the last move
	ordered   time.Duration // how far the clock was moved in all, jumps included
	doubt     time.Duration // how much that may be wrong
	drift     time.Duration // the jumps in all
	sightings map[string]sighting
	jumps     []Jump
}

// sighting is how far a host's clock was ahead of the tester's at some time.
type sighting struct {
	ahead, ordered, doubt time.Duration
	follows               bool // the Date has been seen to follow a move
}

// moving says that the clock is about to be moved.
func (w *Watch) moving() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.under++
}

// moved says that the clock was moved so far, and how long that took. What
// hosts showed before is worth nothing any more where the move failed: nobody
// knows whether it took effect.
func (w *Watch) moved(by, took time.Duration, surely bool) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.under--
	w.settled = time.Now()
	w.ordered += by
	w.doubt += took
	if !surely {
		w.sightings = nil
	}
}

// Note takes in a jump that something else than an answer has shown.
func (w *Watch) Note(j Jump) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note(j)
}

func (w *Watch) note(j Jump) {
	w.jumps = append(w.jumps, j)
	w.drift += j.By
	w.ordered += j.By
}

// Drift is how far the clock has jumped in all.
func (w *Watch) Drift() time.Duration {
	if w == nil {
		return 0
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.drift
}

// Jumped implements Watched.
func (w *Watch) Jumped(since time.Time) (Jump, bool) {
	if w == nil {
		return Jump{}, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, j := range w.jumps {
		if !j.At.Before(since) {
			return j, true
		}
	}
	return Jump{}, false
}

// Ahead is how far the clock of a host was ahead of the tester's when an answer
// last showed it; false where none did.
func (w *Watch) Ahead(host string) (time.Duration, bool) {
	if w == nil {
		return 0, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s, seen := w.sightings[host]
	return s.ahead, seen
}

// Saw takes in an answer. One that was under way during a move, or that comes
// from a cache (RFC 9111 §5.1), says nothing.
func (w *Watch) Saw(r *scenarios.Reply) {
	if w == nil || r.Header.Get("Age") != "" {
		return
	}
	shown, known := SkewOf(r)
	at, err := url.Parse(r.Request.URL)
	if !known || err != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.under > 0 || r.Sent.Before(w.settled) {
		return
	}
	w.sight(at.Host, shown, leap+r.Received.Sub(r.Sent))
}

// sight compares what a host shows with what it showed before.
func (w *Watch) sight(host string, shown, tolerance time.Duration) {
	now := sighting{shown, w.ordered, w.doubt, false}
	before, known := w.sightings[host]
	if !known {
		w.keep(host, now)
		return
	}
	went, ordered := shown-before.ahead, w.ordered-before.ordered
	tolerance += w.doubt - before.doubt
	now.follows = before.follows
	switch unordered := went - ordered; {
	case unordered.Abs() <= tolerance:
		now.follows = now.follows || ordered.Abs() > 2*tolerance
		if ordered != 0 {
			w.keep(host, now)
		}
	case went.Abs() <= tolerance && !before.follows:
	default:
		w.note(Jump{At: time.Now(), By: unordered, Host: host})
		now.ordered = w.ordered
		w.keep(host, now)
	}
}

func (w *Watch) keep(host string, s sighting) {
	if w.sightings == nil {
		w.sightings = map[string]sighting{}
	}
	w.sightings[host] = s
}
