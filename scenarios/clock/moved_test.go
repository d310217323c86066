package clock

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// far is a target's clock, and the slow hook that moves it.
type far struct {
	ahead    time.Duration
	before   time.Duration // what the hook takes until the clock moves
	after    time.Duration // what it takes from then on
	relative bool
	fails    bool // having moved it
}

func (f *far) now() time.Time { return time.Now().Add(f.ahead) }

func (f *far) hook(_ context.Context, argv []string) error {
	time.Sleep(f.before)
	defer time.Sleep(f.after)
	if f.relative {
		by, err := time.ParseDuration(argv[0])
		f.ahead += by
		return err
	}
	to, err := time.Parse(time.RFC3339Nano, argv[0])
	f.ahead = time.Until(to)
	if f.fails {
		return errors.New("exit status 1")
	}
	return err
}

// TestASlowMoveIsBracketed holds the belief to the truth, however long a hook
// takes and whenever in that time it moves the clock.
func TestASlowMoveIsBracketed(t *testing.T) {
	const slow = 2500 * time.Millisecond
	for _, f := range []*far{
		{before: slow}, {after: slow}, {before: slow / 2, after: slow / 2},
		{relative: true, before: slow}, {relative: true, after: slow}, {after: slow, fails: true},
	} {
		synctest.Test(t, func(t *testing.T) {
			argv := []string{"{until}"}
			if f.relative {
				argv = []string{"{advance}"}
			}
			c := NewCommand(f.hook, argv, 0, nil)
			for range 3 {
				wanted := c.Now().Add(time.Hour)
				if err := c.Until(t.Context(), wanted); (err != nil) != f.fails {
					t.Fatal(err)
				}
				if truth := f.now(); truth.Before(c.Now()) || truth.After(c.Latest()) || !f.fails && c.Now().Before(wanted) {
					t.Errorf("%+v: believed between %v and %v", *f, c.Now().Sub(truth), c.Latest().Sub(truth))
				}
				if doubt := c.Latest().Sub(c.Now()); f.relative && doubt > 0 || !f.fails && doubt > slow {
					t.Errorf("%+v: a doubt of %s", *f, doubt)
				}
				if c.Slowest() != slow || Slowest(c) != slow || !Latest(c).Equal(c.Latest()) {
					t.Errorf("the slowest move took %s", c.Slowest())
				}
			}
		})
	}
}

// TestAClockThatSaysWhatItShowsIsBelieved moves a clock that runs by itself, and
// one that does not move.
func TestAClockThatSaysWhatItShowsIsBelieved(t *testing.T) {
	ahead := time.Hour
	stuck := false
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if by, err := time.ParseDuration(r.URL.Query().Get("by")); err == nil && !stuck {
			ahead += by
		}
		fmt.Fprintf(w, `{"now":%q}`, time.Now().Add(ahead).Format(time.RFC3339Nano))
	})
	c := NewPost(post, Hook{URL: url + "/?by={advance}"}, 0, nil)
	if err := c.Until(t.Context(), c.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	truth := time.Now().Add(ahead)
	if c.Now().After(truth) || c.Latest().Before(truth) || truth.Sub(c.Now()) > 5*time.Second {
		t.Errorf("shows %v, believed between %v and %v", truth, c.Now(), c.Latest())
	}
	watched := &Watch{}
	c.watch = watched
	ahead += time.Hour // by another's hand
	if err := c.Until(t.Context(), c.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	truth = time.Now().Add(ahead)
	if j, jumped := watched.Jumped(time.Time{}); !jumped || (j.By-time.Hour).Abs() > time.Minute || c.Now().After(truth) || c.Latest().Before(truth) {
		t.Errorf("jumped %v by %s, shows %v, believed between %v and %v", jumped, j.By, truth, c.Now(), c.Latest())
	}
	stuck = true
	if err := c.Until(t.Context(), c.Now().Add(time.Minute)); err == nil || !strings.Contains(err.Error(), "short") {
		t.Errorf("a clock that stands still: %v", err)
	}
}

// dated is an answer of a host whose clock is so far ahead.
func dated(host string, ahead time.Duration) *scenarios.Reply {
	now := time.Now()
	date := now.Add(ahead).Truncate(time.Second).UTC().Format(http.TimeFormat)
	return &scenarios.Reply{Request: scenarios.Request{URL: "http://" + host + "/"}, Sent: now, Received: now, Header: http.Header{"Date": {date}}}
}

// look is a watch in the hands of a test.
type look struct {
	*testing.T
	*Watch
	since time.Time
}

func (l *look) see(host string, ahead time.Duration) {
	time.Sleep(time.Second)
	l.Saw(dated(host, ahead))
}

func (l *look) order(by time.Duration) {
	l.Watch.moving()
	time.Sleep(time.Second)
	l.moved(by, time.Second, true)
}

func (l *look) still(what string) {
	l.Helper()
	if j, jumped := l.Jumped(l.since); jumped {
		l.Errorf("%s: %s", what, j)
	}
	l.since = time.Now().Add(time.Nanosecond)
}

func (l *look) jump(what string, by time.Duration) {
	l.Helper()
	if j, jumped := l.Jumped(l.since); !jumped || (j.By-by).Abs() > 10*time.Second || j.Host != "auth" {
		l.Errorf("%s: %+v, %v", what, j, jumped)
	}
	l.since = time.Now().Add(time.Nanosecond)
}

func TestWatchBearsWhatWasOrdered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &look{T: t, Watch: &Watch{}}
		l.see("auth", 3*time.Second)
		l.see("proxy", -time.Minute)
		l.see("auth", 4*time.Second)
		l.still("a second more or less")
		l.order(time.Hour)
		l.see("auth", time.Hour+4*time.Second)
		l.see("proxy", -time.Minute)
		l.still("a move that was ordered, and a date that does not follow")
		l.Saw(&scenarios.Reply{Request: scenarios.Request{URL: "http://auth/"}, Header: http.Header{}})
		cached := dated("auth", -time.Hour)
		cached.Header.Set("Age", "7200")
		l.Saw(cached)
		l.still("no date, and one from a cache")
		l.Watch.moving()
		l.see("auth", 0)
		l.moved(0, 0, true)
		l.still("an answer in the middle of a move")
	})
}

func TestWatchNoticesWhatNobodyOrdered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &look{T: t, Watch: &Watch{}}
		l.see("auth", 0)
		l.see("proxy", -time.Minute)
		l.order(time.Hour)
		l.see("auth", time.Hour)
		l.see("auth", 2*time.Hour)
		l.jump("by an hour", time.Hour)
		if (l.Drift() - time.Hour).Abs() > 10*time.Second {
			t.Errorf("a drift of %s", l.Drift())
		}
		l.see("auth", 2*time.Hour)
		l.see("proxy", -time.Minute)
		l.still("the same jump again")
		l.order(time.Hour)
		l.see("auth", 2*time.Hour)
		l.jump("a date that has followed and does not any more", -time.Hour)
		time.Sleep(time.Second)
		l.Note(Jump{At: time.Now(), Lost: true})
		if j, jumped := l.Jumped(l.since); !jumped || !j.Lost {
			t.Errorf("a lost lease: %+v", j)
		}
	})
}

// TestAJumpMovesTheBelief has waits end when the target's clock is there.
func TestAJumpMovesTheBelief(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &Watch{}
		c := Real{Patience: time.Hour, Watch: w}
		w.Saw(dated("a", 0))
		end, began := c.Now().Add(time.Hour), time.Now()
		time.Sleep(time.Second)
		w.Saw(dated("a", 30*time.Minute))
		if err := c.Until(t.Context(), end); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited < 29*time.Minute || waited > 31*time.Minute {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestANilWatchWatchesNothing(t *testing.T) {
	var w *Watch
	w.Saw(dated("a", 0))
	w.moving()
	w.moved(0, 0, true)
	w.Note(Jump{At: time.Now(), Lost: true})
	if _, jumped := w.Jumped(time.Time{}); jumped || w.Drift() != 0 {
		t.Error("a jump")
	}
}

var (
	_ Bounded = (*Post)(nil)
	_ Bounded = (*Command)(nil)
	_ Watched = (*Watch)(nil)
)
