package oauth2_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/oauth2"
	"github.com/authassay/authassay/fakeserver/rules"
)

// open starts the contract beside the others, as the product is served.
func open(t *testing.T) *servertest.House {
	t.Helper()
	return servertest.Serve(t, oauth2.Contract(), contracts.Bent(nil))
}

func TestRevocationAndIntrospection(t *testing.T) {
	h := open(t)
	a := h.Granted("/oauth2/authorize", "/oauth2/token", "read write")
	access, refresh := a.Text("access_token"), a.Text("refresh_token")
	about := h.Ask("/oauth2/introspect", "token", access)
	if about.JSON["active"] != true || about.Text("client_id") != h.Own.ID || about.Text("scope") != "read write" {
		t.Errorf("about a living token: %s", about.Body)
	}
	h.Want(h.Ask("/oauth2/revoke", "token", access, "client_id", h.Other.ID, "client_secret", h.Other.Secret), 400, rules.InvalidGrant)
	h.Want(h.Ask("/oauth2/revoke", "token", access, "client_secret", "x"), 401, rules.InvalidClient)
	h.Want(h.Ask("/oauth2/revoke", "token", ""), 400, rules.InvalidRequest)
	h.Want(h.Ask("/oauth2/introspect", "token", access), 200, "")
	h.Want(h.Ask("/oauth2/revoke", "token", refresh, "token_type_hint", "access_token"), 200, "")
	for _, token := range []string{access, refresh, "x"} {
		if about := h.Ask("/oauth2/introspect", "token", token); about.Body != `{"active":false}` {
			t.Errorf("about a dead token: %s", about.Body)
		}
		h.Want(h.Ask("/oauth2/revoke", "token", token), 200, "")
	}
	h.Want(h.Ask("/oauth2/token", "grant_type", "refresh_token", "refresh_token", refresh), 400, rules.InvalidGrant)
}

func TestScopes(t *testing.T) {
	h := open(t)
	a := h.Granted("/oauth2/authorize", "/oauth2/token", "read write")
	again := []string{"grant_type", "refresh_token", "refresh_token", a.Text("refresh_token"), "scope"}
	h.Want(h.Ask("/oauth2/token", append(again, "read audit")...), 400, rules.InvalidScope)
	narrow := h.Ask("/oauth2/token", append(again, "write")...)
	if narrow.Text("scope") != "write" {
		t.Errorf("a narrower refresh: %s", narrow.Body)
	}
	refused := h.Send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+narrow.Text("access_token"))
	h.Want(refused, http.StatusForbidden, "insufficient_scope")
	back := h.Landing(h.Send(servertest.Browser(), "GET", "/oauth2/authorize?"+url.Values{
		"client_id": {h.Own.ID}, "redirect_uri": {h.Own.RedirectURIs[0]}, "response_type": {"code"}, "scope": {"read sing"},
	}.Encode(), ""))
	if back.Get("error") != rules.InvalidScope || back.Get("iss") != h.URL+"/oauth2" {
		t.Errorf("an unknown scope: %v", back)
	}
}

func TestFormsOnly(t *testing.T) {
	h := open(t)
	h.Want(h.Send(http.DefaultClient, "POST", "/oauth2/token", `{}`, "Content-Type", "application/json"), 400, rules.InvalidRequest)
	h.Want(h.Ask("/oauth2/token", "grant_type", "client_credentials"), 400, rules.UnsupportedGrantType)
	for _, path := range []string{fakeserver.WellKnown + "/oauth2", "/oauth2" + fakeserver.WellKnown} {
		if a := h.Send(http.DefaultClient, "GET", path, ""); a.Text("issuer") != h.URL+"/oauth2" {
			t.Errorf("%s: %d %s", path, a.Status, a.Body)
		}
	}
}

// What one contract has issued, another does not know.
func TestContractsShareNoCredentials(t *testing.T) {
	h := open(t)
	access := h.Granted("/oauth2/authorize", "/oauth2/token", "read").Text("access_token")
	h.Want(h.API(access), http.StatusUnauthorized, "")
	h.Want(h.Send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+access), http.StatusOK, "")
	h.Server.Reset()
	h.Want(h.Send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+access), http.StatusUnauthorized, "")
}
