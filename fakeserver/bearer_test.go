package fakeserver_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
)

func TestWhoIsRefusedAtTheAPI(t *testing.T) {
	h := open(t)
	access, refresh := h.Tokens()
	code := h.Code()
	pair := base64.StdEncoding.EncodeToString([]byte(h.Own.ID + ":" + h.Own.Secret))
	key := base64.StdEncoding.EncodeToString([]byte(h.Fix.APIKeys[0].Key + ":" + h.Fix.APIKeys[0].Secret))
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
		header := []string{"X-CXP-Tenant", clearxp.OwnTenant}
		if c.authorization != "" {
			header = append(header, "Authorization", c.authorization)
		}
		a := h.Send(http.DefaultClient, "GET", "/api/users/me", "", header...)
		if a.Status != http.StatusUnauthorized || a.Header.Get("WWW-Authenticate") != c.challenge {
			t.Errorf("%s: got %d %q", name, a.Status, a.Header.Get("WWW-Authenticate"))
		}
		if a.JSON["code"] != 401.0 || a.Text("name") != "Unauthorized" {
			t.Errorf("%s: body %s", name, a.Body)
		}
	}
	h.Want(h.API(access), http.StatusOK, "")
}

func TestATokenElsewhereDoesNotCount(t *testing.T) {
	h := open(t)
	access, _ := h.Tokens()
	a := h.Send(http.DefaultClient, "GET", "/api/users/me?access_token="+access, "", "X-CXP-Tenant", clearxp.OwnTenant)
	h.Want(a, http.StatusUnauthorized, "")
	a = h.Send(http.DefaultClient, "POST", "/api/import/users", "access_token="+access,
		"X-CXP-Tenant", clearxp.OwnTenant, "Content-Type", servertest.FormType)
	h.Want(a, http.StatusUnauthorized, "")
	a = h.API(access, "X-CXP-Tenant", clearxp.OwnTenant, "Authorization", "Bearer "+access)
	h.Want(a, http.StatusBadRequest, "")
}

func TestWhatALiveTokenOpens(t *testing.T) {
	h := open(t)
	access, _ := h.Tokens()
	for scheme := range strings.FieldsSeq("Bearer bearer BEARER") {
		a := h.Send(http.DefaultClient, "GET", "/api/users/me", "",
			"Authorization", scheme+" "+access, "x-cxp-tenant", clearxp.OwnTenant)
		h.Want(a, http.StatusOK, "")
	}
	header := []string{"Authorization", "Bearer " + access, "X-CXP-Tenant", clearxp.OwnTenant}
	imported := h.Send(http.DefaultClient, "POST", "/api/import/users", `[]`, header...)
	h.Want(imported, http.StatusOK, "")
	h.Want(h.Send(http.DefaultClient, "GET", "/api/none", "", header...), http.StatusNotFound, "")
	h.Want(h.Send(http.DefaultClient, "GET", "/api/none", ""), http.StatusUnauthorized, "")
	h.Want(h.Send(http.DefaultClient, "GET", "/xapi/statements", "", header...), http.StatusOK, "")
	put := h.Send(http.DefaultClient, "PUT", "/api/users/me", "", header...)
	h.Want(put, http.StatusMethodNotAllowed, "")
	if put.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow: %q", put.Header.Get("Allow"))
	}
}

func TestAccessTokensExpire(t *testing.T) {
	h := open(t)
	access, _ := h.Tokens()
	h.Server.Clock.Advance(time.Hour - 5*time.Second)
	h.Want(h.API(access), http.StatusOK, "")
	h.Server.Clock.Advance(6 * time.Second)
	a := h.API(access)
	h.Want(a, http.StatusUnauthorized, "")
	if !strings.Contains(a.Header.Get("WWW-Authenticate"), `error="invalid_token"`) {
		t.Errorf("challenge %q", a.Header.Get("WWW-Authenticate"))
	}
}

func TestTenants(t *testing.T) {
	h := open(t)
	access, refresh := h.Tokens()
	other := h.API(access, "X-CXP-Tenant", clearxp.OtherTenant)
	for name, c := range map[string]struct {
		header []string
		status int
	}{
		"none":      {[]string{"X", "y"}, 400},
		"empty":     {[]string{"X-CXP-Tenant", ""}, 400},
		"other":     {[]string{"X-CXP-Tenant", clearxp.OtherTenant}, 403},
		"unknown":   {[]string{"X-CXP-Tenant", "nobody"}, 403},
		"case":      {[]string{"X-CXP-Tenant", "Acme"}, 403},
		"wildcard":  {[]string{"X-CXP-Tenant", "*"}, 403},
		"path":      {[]string{"X-CXP-Tenant", "../acme"}, 403},
		"oversized": {[]string{"X-CXP-Tenant", strings.Repeat("acme", 1000)}, 403},
		"list":      {[]string{"X-CXP-Tenant", "acme, globex"}, 403},
		"two":       {[]string{"X-CXP-Tenant", clearxp.OwnTenant, "X-CXP-Tenant", clearxp.OwnTenant}, 400},
	} {
		a := h.API(access, c.header...)
		if a.Status != c.status || strings.Contains(a.Body, "ada") {
			t.Errorf("%s: got %d %s", name, a.Status, a.Body)
		}
		if a.Status == 403 && a.Body != other.Body {
			t.Errorf("%s: told apart by %s", name, a.Body)
		}
	}
	h.Want(h.API("x", "X-CXP-Tenant", clearxp.OwnTenant), http.StatusUnauthorized, "")
	h.Want(h.API("x", "X-CXP-Tenant", "nobody"), http.StatusUnauthorized, "")
	refreshed := h.Refresh(refresh).Text("access_token")
	h.Want(h.API(refreshed, "X-CXP-Tenant", clearxp.OtherTenant), http.StatusForbidden, "")
	h.Want(h.API(refreshed), http.StatusOK, "")
}
