package fakeserver

import (
	"strings"
	"testing"
	"time"
)

// TestABrowserStaysLoggedIn holds the login to being asked for once, as long as
// nobody wants it anew.
func TestABrowserStaysLoggedIn(t *testing.T) {
	h := open(t)
	b := browser()
	asks := func(what string, pairs ...string) {
		t.Helper()
		if page := h.send(b, "GET", h.request(pairs...), ""); !strings.Contains(page.body, `name="`+what+`"`) {
			t.Errorf("%v: not asked for the %s: %d %s", pairs, what, page.status, page.body)
		}
	}
	asks("password")
	h.consentPage(b, h.fix.Users[0], h.request())
	asks("decision")
	asks("password", "prompt", "login")
	asks("decision", "max_age", "60")
	h.server.Clock.Advance(61 * time.Second)
	asks("password", "max_age", "60")
	asks("decision")
	h.server.Clock.Advance(8 * time.Hour)
	asks("password")
}

func TestASessionGivesACode(t *testing.T) {
	h := open(t)
	b := browser()
	h.consentPage(b, h.fix.Users[0], h.request())
	page := h.send(b, "GET", h.request("state", "s"), "")
	if sent := h.landing(h.submit(b, page, "decision", "allow")); sent.Get("code") == "" || sent.Get("state") != "s" {
		t.Errorf("sent %v", sent)
	}
}

func TestNoSessionWhereNoneIsKept(t *testing.T) {
	h := open(t, func(r *Rules) { r.Authorizing.Pages.SessionLifetime = 0 })
	b := browser()
	h.consentPage(b, h.fix.Users[0], h.request())
	if page := h.send(b, "GET", h.request(), ""); !strings.Contains(page.body, `name="password"`) {
		t.Errorf("got %s", page.body)
	}
}
