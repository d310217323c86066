package fakeserver

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// A bend changes its own decision. What else a fault breaks is for others to find.

// bentTry is a try that only a bent server answers so.
type bentTry struct {
	bend   func(*Rules)
	try    func(h *house) answer
	status int
	code   string
}

func tryBends(t *testing.T, tries map[string]bentTry) {
	t.Helper()
	for name, c := range tries {
		t.Run(name, func(t *testing.T) {
			h := open(t, c.bend)
			h.want(c.try(h), c.status, c.code)
		})
	}
}

func TestBendsOfExchanging(t *testing.T) {
	tryBends(t, map[string]bentTry{
		"code reusable": {func(r *Rules) { r.Exchanging.CodeReusable = true },
			func(h *house) answer { code := h.code(); h.exchange(code); return h.exchange(code) }, 200, ""},
		"code prefix": {func(r *Rules) { r.Exchanging.CodeMatches = strings.HasPrefix },
			func(h *house) answer { return h.exchange(h.code()[:30]) }, 200, ""},
		"code burnt": {func(r *Rules) { r.Exchanging.FailureBurnsCode = true },
			func(h *house) answer {
				code := h.code()
				h.exchange(code, "client_secret", "x")
				return h.exchange(code)
			}, 400, invalidGrant},
		"code revived": {func(r *Rules) { r.Expiring.TryingRevivesCode = true },
			func(h *house) answer {
				code := h.code()
				h.server.Clock.Advance(11 * time.Minute)
				h.exchange(code)
				return h.exchange(code)
			}, 200, ""},
		"array taken": {func(r *Rules) { r.Exchanging.ArraysTaken = true },
			func(h *house) answer { return h.exchange("", "code", []string{h.code()}) }, 200, ""},
		"refresh as code": {func(r *Rules) { r.Exchanging.RefreshTokenAsCode = true },
			func(h *house) answer { _, refresh := h.tokens(); return h.exchange(refresh) }, 200, ""},
	})
}

func TestBendsOfRefreshing(t *testing.T) {
	tryBends(t, map[string]bentTry{
		"access refreshes": {func(r *Rules) { r.Refreshing.AccessTokenAccepted = true },
			func(h *house) answer { access, _ := h.tokens(); return h.refresh(access) }, 200, ""},
		"code refreshes": {func(r *Rules) { r.Refreshing.CodeAccepted = true },
			func(h *house) answer { return h.refresh(h.code()) }, 200, ""},
		"only thrice": {func(r *Rules) { r.Refreshing.MaxChain = 3 },
			func(h *house) answer {
				_, refresh := h.tokens()
				for range 3 {
					refresh = h.refresh(refresh).text("refresh_token")
				}
				return h.refresh(refresh)
			}, 400, invalidGrant},
	})
}

func TestBendsOfIdentifying(t *testing.T) {
	tryBends(t, map[string]bentTry{
		"client guessed": {func(r *Rules) { r.Identifying.AtExchange.ClientFromGrant = true },
			func(h *house) answer { return h.exchange(h.code(), "client_id", nil) }, 200, ""},
		"secret at exchange only": {func(r *Rules) { r.Identifying.AtExchange.SecretMatches = func(_, _ string) bool { return true } },
			func(h *house) answer { _, refresh := h.tokens(); return h.refresh(refresh, "client_secret", "x") }, 401, invalidClient},
		"any secret": {func(r *Rules) { r.Identifying.AtExchange.SecretOfAnyClient = true },
			func(h *house) answer { return h.exchange(h.code(), "client_secret", h.other.Secret) }, 200, ""},
		"empty secret": {func(r *Rules) { r.Identifying.AtExchange.EmptySecretAccepted = true },
			func(h *house) answer { return h.exchange(h.code(), "client_secret", "") }, 200, ""},
		"secret optional": {func(r *Rules) { r.Identifying.AtExchange.SecretRequired = false },
			func(h *house) answer { return h.exchange(h.code(), "client_secret", nil) }, 200, ""},
	})
}

func TestBendsOfReading(t *testing.T) {
	form := []string{"Content-Type", "application/json"}
	tryBends(t, map[string]bentTry{
		"by PUT": {func(r *Rules) { r.Exchanging.Methods = []string{"POST", "PUT"} },
			func(h *house) answer {
				return h.send(http.DefaultClient, "PUT", "/auth/oauth/token", `{"grant_type":"x"}`, form...)
			}, 400, unsupportedGrantType},
		"by GET": {func(r *Rules) { r.Exchanging.Methods = []string{"POST", "GET"} },
			func(h *house) answer {
				return h.send(http.DefaultClient, "GET", "/auth/oauth/token?grant_type=x", "")
			}, 400, unsupportedGrantType},
		"tired": {func(r *Rules) { r.Hygiene.TiresAfter, r.Hygiene.RestsFor = 2, 1 },
			func(h *house) answer {
				for range 2 {
					h.send(http.DefaultClient, "POST", "/auth/oauth/token", "{", form...)
				}
				return h.exchange("x")
			}, 503, ""},
		"rested": {func(r *Rules) { r.Hygiene.TiresAfter, r.Hygiene.RestsFor = 1, 1 },
			func(h *house) answer {
				for range 2 {
					h.send(http.DefaultClient, "POST", "/auth/oauth/token", "{", form...)
				}
				return h.exchange("x")
			}, 400, invalidGrant},
	})
}

func TestCodesThatRaceUnderABentRule(t *testing.T) {
	h := open(t, func(r *Rules) { r.Exchanging.MarkDelay = 300 * time.Millisecond })
	code, statuses := h.code(), make(chan int, 2)
	for range 2 {
		go func() { statuses <- h.exchange(code).status }()
	}
	if first, second := <-statuses, <-statuses; first != http.StatusOK || second != http.StatusOK {
		t.Errorf("answered %d and %d", first, second)
	}
	h.want(h.exchange(code), http.StatusBadRequest, invalidGrant)
}

func TestARepeatedCode(t *testing.T) {
	h := open(t, func(r *Rules) { r.Authorizing.CodeRepeatedFor = time.Minute })
	first := h.code()
	h.want(h.exchange(first), http.StatusOK, "")
	second := h.code()
	h.server.Clock.Advance(time.Minute)
	if first != second || h.code() == first {
		t.Error("codes repeat for another time than a minute")
	}
	h.want(h.exchange(second), http.StatusOK, "")
}

// bentUse is a use of tokens that only a bent server answers so.
type bentUse struct {
	bend   func(*Rules)
	try    func(h *house, access, refresh string) answer
	status int
}

func useBends(t *testing.T, uses map[string]bentUse) {
	t.Helper()
	for name, c := range uses {
		t.Run(name, func(t *testing.T) {
			h := open(t, c.bend)
			access, refresh := h.tokens()
			h.want(c.try(h, access, refresh), c.status, "")
		})
	}
}

func TestBendsOfPresenting(t *testing.T) {
	useBends(t, map[string]bentUse{
		"unknown admitted": {func(r *Rules) {
			r.Presenting.UnknownTokenAdmitted = func(token string) bool { return len(token) > 20 }
		}, func(h *house, _, refresh string) answer { return h.api(refresh) }, 200},
		"query": {func(r *Rules) { r.Presenting.QueryTokenAdmitted = true }, func(h *house, access, _ string) answer {
			return h.send(http.DefaultClient, "GET", "/api/users/me?access_token="+access, "", "X-CXP-Tenant", OwnTenant)
		}, 200},
		"body": {func(r *Rules) { r.Presenting.BodyTokenAdmitted = true }, func(h *house, access, _ string) answer {
			return h.send(http.DefaultClient, "POST", "/api/import/users", "access_token="+access, "X-CXP-Tenant", OwnTenant)
		}, 200},
		"vouching tenant": {func(r *Rules) { r.Tenancy.Vouches = func(_, _ string) bool { return true } },
			func(h *house, _, _ string) answer { return h.api("x") }, 200},
		"tenant first": {func(r *Rules) { r.Tenancy.JudgedFirst = true },
			func(h *house, _, _ string) answer { return h.api("x", "X-CXP-Tenant", "nobody") }, 403},
		"refresh loses tenant": {func(r *Rules) { r.Tenancy.RefreshKeepsTenant = false },
			func(h *house, _, refresh string) answer {
				return h.api(h.refresh(refresh).text("access_token"), "X-CXP-Tenant", OtherTenant)
			}, 200},
		"first access keeps tenant": {func(r *Rules) { r.Tenancy.RefreshKeepsTenant = false },
			func(h *house, access, _ string) answer { return h.api(access, "X-CXP-Tenant", OtherTenant) }, 403},
	})
}

func TestBendsOfExpiring(t *testing.T) {
	useBends(t, map[string]bentUse{
		"sliding": {func(r *Rules) { r.Expiring.AccessSlides = true }, func(h *house, access, _ string) answer {
			h.server.Clock.Advance(40 * time.Minute)
			h.api(access)
			h.server.Clock.Advance(40 * time.Minute)
			return h.api(access)
		}, 200},
		"revived": {func(r *Rules) { r.Expiring.RefreshRevives = true }, func(h *house, access, refresh string) answer {
			h.server.Clock.Advance(61 * time.Minute)
			h.refresh(refresh)
			return h.api(access)
		}, 200},
		"expiry kept": {func(r *Rules) { r.Expiring.RefreshKeepsExpiry = true }, func(h *house, _, refresh string) answer {
			h.server.Clock.Advance(40 * time.Minute)
			access := h.refresh(refresh).text("access_token")
			h.server.Clock.Advance(40 * time.Minute)
			return h.api(access)
		}, 401},
		"dead on arrival": {func(r *Rules) { r.Refreshing.AccessWorks = false },
			func(h *house, _, refresh string) answer { return h.api(h.refresh(refresh).text("access_token")) }, 401},
		"former killed": {func(r *Rules) { r.Refreshing.KillsFormerAccess = true },
			func(h *house, access, refresh string) answer { h.refresh(refresh); return h.api(access) }, 401},
		"equal tokens": {func(r *Rules) { r.Answering.RefreshEqualsAccess = true },
			func(h *house, _, refresh string) answer { return h.api(refresh) }, 200},
	})
}
