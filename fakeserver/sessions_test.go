package fakeserver_test

import (
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

// TestABrowserStaysLoggedIn holds the login to being asked for once, as long as
// nobody wants it anew.
func TestABrowserStaysLoggedIn(t *testing.T) {
	h := open(t)
	b := servertest.Browser()
	asks := func(what string, pairs ...string) {
		t.Helper()
		if page := h.Send(b, "GET", h.Request(pairs...), ""); !strings.Contains(page.Body, `name="`+what+`"`) {
			t.Errorf("%v: not asked for the %s: %d %s", pairs, what, page.Status, page.Body)
		}
	}
	asks("password")
	h.ConsentPage(b, h.Fix.Users[0], h.Request())
	asks("decision")
	asks("password", "prompt", "login")
	asks("decision", "max_age", "60")
	h.Server.Clock.Advance(61 * time.Second)
	asks("password", "max_age", "60")
	asks("decision")
	h.Server.Clock.Advance(8 * time.Hour)
	asks("password")
}

func TestASessionGivesACode(t *testing.T) {
	h := open(t)
	b := servertest.Browser()
	h.ConsentPage(b, h.Fix.Users[0], h.Request())
	page := h.Send(b, "GET", h.Request("state", "s"), "")
	if sent := h.Landing(h.Submit(b, page, "decision", "allow")); sent.Get("code") == "" || sent.Get("state") != "s" {
		t.Errorf("sent %v", sent)
	}
}

func TestNoSessionWhereNoneIsKept(t *testing.T) {
	h := open(t, func(r *fakeserver.Rules) { r.Authorizing.Pages.SessionLifetime = 0 })
	b := servertest.Browser()
	h.ConsentPage(b, h.Fix.Users[0], h.Request())
	if page := h.Send(b, "GET", h.Request(), ""); !strings.Contains(page.Body, `name="password"`) {
		t.Errorf("got %s", page.Body)
	}
}
