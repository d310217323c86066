package fakeserver_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/rules"
)

// A bend changes its own decision. What else a fault breaks is for others to find.

// bentTry is a try that only a bent server answers so.
type bentTry struct {
	bend   func(*fakeserver.Rules)
	try    func(h *house) answer
	status int
	code   string
}

func tryBends(t *testing.T, tries map[string]bentTry) {
	t.Helper()
	for name, c := range tries {
		t.Run(name, func(t *testing.T) {
			h := open(t, c.bend)
			h.Want(c.try(h), c.status, c.code)
		})
	}
}

func TestBendsOfExchanging(t *testing.T) {
	tryBends(t, map[string]bentTry{
		"code reusable": {func(r *fakeserver.Rules) { r.Exchanging.CodeReusable = true },
			func(h *house) answer { code := h.Code(); h.Exchange(code); return h.Exchange(code) }, 200, ""},
		"code prefix": {func(r *fakeserver.Rules) { r.Exchanging.CodeMatches = strings.HasPrefix },
			func(h *house) answer { return h.Exchange(h.Code()[:30]) }, 200, ""},
		"code burnt": {func(r *fakeserver.Rules) { r.Exchanging.FailureBurnsCode = true },
			func(h *house) answer {
				code := h.Code()
				h.Exchange(code, "client_secret", "x")
				return h.Exchange(code)
			}, 400, rules.InvalidGrant},
		"code revived": {func(r *fakeserver.Rules) { r.Expiring.TryingRevivesCode = true },
			func(h *house) answer {
				code := h.Code()
				h.Server.Clock.Advance(11 * time.Minute)
				h.Exchange(code)
				return h.Exchange(code)
			}, 200, ""},
		"array taken": {func(r *fakeserver.Rules) { r.Exchanging.ArraysTaken = true },
			func(h *house) answer { return h.Exchange("", "code", []string{h.Code()}) }, 200, ""},
		"refresh as code": {func(r *fakeserver.Rules) { r.Exchanging.RefreshTokenAsCode = true },
			func(h *house) answer { _, refresh := h.Tokens(); return h.Exchange(refresh) }, 200, ""},
	})
}

func TestBendsOfRefreshing(t *testing.T) {
	tryBends(t, map[string]bentTry{
		"access refreshes": {func(r *fakeserver.Rules) { r.Refreshing.AccessTokenAccepted = true },
			func(h *house) answer { access, _ := h.Tokens(); return h.Refresh(access) }, 200, ""},
		"code refreshes": {func(r *fakeserver.Rules) { r.Refreshing.CodeAccepted = true },
			func(h *house) answer { return h.Refresh(h.Code()) }, 200, ""},
		"only thrice": {func(r *fakeserver.Rules) { r.Refreshing.MaxChain = 3 },
			func(h *house) answer {
				_, refresh := h.Tokens()
				for range 3 {
					refresh = h.Refresh(refresh).Text("refresh_token")
				}
				return h.Refresh(refresh)
			}, 400, rules.InvalidGrant},
	})
}

func TestBendsOfIdentifying(t *testing.T) {
	tryBends(t, map[string]bentTry{
		"client guessed": {func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.ClientFromGrant = true },
			func(h *house) answer { return h.Exchange(h.Code(), "client_id", nil) }, 200, ""},
		"secret at exchange only": {func(r *fakeserver.Rules) {
			r.ClientAuthentication.AtExchange.SecretMatches = func(_, _ string) bool { return true }
		},
			func(h *house) answer { _, refresh := h.Tokens(); return h.Refresh(refresh, "client_secret", "x") }, 401, rules.InvalidClient},
		"any secret": {func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretOfAnyClient = true },
			func(h *house) answer { return h.Exchange(h.Code(), "client_secret", h.Other.Secret) }, 200, ""},
		"empty secret": {func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.EmptySecretAccepted = true },
			func(h *house) answer { return h.Exchange(h.Code(), "client_secret", "") }, 200, ""},
		"secret optional": {func(r *fakeserver.Rules) { r.ClientAuthentication.AtExchange.SecretRequired = false },
			func(h *house) answer { return h.Exchange(h.Code(), "client_secret", nil) }, 200, ""},
	})
}

func TestBendsOfReading(t *testing.T) {
	form := []string{"Content-Type", "application/json"}
	tryBends(t, map[string]bentTry{
		"by PUT": {func(r *fakeserver.Rules) { r.Exchanging.Methods = []string{"POST", "PUT"} },
			func(h *house) answer {
				return h.Send(http.DefaultClient, "PUT", "/auth/oauth/token", `{"grant_type":"x"}`, form...)
			}, 400, rules.UnsupportedGrantType},
		"by GET": {func(r *fakeserver.Rules) { r.Exchanging.Methods = []string{"POST", "GET"} },
			func(h *house) answer {
				return h.Send(http.DefaultClient, "GET", "/auth/oauth/token?grant_type=x", "")
			}, 400, rules.UnsupportedGrantType},
		"tired": {func(r *fakeserver.Rules) { r.Hygiene.TiresAfter, r.Hygiene.RestsFor = 2, 1 },
			func(h *house) answer {
				for range 2 {
					h.Send(http.DefaultClient, "POST", "/auth/oauth/token", "{", form...)
				}
				return h.Exchange("x")
			}, 503, ""},
		"rested": {func(r *fakeserver.Rules) { r.Hygiene.TiresAfter, r.Hygiene.RestsFor = 1, 1 },
			func(h *house) answer {
				for range 2 {
					h.Send(http.DefaultClient, "POST", "/auth/oauth/token", "{", form...)
				}
				return h.Exchange("x")
			}, 400, rules.InvalidGrant},
	})
}

func TestCodesThatRaceUnderABentRule(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Exchanging.MarkDelay = 300 * time.Millisecond })
	code, statuses := h.Code(), make(chan int, 2)
	for range 2 {
		go func() { statuses <- h.Exchange(code).Status }()
	}
	if first, second := <-statuses, <-statuses; first != http.StatusOK || second != http.StatusOK {
		t.Errorf("answered %d and %d", first, second)
	}
	h.Want(h.Exchange(code), http.StatusBadRequest, rules.InvalidGrant)
}

func TestARepeatedCode(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Authorizing.CodeRepeatedFor = time.Minute })
	first := h.Code()
	h.Want(h.Exchange(first), http.StatusOK, "")
	second := h.Code()
	h.Server.Clock.Advance(time.Minute)
	if first != second || h.Code() == first {
		t.Error("codes repeat for another time than a minute")
	}
	h.Want(h.Exchange(second), http.StatusOK, "")
}

// bentUse is a use of tokens that only a bent server answers so.
type bentUse struct {
	bend   func(*fakeserver.Rules)
	try    func(h *house, access, refresh string) answer
	status int
}

func useBends(t *testing.T, uses map[string]bentUse) {
	t.Helper()
	for name, c := range uses {
		t.Run(name, func(t *testing.T) {
			h := open(t, c.bend)
			access, refresh := h.Tokens()
			h.Want(c.try(h, access, refresh), c.status, "")
		})
	}
}

func TestBendsOfPresenting(t *testing.T) {
	useBends(t, map[string]bentUse{
		"unknown admitted": {func(r *fakeserver.Rules) {
			r.Bearer.UnknownTokenAdmitted = func(token string) bool { return len(token) > 20 }
		}, func(h *house, _, refresh string) answer { return h.API(refresh) }, 200},
		"query": {func(r *fakeserver.Rules) { r.Bearer.QueryTokenAdmitted = true }, func(h *house, access, _ string) answer {
			return h.Send(http.DefaultClient, "GET", "/api/users/me?access_token="+access, "", "X-CXP-Tenant", clearxp.OwnTenant)
		}, 200},
		"body": {func(r *fakeserver.Rules) { r.Bearer.BodyTokenAdmitted = true }, func(h *house, access, _ string) answer {
			return h.Send(http.DefaultClient, "POST", "/api/import/users", "access_token="+access, "X-CXP-Tenant", clearxp.OwnTenant)
		}, 200},
		"vouching tenant": {func(r *fakeserver.Rules) { r.Tenancy.Vouches = func(_, _ string) bool { return true } },
			func(h *house, _, _ string) answer { return h.API("x") }, 200},
		"tenant first": {func(r *fakeserver.Rules) { r.Tenancy.JudgedFirst = true },
			func(h *house, _, _ string) answer { return h.API("x", "X-CXP-Tenant", "nobody") }, 403},
		"refresh loses tenant": {func(r *fakeserver.Rules) { r.Tenancy.RefreshKeepsTenant = false },
			func(h *house, _, refresh string) answer {
				return h.API(h.Refresh(refresh).Text("access_token"), "X-CXP-Tenant", clearxp.OtherTenant)
			}, 200},
		"first access keeps tenant": {func(r *fakeserver.Rules) { r.Tenancy.RefreshKeepsTenant = false },
			func(h *house, access, _ string) answer { return h.API(access, "X-CXP-Tenant", clearxp.OtherTenant) }, 403},
	})
}

func TestBendsOfExpiring(t *testing.T) {
	useBends(t, map[string]bentUse{
		"sliding": {func(r *fakeserver.Rules) { r.Expiring.AccessSlides = true }, func(h *house, access, _ string) answer {
			h.Server.Clock.Advance(40 * time.Minute)
			h.API(access)
			h.Server.Clock.Advance(40 * time.Minute)
			return h.API(access)
		}, 200},
		"revived": {func(r *fakeserver.Rules) { r.Expiring.RefreshRevives = true }, func(h *house, access, refresh string) answer {
			h.Server.Clock.Advance(61 * time.Minute)
			h.Refresh(refresh)
			return h.API(access)
		}, 200},
		"expiry kept": {func(r *fakeserver.Rules) { r.Expiring.RefreshKeepsExpiry = true }, func(h *house, _, refresh string) answer {
			h.Server.Clock.Advance(40 * time.Minute)
			access := h.Refresh(refresh).Text("access_token")
			h.Server.Clock.Advance(40 * time.Minute)
			return h.API(access)
		}, 401},
		"dead on arrival": {func(r *fakeserver.Rules) { r.Refreshing.AccessWorks = false },
			func(h *house, _, refresh string) answer { return h.API(h.Refresh(refresh).Text("access_token")) }, 401},
		"former killed": {func(r *fakeserver.Rules) { r.Refreshing.KillsFormerAccess = true },
			func(h *house, access, refresh string) answer { h.Refresh(refresh); return h.API(access) }, 401},
		"equal tokens": {func(r *fakeserver.Rules) { r.TokenResponse.RefreshEqualsAccess = true },
			func(h *house, _, refresh string) answer { return h.API(refresh) }, 200},
	})
}
