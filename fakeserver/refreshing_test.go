package fakeserver

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestRotation(t *testing.T) {
	h := open(t)
	oldAccess, oldRefresh := h.tokens()
	second := h.refresh(oldRefresh)
	h.want(second, http.StatusOK, "")
	h.want(h.api(oldAccess), http.StatusOK, "")
	h.want(h.refresh(oldRefresh), http.StatusBadRequest, invalidGrant)
	h.want(h.api(oldAccess), http.StatusUnauthorized, "")
	h.want(h.api(second.text("access_token")), http.StatusUnauthorized, "")
	h.want(h.refresh(second.text("refresh_token")), http.StatusBadRequest, invalidGrant)
}

func TestAChainOfRefreshesLivesOn(t *testing.T) {
	h := open(t)
	_, refresh := h.tokens()
	for range 40 {
		h.server.Clock.Advance(29 * 24 * time.Hour)
		a := h.refresh(refresh)
		h.want(a, http.StatusOK, "")
		refresh = a.text("refresh_token")
	}
	h.server.Clock.Advance(30 * 24 * time.Hour)
	h.want(h.refresh(refresh), http.StatusBadRequest, invalidGrant)
}

func TestRefreshRefusals(t *testing.T) {
	h := open(t)
	access, refresh := h.tokens()
	code := h.code()
	for name, c := range map[string]struct {
		pairs  []any
		status int
		code   string
	}{
		"missing":      {[]any{"refresh_token", nil}, 400, invalidRequest},
		"empty":        {[]any{"refresh_token", ""}, 400, invalidRequest},
		"unknown":      {[]any{"refresh_token", "cxr_x"}, 400, invalidGrant},
		"access token": {[]any{"refresh_token", access}, 400, invalidGrant},
		"code":         {[]any{"refresh_token", code}, 400, invalidGrant},
		"truncated":    {[]any{"refresh_token", refresh[:len(refresh)-1]}, 400, invalidGrant},
		"other client": {[]any{"client_id", h.other.ID, "client_secret", h.other.Secret}, 400, invalidGrant},
		"wrong secret": {[]any{"client_secret", "x"}, 401, invalidClient},
		"no secret":    {[]any{"client_secret", nil}, 400, invalidRequest},
	} {
		a := h.refresh(refresh, c.pairs...)
		if a.status != c.status || a.text("error") != c.code {
			t.Errorf("%s: got %d %s, want %d %s", name, a.status, a.body, c.status, c.code)
		}
	}
	h.want(h.refresh(refresh), http.StatusOK, "")
}

func TestOtherRotations(t *testing.T) {
	for rotation, want := range map[Rotation]bool{KeepsToken: true, OmitsToken: false} {
		h := open(t, func(r *Rules) { r.Refreshing.Rotation = rotation })
		_, refresh := h.tokens()
		for range 2 {
			a := h.refresh(refresh)
			h.want(a, http.StatusOK, "")
			if _, given := a.json["refresh_token"]; given != want {
				t.Errorf("rotation %d: %s", rotation, a.body)
			}
		}
	}
}

func TestGrace(t *testing.T) {
	h := open(t, func(r *Rules) { r.Refreshing.Grace = 30 * time.Second })
	_, refresh := h.tokens()
	h.want(h.refresh(refresh), http.StatusOK, "")
	h.want(h.refresh(refresh), http.StatusOK, "")
	h.server.Clock.Advance(31 * time.Second)
	h.want(h.refresh(refresh), http.StatusBadRequest, invalidGrant)
}

// TestOneOfManyRefreshesWins holds one refresh token to one use, however many
// come at the same moment.
func TestOneOfManyRefreshesWins(t *testing.T) {
	h := open(t)
	for range 100 {
		_, refresh := h.tokens()
		if wins := h.refreshesAtOnce(refresh, 16); wins != 1 {
			t.Fatalf("%d refreshes with one token succeeded", wins)
		}
	}
}

// TestALoserMayHaveLookedAtTheClockFirst refuses the second use of a token that
// seems to have come before the first.
func TestALoserMayHaveLookedAtTheClockFirst(t *testing.T) {
	var asked atomic.Int64
	h := open(t)
	_, refresh := h.tokens()
	h.server.Clock.real = func() time.Time { return time.Now().Add(-time.Duration(asked.Add(1)) * time.Second) }
	h.want(h.refresh(refresh), http.StatusOK, "")
	h.want(h.refresh(refresh), http.StatusBadRequest, invalidGrant)
}

// TestMarkingInTwoSteps is the race that a bent server loses, and no more than
// that: one use after the other is refused.
func TestMarkingInTwoSteps(t *testing.T) {
	h := open(t, func(r *Rules) { r.Refreshing.MarkDelay = 5 * time.Millisecond })
	_, refresh := h.tokens()
	if wins := h.refreshesAtOnce(refresh, 8); wins < 2 {
		t.Errorf("%d refreshes with one token succeeded", wins)
	}
	_, refresh = h.tokens()
	h.want(h.refresh(refresh), http.StatusOK, "")
	h.want(h.refresh(refresh), http.StatusBadRequest, invalidGrant)
}

// refreshesAtOnce uses one refresh token so many times at once, and counts the
// successes.
func (h *house) refreshesAtOnce(token string, n int) int {
	var wins atomic.Int64
	start, done := make(chan struct{}), sync.WaitGroup{}
	for range n {
		done.Go(func() {
			<-start
			if h.refresh(token).status == http.StatusOK {
				wins.Add(1)
			}
		})
	}
	close(start)
	done.Wait()
	return int(wins.Load())
}
