package lease

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// giver is a server that gives a lease, without any network.
type giver struct {
	mu     sync.Mutex
	holder string
	ends   time.Time
	deaf   bool
	asked  int
}

func (g *giver) send(_ context.Context, r scenarios.Request) *scenarios.Reply {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked++
	if g.deaf {
		return &scenarios.Reply{Err: errors.New("no answer")}
	}
	who, _, _ := strings.Cut(strings.TrimPrefix(string(r.Raw), `{"holder":"`), `"`)
	if g.holder != "" && g.holder != who && time.Now().Before(g.ends) {
		return &scenarios.Reply{Status: http.StatusConflict}
	}
	if g.holder, g.ends = who, time.Now().Add(10*time.Second); r.Method == http.MethodDelete {
		g.holder = ""
	}
	return &scenarios.Reply{Status: http.StatusNoContent}
}

// TestALeaseIsKeptAndGivenBack holds it for an hour, and has another wait.
func TestALeaseIsKeptAndGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, lost := &giver{}, false
		o := Options{Holder: "a", TTL: 10 * time.Second, Wait: 15 * time.Second, Lost: func() { lost = true }}
		first, err := Remote(t.Context(), g.send, "http://c/", nil, o)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		o.Holder = "b"
		began := time.Now()
		if _, err := Remote(t.Context(), g.send, "http://c/", nil, o); !errors.Is(err, ErrTaken) || time.Since(began) < o.Wait || lost {
			t.Errorf("after %s: %v, lost %v", time.Since(began), err, lost)
		}
		time.AfterFunc(5*time.Second, first.Release)
		began = time.Now()
		second, err := Remote(t.Context(), g.send, "http://c/", nil, o)
		if err != nil || time.Since(began) > 6*time.Second {
			t.Fatalf("given back after 5 s, had after %s: %v", time.Since(began), err)
		}
		first.Release()
		if g.holder != "b" {
			t.Error("a second release took another's lease away")
		}
		second.Release()
		asked := g.asked
		time.Sleep(time.Minute)
		if g.holder != "" || g.asked != asked {
			t.Errorf("held by %q, asked for %d times after its end", g.holder, g.asked-asked)
		}
	})
}

// TestALeaseEndsWithItsHolder outwaits one that is not renewed.
func TestALeaseEndsWithItsHolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &giver{holder: "killed", ends: time.Now().Add(10 * time.Second)}
		l, err := Remote(t.Context(), g.send, "http://c/", nil, Options{Holder: "a", TTL: 10 * time.Second, Wait: 15 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		l.Release()
	})
}

// TestALostLeaseIsSaid takes it away, and lets the server fall silent.
func TestALostLeaseIsSaid(t *testing.T) {
	for what, take := range map[string]func(*giver){
		"taken":  func(g *giver) { g.holder, g.ends = "b", time.Now().Add(time.Hour) },
		"silent": func(g *giver) { g.deaf = true },
	} {
		synctest.Test(t, func(t *testing.T) {
			g, lost := &giver{}, 0
			l, err := Remote(t.Context(), g.send, "http://c/", nil,
				Options{Holder: "a", TTL: 10 * time.Second, Lost: func() { lost++ }})
			if err != nil {
				t.Fatal(err)
			}
			g.mu.Lock()
			take(g)
			g.mu.Unlock()
			time.Sleep(time.Minute)
			l.Release()
			if lost != 1 {
				t.Errorf("%s: said %d times", what, lost)
			}
		})
	}
}

func TestAFileIsLockedByOneAtATime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "t.yaml.lock")
	first, err := File(t.Context(), name, time.Now(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = File(t.Context(), name, time.Now(), Options{})
	if !errors.Is(err, ErrTaken) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("a second one: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := File(ctx, name, time.Now(), Options{Wait: time.Minute}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	first.Release()
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
	if err := os.WriteFile(name, []byte("process 1, since ever\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	second, err := File(t.Context(), name, time.Now(), Options{})
	if err != nil {
		t.Fatalf("what a dead process left: %v", err)
	}
	second.Release()
	if _, err := File(t.Context(), filepath.Join(name, "none", "x"), time.Now(), Options{Wait: time.Minute}); err == nil || errors.Is(err, ErrTaken) {
		t.Errorf("nowhere: %v", err)
	}
}

// TestManyTakeTurns has nobody hold a file at the same time as another.
func TestManyTakeTurns(t *testing.T) {
	name := filepath.Join(t.TempDir(), "t.yaml.lock")
	var inside sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				f, err := lock(name)
				if err != nil {
					continue
				}
				if !inside.TryLock() {
					t.Error("two at a time")
					return
				}
				inside.Unlock()
				unlock(f)
			}
		})
	}
	all.Wait()
}
