package fakeserver

import (
	"net/http"
	"testing"
	"time"
)

func TestAnHonestServerDoesNotMindCrowds(t *testing.T) {
	if Honest().Crowding != (CrowdingRules{}) {
		t.Error("an honest server has rules for crowds")
	}
}

func TestARevokedTokenIsServedFromTheCache(t *testing.T) {
	h := open(t)
	rules := Honest()
	rules.Crowding.RevokedServedFor = 5 * time.Second
	h.server.SetRules(rules)
	access, _ := h.tokens()
	found, _ := h.server.state.Load().accesses.get(access)
	found.revoked.Store(true)
	h.want(h.api(access), http.StatusUnauthorized, "")
	found.revoked.Store(false)
	h.want(h.api(access), http.StatusOK, "")
	found.revoked.Store(true)
	h.want(h.api(access), http.StatusOK, "")
	h.server.Clock.Advance(5 * time.Second)
	h.want(h.api(access), http.StatusUnauthorized, "")
}

func TestOneInSoManyBreaks(t *testing.T) {
	h := open(t)
	rules := Honest()
	rules.Crowding.BreakEvery = 3
	h.server.SetRules(rules)
	access, _ := h.tokens()
	for _, want := range []int{200, 200, 500, 200, 200, 500} {
		h.want(h.api(access), want, "")
	}
}
