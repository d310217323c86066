package fakeserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/rules"
)

func TestAnHonestServerDoesNotMindCrowds(t *testing.T) {
	if rules.Honest().Crowding.Bent() {
		t.Error("an honest server has rules for crowds")
	}
}

func TestARevokedTokenIsServedFromTheCache(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Crowding.RevokedServedFor = 5 * time.Second })
	access, _ := h.Tokens()
	h.Server.SetRevoked(access, true)
	h.Want(h.API(access), http.StatusUnauthorized, "")
	h.Server.SetRevoked(access, false)
	h.Want(h.API(access), http.StatusOK, "")
	h.Server.SetRevoked(access, true)
	h.Want(h.API(access), http.StatusOK, "")
	h.Server.Clock.Advance(5 * time.Second)
	h.Want(h.API(access), http.StatusUnauthorized, "")
}

func TestOneInSoManyBreaks(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Crowding.BreakEvery = 3 })
	access, _ := h.Tokens()
	for _, want := range []int{200, 200, 500, 200, 200, 500} {
		h.Want(h.API(access), want, "")
	}
}

func TestTenantsAreMixedUpInCrowdsOnly(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Crowding.TenantMixUpEvery = 2 })
	access, _ := h.Tokens()
	own, other := clearxp.OwnTenant, clearxp.OtherTenant
	for _, test := range []struct {
		others int64   // in flight beside it
		latest *string // the tenant that was asked for last; nil for its own
		want   []string
	}{
		{0, &other, []string{own, own, own}},
		{1, nil, []string{own, own, own}},
		{1, &other, []string{own, other, own, other}},
	} {
		for i, want := range test.want {
			h.Server.SetCrowd(test.others, nil)
			h.Want(h.API(access), http.StatusOK, "")
			h.Server.SetCrowd(test.others+1, test.latest)
			if got := h.Server.TenantMixedUp(own); got != want {
				t.Errorf("%d others, answer %d: %s, want %s", test.others, i, got, want)
			}
		}
	}
}
