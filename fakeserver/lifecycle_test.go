package fakeserver

import (
	"net/http"
	"testing"
	"time"
)

func TestALifeOfTokens(t *testing.T) {
	h := open(t)
	sent := h.arrive("state", "s p+a%c;e&=é")
	if got := sent.Get("state"); got != "s p+a%c;e&=é" {
		t.Errorf("state came back as %q", got)
	}
	first := h.exchange(sent.Get("code"))
	h.want(first, http.StatusOK, "")
	if first.json["expires_in"] != 3600.0 || first.text("token_type") != "bearer" {
		t.Errorf("odd answer: %s", first.body)
	}
	me := h.api(first.text("access_token"))
	h.want(me, http.StatusOK, "")
	if me.text("username") != "ada" {
		t.Errorf("served as %s", me.body)
	}
	h.server.Clock.Advance(time.Hour)
	h.want(h.api(first.text("access_token")), http.StatusUnauthorized, "")
	second := h.refresh(first.text("refresh_token"))
	h.want(second, http.StatusOK, "")
	h.want(h.api(second.text("access_token")), http.StatusOK, "")
	h.want(h.api(first.text("access_token")), http.StatusUnauthorized, "")
}
