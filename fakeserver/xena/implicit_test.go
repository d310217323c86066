package xena_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/jws"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/rules"
)

// implicitly sends the person through an implicit request, and returns where
// the browser was sent.
func implicitly(h *servertest.House, changed ...string) *url.URL {
	h.Helper()
	query := url.Values{
		"client_id": {h.Own.ID}, "redirect_uri": {h.Own.RedirectURIs[1]}, "response_type": {fakeserver.Implicit},
		"scope": {"openid testapi offline_access"}, "nonce": {"n3"}, "state": {"s"},
	}
	for i := 0; i+1 < len(changed); i += 2 {
		query.Set(changed[i], changed[i+1])
	}
	at, err := url.Parse(h.Allowed(xenaAuthorize, query).Header.Get("Location"))
	if err != nil {
		h.Fatal(err)
	}
	return at
}

func TestImplicitAnswer(t *testing.T) {
	h := open(t)
	for _, mode := range []string{"", "fragment", "query"} {
		at := implicitly(h, "response_mode", mode)
		if at.RawQuery != "via=authassay" {
			t.Errorf("mode %q: the query is %q", mode, at.RawQuery)
		}
		got, err := url.ParseQuery(at.Fragment)
		if err != nil {
			t.Fatal(err)
		}
		claims := asserted(h, got.Get("id_token"))
		if claims["at_hash"] != jws.HalfHash(got.Get("access_token")) || claims["nonce"] != "n3" || claims["c_hash"] != nil {
			t.Errorf("mode %q: the ID token says %v", mode, claims)
		}
		if got.Has("refresh_token") || got.Has("code") || got.Get("state") != "s" || got.Get("expires_in") != "3600" {
			t.Errorf("mode %q: answered %v", mode, got)
		}
		call := h.Send(http.DefaultClient, "GET", "/xena/Api/Fiscal/14021/XenaUserMembership", "", "Authorization", "Bearer "+got.Get("access_token"))
		h.Want(call, http.StatusOK, "")
	}
}

func TestImplicitRefusalsStandInTheFragment(t *testing.T) {
	h := open(t)
	query := url.Values{
		"client_id": {h.Own.ID}, "redirect_uri": {h.Own.RedirectURIs[0]}, "response_type": {fakeserver.Implicit}, "scope": {"openid"}, "state": {"s"},
	}
	a := h.Send(servertest.Browser(), "GET", xenaAuthorize+"?"+query.Encode(), "")
	at, err := url.Parse(a.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := url.ParseQuery(at.Fragment); got.Get("error") != rules.InvalidRequest || got.Get("state") != "s" || at.RawQuery != "" {
		t.Errorf("without a nonce the browser is sent to %s", at)
	}
}
