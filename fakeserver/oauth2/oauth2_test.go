package fakeserver

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// annexed is a house of another contract.
func annexed(t *testing.T, fixtures Fixtures) *house {
	t.Helper()
	server := Bent(nil)
	up := httptest.NewServer(server)
	t.Cleanup(up.Close)
	return &house{t, server, up.URL, fixtures.Clients[0], fixtures.Clients[1], fixtures}
}

// ask posts a form as the own client; pairs change it, and an empty value takes
// a parameter away.
func (h *house) ask(path string, pairs ...string) answer {
	h.Helper()
	form := url.Values{"client_id": {h.own.ID}, "client_secret": {h.own.Secret}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			form.Del(pairs[i])
		}
	}
	return h.send(http.DefaultClient, "POST", path, form.Encode(), "Content-Type", formType)
}

// allowed logs the first user in and allows; it returns the last answer.
func (h *house) allowed(path string, query url.Values) answer {
	h.Helper()
	b := browser()
	return h.submit(b, h.consentPage(b, h.fix.Users[0], path+"?"+query.Encode()), "decision", "allow")
}

// granted runs a whole authorization for a scope.
func (h *house) granted(authorize, token, scope string) answer {
	h.Helper()
	back := h.landing(h.allowed(authorize, url.Values{
		"client_id": {h.own.ID}, "redirect_uri": {h.own.RedirectURIs[0]}, "response_type": {"code"}, "scope": {scope}, "nonce": {"n1"},
	}))
	a := h.ask(token, "grant_type", "authorization_code", "code", back.Get("code"), "redirect_uri", h.own.RedirectURIs[0])
	h.want(a, http.StatusOK, "")
	return a
}

func TestRevocationAndIntrospection(t *testing.T) {
	h := annexed(t, OAuth2Fixtures())
	a := h.granted("/oauth2/authorize", "/oauth2/token", "read write")
	access, refresh := a.text("access_token"), a.text("refresh_token")
	about := h.ask("/oauth2/introspect", "token", access)
	if about.json["active"] != true || about.text("client_id") != h.own.ID || about.text("scope") != "read write" {
		t.Errorf("about a living token: %s", about.body)
	}
	h.want(h.ask("/oauth2/revoke", "token", access, "client_id", h.other.ID, "client_secret", h.other.Secret), 400, invalidGrant)
	h.want(h.ask("/oauth2/revoke", "token", access, "client_secret", "x"), 401, invalidClient)
	h.want(h.ask("/oauth2/revoke", "token", ""), 400, invalidRequest)
	h.want(h.ask("/oauth2/introspect", "token", access), 200, "")
	h.want(h.ask("/oauth2/revoke", "token", refresh, "token_type_hint", "access_token"), 200, "")
	for _, token := range []string{access, refresh, "x"} {
		if about := h.ask("/oauth2/introspect", "token", token); about.body != `{"active":false}` {
			t.Errorf("about a dead token: %s", about.body)
		}
		h.want(h.ask("/oauth2/revoke", "token", token), 200, "")
	}
	h.want(h.ask("/oauth2/token", "grant_type", "refresh_token", "refresh_token", refresh), 400, invalidGrant)
}

func TestScopes(t *testing.T) {
	h := annexed(t, OAuth2Fixtures())
	a := h.granted("/oauth2/authorize", "/oauth2/token", "read write")
	again := []string{"grant_type", "refresh_token", "refresh_token", a.text("refresh_token"), "scope"}
	h.want(h.ask("/oauth2/token", append(again, "read audit")...), 400, invalidScope)
	narrow := h.ask("/oauth2/token", append(again, "write")...)
	if narrow.text("scope") != "write" {
		t.Errorf("a narrower refresh: %s", narrow.body)
	}
	refused := h.send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+narrow.text("access_token"))
	h.want(refused, http.StatusForbidden, "insufficient_scope")
	back := h.landing(h.send(browser(), "GET", "/oauth2/authorize?"+url.Values{
		"client_id": {h.own.ID}, "redirect_uri": {h.own.RedirectURIs[0]}, "response_type": {"code"}, "scope": {"read sing"},
	}.Encode(), ""))
	if back.Get("error") != invalidScope || back.Get("iss") != h.url+"/oauth2" {
		t.Errorf("an unknown scope: %v", back)
	}
}

func TestFormsOnly(t *testing.T) {
	h := annexed(t, OAuth2Fixtures())
	h.want(h.send(http.DefaultClient, "POST", "/oauth2/token", `{}`, "Content-Type", "application/json"), 400, invalidRequest)
	h.want(h.ask("/oauth2/token", "grant_type", "client_credentials"), 400, unsupportedGrantType)
	for _, path := range []string{wellKnown + "/oauth2", "/oauth2" + wellKnown} {
		if a := h.send(http.DefaultClient, "GET", path, ""); a.text("issuer") != h.url+"/oauth2" {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

// What one contract has issued, another does not know.
func TestContractsShareNoCredentials(t *testing.T) {
	h := annexed(t, OAuth2Fixtures())
	access := h.granted("/oauth2/authorize", "/oauth2/token", "read").text("access_token")
	h.want(h.api(access), http.StatusUnauthorized, "")
	h.want(h.send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+access), http.StatusOK, "")
	h.server.Reset()
	h.want(h.send(http.DefaultClient, "GET", "/oauth2/api/me", "", "Authorization", "Bearer "+access), http.StatusUnauthorized, "")
}
