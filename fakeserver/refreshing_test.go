package fakeserver_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/rules"
)

func TestRotation(t *testing.T) {
	h := open(t)
	oldAccess, oldRefresh := h.Tokens()
	second := h.Refresh(oldRefresh)
	h.Want(second, http.StatusOK, "")
	h.Want(h.API(oldAccess), http.StatusOK, "")
	h.Want(h.Refresh(oldRefresh), http.StatusBadRequest, rules.InvalidGrant)
	h.Want(h.API(oldAccess), http.StatusUnauthorized, "")
	h.Want(h.API(second.Text("access_token")), http.StatusUnauthorized, "")
	h.Want(h.Refresh(second.Text("refresh_token")), http.StatusBadRequest, rules.InvalidGrant)
}

func TestAChainOfRefreshesLivesOn(t *testing.T) {
	h := open(t)
	_, refresh := h.Tokens()
	for range 40 {
		h.Server.Clock.Advance(29 * 24 * time.Hour)
		a := h.Refresh(refresh)
		h.Want(a, http.StatusOK, "")
		refresh = a.Text("refresh_token")
	}
	h.Server.Clock.Advance(30 * 24 * time.Hour)
	h.Want(h.Refresh(refresh), http.StatusBadRequest, rules.InvalidGrant)
}

func TestRefreshRefusals(t *testing.T) {
	h := open(t)
	access, refresh := h.Tokens()
	code := h.Code()
	for name, c := range map[string]struct {
		pairs  []any
		status int
		code   string
	}{
		"missing":      {[]any{"refresh_token", nil}, 400, rules.InvalidRequest},
		"empty":        {[]any{"refresh_token", ""}, 400, rules.InvalidRequest},
		"unknown":      {[]any{"refresh_token", "cxr_x"}, 400, rules.InvalidGrant},
		"access token": {[]any{"refresh_token", access}, 400, rules.InvalidGrant},
		"code":         {[]any{"refresh_token", code}, 400, rules.InvalidGrant},
		"truncated":    {[]any{"refresh_token", refresh[:len(refresh)-1]}, 400, rules.InvalidGrant},
		"other client": {[]any{"client_id", h.Other.ID, "client_secret", h.Other.Secret}, 400, rules.InvalidGrant},
		"wrong secret": {[]any{"client_secret", "x"}, 401, rules.InvalidClient},
		"no secret":    {[]any{"client_secret", nil}, 400, rules.InvalidRequest},
	} {
		a := h.Refresh(refresh, c.pairs...)
		if a.Status != c.status || a.Text("error") != c.code {
			t.Errorf("%s: got %d %s, want %d %s", name, a.Status, a.Body, c.status, c.code)
		}
	}
	h.Want(h.Refresh(refresh), http.StatusOK, "")
}

func TestOtherRotations(t *testing.T) {
	for rotation, want := range map[rules.Rotation]bool{rules.KeepsToken: true, rules.OmitsToken: false} {
		h := open(t, func(r *fakeserver.Rules) { r.Refreshing.Rotation = rotation })
		_, refresh := h.Tokens()
		for range 2 {
			a := h.Refresh(refresh)
			h.Want(a, http.StatusOK, "")
			if _, given := a.JSON["refresh_token"]; given != want {
				t.Errorf("rotation %d: %s", rotation, a.Body)
			}
		}
	}
}

func TestGrace(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Refreshing.Grace = 30 * time.Second })
	_, refresh := h.Tokens()
	h.Want(h.Refresh(refresh), http.StatusOK, "")
	h.Want(h.Refresh(refresh), http.StatusOK, "")
	h.Server.Clock.Advance(31 * time.Second)
	h.Want(h.Refresh(refresh), http.StatusBadRequest, rules.InvalidGrant)
}

// TestOneOfManyRefreshesWins holds one refresh token to one use, however many
// come at the same moment.
func TestOneOfManyRefreshesWins(t *testing.T) {
	h := open(t)
	for range 100 {
		_, refresh := h.Tokens()
		if wins := refreshesAtOnce(h, refresh, 16); wins != 1 {
			t.Fatalf("%d refreshes with one token succeeded", wins)
		}
	}
}

// TestALoserMayHaveLookedAtTheClockFirst refuses the second use of a token that
// seems to have come before the first.
func TestALoserMayHaveLookedAtTheClockFirst(t *testing.T) {
	var asked atomic.Int64
	var backwards atomic.Bool
	c := clearxp.Contract()
	h := servertest.Serve(t, c, fakeserver.New(c, fakeserver.WithClock(func() time.Time {
		if !backwards.Load() {
			return time.Now()
		}
		return time.Now().Add(-time.Duration(asked.Add(1)) * time.Second)
	})))
	_, refresh := h.Tokens()
	backwards.Store(true)
	h.Want(h.Refresh(refresh), http.StatusOK, "")
	h.Want(h.Refresh(refresh), http.StatusBadRequest, rules.InvalidGrant)
}

// TestMarkingInTwoSteps is the race that a bent server loses, and no more than
// that: one use after the other is refused.
func TestMarkingInTwoSteps(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Refreshing.MarkDelay = 5 * time.Millisecond })
	_, refresh := h.Tokens()
	if wins := refreshesAtOnce(h, refresh, 8); wins < 2 {
		t.Errorf("%d refreshes with one token succeeded", wins)
	}
	_, refresh = h.Tokens()
	h.Want(h.Refresh(refresh), http.StatusOK, "")
	h.Want(h.Refresh(refresh), http.StatusBadRequest, rules.InvalidGrant)
}

// refreshesAtOnce uses one refresh token so many times at once, and counts the
// successes.
func refreshesAtOnce(h *house, token string, n int) int {
	var wins atomic.Int64
	start, done := make(chan struct{}), sync.WaitGroup{}
	for range n {
		done.Go(func() {
			<-start
			if h.Refresh(token).Status == http.StatusOK {
				wins.Add(1)
			}
		})
	}
	close(start)
	done.Wait()
	return int(wins.Load())
}
