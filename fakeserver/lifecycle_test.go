package fakeserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

func TestALifeOfTokens(t *testing.T) {
	h := open(t)
	sent := h.Arrive("state", "s p+a%c;e&=é")
	if got := sent.Get("state"); got != "s p+a%c;e&=é" {
		t.Errorf("state came back as %q", got)
	}
	first := h.Exchange(sent.Get("code"))
	h.Want(first, http.StatusOK, "")
	if first.JSON["expires_in"] != 3600.0 || first.Text("token_type") != "bearer" {
		t.Errorf("odd answer: %s", first.Body)
	}
	me := h.API(first.Text("access_token"))
	h.Want(me, http.StatusOK, "")
	if me.Text("username") != "ada" {
		t.Errorf("served as %s", me.Body)
	}
	h.Server.Clock.Advance(time.Hour)
	h.Want(h.API(first.Text("access_token")), http.StatusUnauthorized, "")
	second := h.Refresh(first.Text("refresh_token"))
	h.Want(second, http.StatusOK, "")
	h.Want(h.API(second.Text("access_token")), http.StatusOK, "")
	h.Want(h.API(first.Text("access_token")), http.StatusUnauthorized, "")
}

// The common endpoints are tried under the contract of ClearXP, which bends the
// RFCs least at the token endpoint: it takes both encodings.

type (
	house  = servertest.House
	answer = servertest.Answer
)

// open starts an honest server, bent where the test says so.
func open(t *testing.T, bends ...func(*fakeserver.Rules)) *house {
	t.Helper()
	return servertest.Open(t, clearxp.Contract(), bends...)
}
