package fakeserver

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestWhoIsRefusedAtTheAPI(t *testing.T) {
	h := open(t)
	access, refresh := h.tokens()
	code := h.code()
	pair := base64.StdEncoding.EncodeToString([]byte(h.own.ID + ":" + h.own.Secret))
	key := base64.StdEncoding.EncodeToString([]byte(h.fix.APIKeys[0].Key + ":" + h.fix.APIKeys[0].Secret))
	for name, c := range map[string]struct{ authorization, challenge string }{
		"nothing":            {"", `Bearer realm="ClearXP"`},
		"unknown scheme":     {"Digest abc", `Bearer realm="ClearXP"`},
		"no scheme":          {access, `Bearer realm="ClearXP"`},
		"bare scheme":        {"Bearer", `Bearer realm="ClearXP", error="invalid_token"`},
		"unknown token":      {"Bearer cxa_x", `Bearer realm="ClearXP", error="invalid_token"`},
		"truncated":          {"Bearer " + access[:len(access)-1], `Bearer realm="ClearXP", error="invalid_token"`},
		"folded":             {"Bearer " + strings.ToUpper(access), `Bearer realm="ClearXP", error="invalid_token"`},
		"two tokens":         {"Bearer " + access + " " + access, `Bearer realm="ClearXP", error="invalid_token"`},
		"refresh token":      {"Bearer " + refresh, `Bearer realm="ClearXP", error="invalid_token"`},
		"code":               {"Bearer " + code, `Bearer realm="ClearXP", error="invalid_token"`},
		"oversized":          {"Bearer " + strings.Repeat("a", 100<<10), `Bearer realm="ClearXP", error="invalid_token"`},
		"client credentials": {"Basic " + pair, `Bearer realm="ClearXP"`},
		"API key":            {"Basic " + key, `Bearer realm="ClearXP"`},
		"bad base64":         {"Basic !", `Bearer realm="ClearXP"`},
	} {
		header := []string{"X-CXP-Tenant", OwnTenant}
		if c.authorization != "" {
			header = append(header, "Authorization", c.authorization)
		}
		a := h.send(http.DefaultClient, "GET", "/api/users/me", "", header...)
		if a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") != c.challenge {
			t.Errorf("%s: got %d %q", name, a.status, a.header.Get("WWW-Authenticate"))
		}
		if a.json["code"] != 401.0 || a.text("name") != "Unauthorized" {
			t.Errorf("%s: body %s", name, a.body)
		}
	}
	h.want(h.api(access), http.StatusOK, "")
}

func TestATokenElsewhereDoesNotCount(t *testing.T) {
	h := open(t)
	access, _ := h.tokens()
	a := h.send(http.DefaultClient, "GET", "/api/users/me?access_token="+access, "", "X-CXP-Tenant", OwnTenant)
	h.want(a, http.StatusUnauthorized, "")
	a = h.send(http.DefaultClient, "POST", "/api/import/users", "access_token="+access,
		"X-CXP-Tenant", OwnTenant, "Content-Type", formType)
	h.want(a, http.StatusUnauthorized, "")
	a = h.api(access, "X-CXP-Tenant", OwnTenant, "Authorization", "Bearer "+access)
	h.want(a, http.StatusBadRequest, "")
}

func TestWhatALiveTokenOpens(t *testing.T) {
	h := open(t)
	access, _ := h.tokens()
	for scheme := range strings.FieldsSeq("Bearer bearer BEARER") {
		a := h.send(http.DefaultClient, "GET", "/api/users/me", "",
			"Authorization", scheme+" "+access, "x-cxp-tenant", OwnTenant)
		h.want(a, http.StatusOK, "")
	}
	header := []string{"Authorization", "Bearer " + access, "X-CXP-Tenant", OwnTenant}
	imported := h.send(http.DefaultClient, "POST", "/api/import/users", `[]`, header...)
	h.want(imported, http.StatusOK, "")
	h.want(h.send(http.DefaultClient, "GET", "/api/none", "", header...), http.StatusNotFound, "")
	h.want(h.send(http.DefaultClient, "GET", "/api/none", ""), http.StatusUnauthorized, "")
	h.want(h.send(http.DefaultClient, "GET", "/xapi/statements", "", header...), http.StatusOK, "")
	put := h.send(http.DefaultClient, "PUT", "/api/users/me", "", header...)
	h.want(put, http.StatusMethodNotAllowed, "")
	if put.header.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow: %q", put.header.Get("Allow"))
	}
}

func TestAccessTokensExpire(t *testing.T) {
	h := open(t)
	access, _ := h.tokens()
	h.server.Clock.Advance(time.Hour - 5*time.Second)
	h.want(h.api(access), http.StatusOK, "")
	h.server.Clock.Advance(6 * time.Second)
	a := h.api(access)
	h.want(a, http.StatusUnauthorized, "")
	if !strings.Contains(a.header.Get("WWW-Authenticate"), `error="invalid_token"`) {
		t.Errorf("challenge %q", a.header.Get("WWW-Authenticate"))
	}
}

func TestTenants(t *testing.T) {
	h := open(t)
	access, refresh := h.tokens()
	other := h.api(access, "X-CXP-Tenant", OtherTenant)
	for name, c := range map[string]struct {
		header []string
		status int
	}{
		"none":      {[]string{"X", "y"}, 400},
		"empty":     {[]string{"X-CXP-Tenant", ""}, 400},
		"other":     {[]string{"X-CXP-Tenant", OtherTenant}, 403},
		"unknown":   {[]string{"X-CXP-Tenant", "nobody"}, 403},
		"case":      {[]string{"X-CXP-Tenant", "Acme"}, 403},
		"wildcard":  {[]string{"X-CXP-Tenant", "*"}, 403},
		"path":      {[]string{"X-CXP-Tenant", "../acme"}, 403},
		"oversized": {[]string{"X-CXP-Tenant", strings.Repeat("acme", 1000)}, 403},
		"list":      {[]string{"X-CXP-Tenant", "acme, globex"}, 403},
		"two":       {[]string{"X-CXP-Tenant", OwnTenant, "X-CXP-Tenant", OwnTenant}, 400},
	} {
		a := h.api(access, c.header...)
		if a.status != c.status || strings.Contains(a.body, "ada") {
			t.Errorf("%s: got %d %s", name, a.status, a.body)
		}
		if a.status == 403 && a.body != other.body {
			t.Errorf("%s: told apart by %s", name, a.body)
		}
	}
	h.want(h.api("x", "X-CXP-Tenant", OwnTenant), http.StatusUnauthorized, "")
	h.want(h.api("x", "X-CXP-Tenant", "nobody"), http.StatusUnauthorized, "")
	refreshed := h.refresh(refresh).text("access_token")
	h.want(h.api(refreshed, "X-CXP-Tenant", OtherTenant), http.StatusForbidden, "")
	h.want(h.api(refreshed), http.StatusOK, "")
}
