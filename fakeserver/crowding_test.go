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

func TestTenantsAreMixedUpInCrowdsOnly(t *testing.T) {
	h := open(t)
	rules := Honest()
	rules.Crowding.TenantMixUpEvery = 2
	h.server.SetRules(rules)
	access, _ := h.tokens()
	other := OtherTenant
	for _, test := range []struct {
		others int64   // in flight beside it
		latest *string // the tenant that was asked for last; nil for its own
		want   []string
	}{
		{0, &other, []string{OwnTenant, OwnTenant, OwnTenant}},
		{1, nil, []string{OwnTenant, OwnTenant, OwnTenant}},
		{1, &other, []string{OwnTenant, OtherTenant, OwnTenant, OtherTenant}},
	} {
		for i, want := range test.want {
			h.server.crowd.inFlight.Store(test.others)
			v := &visit{Server: h.server, rules: &rules}
			h.want(h.api(access), http.StatusOK, "")
			if test.latest != nil {
				h.server.crowd.tenant.Store(test.latest)
			}
			h.server.crowd.inFlight.Store(test.others + 1)
			if got := v.tenantMixedUp(OwnTenant); got != want {
				t.Errorf("%d others, answer %d: %s, want %s", test.others, i, got, want)
			}
		}
	}
}
