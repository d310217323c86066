package login_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/login"
	"github.com/authassay/authassay/scenarios/wire"
)

// hostile is a server that answers one way, whatever it is asked.
func hostile(t *testing.T, answer http.HandlerFunc) (string, *atomic.Int32) {
	t.Helper()
	var asked atomic.Int32
	s, base := newSite(t)
	s.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		answer(w, r)
	})
	return base, &asked
}

// A server that never comes to an end is left after so many pages.
func TestAVisitIsBounded(t *testing.T) {
	next := func(r *http.Request) string { return fmt.Sprintf("/p%d", len(r.URL.Path)%7) }
	for name, answer := range map[string]http.HandlerFunc{
		"an endless way": func(w http.ResponseWriter, r *http.Request) {
			if again := r.URL.Query().Get("again"); len(again) < 10 {
				http.Redirect(w, r, r.URL.Path+"?again="+again+"1", http.StatusFound)
				return
			}
			page(w, `<form method=get action="`+next(r)+`"><input type=hidden name=a value=b></form><script>document.forms[0].submit()</script>`)
		},
		"a long address": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "/"+strings.Repeat("x", 200<<10))
			w.WriteHeader(http.StatusFound)
		},
	} {
		base, asked := hostile(t, answer)
		l, err := visit(t, &login.Form{}, base, scenarios.Consents)
		most := map[string]int32{"an endless way": 60, "a long address": 1}[name]
		if !errors.Is(err, login.ErrLoop) && !errors.Is(err, login.ErrBroken) || asked.Load() > most || len(l.Pages) > int(most) {
			t.Errorf("%s: %d pages were asked for, %v", name, asked.Load(), err)
		}
	}
}

// Ten thousand cookies are not sent back.
func TestAJarIsBounded(t *testing.T) {
	var sent int
	base, asked := hostile(t, func(w http.ResponseWriter, r *http.Request) {
		sent = max(sent, len(r.Cookies()))
		for i := range 2000 {
			w.Header().Add("Set-Cookie", fmt.Sprintf("c%d-%d=%s; Path=/", len(r.URL.RawQuery), i, strings.Repeat("v", 20)))
		}
		w.Header().Add("Set-Cookie", "large="+strings.Repeat("v", 9000)+"; Path=/")
		http.Redirect(w, r, "/?"+r.URL.RawQuery+"x", http.StatusFound)
	})
	if _, err := visit(t, &login.Form{}, base, scenarios.Consents); !errors.Is(err, login.ErrLoop) {
		t.Errorf("got %v", err)
	}
	if sent == 0 || sent > 220 || asked.Load() < 2 {
		t.Errorf("%d cookies were sent back in %d requests", sent, asked.Load())
	}
}

// Whoever gives up does not wait for the end of a page of a hundred thousand
// fields.
func TestReadingAPageCanBeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w := wire.New(wire.Options{})
	t.Cleanup(w.Close)
	base, _ := hostile(t, func(w http.ResponseWriter, _ *http.Request) {
		page(w, strings.Repeat("<form><input name=a><input type=submit></form>", 20000))
	})
	send := func(_ context.Context, r scenarios.Request) *scenarios.Reply {
		reply := w.Send(context.Background(), r)
		cancel()
		return reply
	}
	f := &login.Form{Steps: []login.Step{{When: "nowhere"}}}
	if _, err := f.Visit(ctx, send, authorize(base), stop, scenarios.Consents); !errors.Is(err, login.ErrBroken) {
		t.Errorf("got %v", err)
	}
}
