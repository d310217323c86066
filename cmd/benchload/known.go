package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// known is a server whose capacity follows from how it is made. It works by a
// timetable: who comes is told when the work on it will be over, and waits
// until then. Timers that wake late make answers late, and no work longer.
type known struct {
	name  string
	about string
	make  func() worker
}

// worker takes a request on at a moment and says when it is done, or that it
// is turned away. Carries is what the server can do a second as it is now.
type worker interface {
	work(now time.Time) (done time.Time, ok bool)
	carries() float64
}

// knownServers are those that the search is measured with.
var knownServers = []known{
	{"workers", "8 workers of 10 ms each", func() worker { return newCrew(8, 10*time.Millisecond, 0) }},
	{"bucket", "a token bucket of 100, 500 tokens a second", func() worker { return &bucket{rate: 500, size: 100, left: 100} }},
	{"lock", "any number of workers of 8 ms, then 2 ms under one lock", func() worker {
		return &lock{open: 8 * time.Millisecond, alone: newCrew(1, 2*time.Millisecond, 0)}
	}},
	{"leaking", "8 workers of 10 ms, and 20 ns more after each request", func() worker {
		return newCrew(8, 10*time.Millisecond, 20*time.Nanosecond)
	}},
}

// crew is a number of workers with one queue before them.
type crew struct {
	each, leak time.Duration
	free       []time.Time // when each of them is
}

func newCrew(n int, each, leak time.Duration) *crew {
	return &crew{each: each, leak: leak, free: make([]time.Time, n)}
}

func (c *crew) work(now time.Time) (time.Time, bool) {
	first := 0
	for i, t := range c.free {
		if t.Before(c.free[first]) {
			first = i
		}
	}
	if begin := c.free[first]; begin.After(now) {
		now = begin
	}
	c.each += c.leak
	c.free[first] = now.Add(c.each)
	return c.free[first], true
}

func (c *crew) carries() float64 { return float64(len(c.free)) / c.each.Seconds() }

// lock is a stretch of work that goes on side by side, and one that does not.
type lock struct {
	open  time.Duration
	alone *crew
}

func (l *lock) work(now time.Time) (time.Time, bool) { return l.alone.work(now.Add(l.open)) }

func (l *lock) carries() float64 { return l.alone.carries() }

// bucket turns away what comes when no token is left.
type bucket struct {
	rate, size, left float64
	last             time.Time
}

func (b *bucket) work(now time.Time) (time.Time, bool) {
	if !b.last.IsZero() {
		b.left = min(b.size, b.left+b.rate*now.Sub(b.last).Seconds())
	}
	b.last = now
	if b.left < 1 {
		return now, false
	}
	b.left--
	return now.Add(time.Millisecond), true
}

func (b *bucket) carries() float64 { return b.rate }

// serveKnown says where the server is, and then what it carries for each byte
// that comes, until there are no more.
func serveKnown(name string, in io.Reader, out io.Writer) error {
	i := slices.IndexFunc(knownServers, func(k known) bool { return k.name == name })
	if i < 0 {
		return fmt.Errorf("serve: no known server %q", name)
	}
	var mu sync.Mutex
	at := knownServers[i].make()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		done, ok := at.work(time.Now())
		mu.Unlock()
		if !ok {
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		<-time.After(time.Until(done))
		_, _ = io.WriteString(w, `{"username":"ada","tenant":"acme"}`)
	})}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	fmt.Fprintf(out, "http://%s/\n", listener.Addr())
	for one := make([]byte, 1); ; {
		if _, err := in.Read(one); err != nil {
			return nil
		}
		mu.Lock()
		fmt.Fprintln(out, strconv.FormatFloat(at.carries(), 'f', 1, 64))
		mu.Unlock()
	}
}
