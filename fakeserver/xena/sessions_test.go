package xena_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/xena"
)

const xenaEnd = "/xena/connect/endsession"

// authorization is a request of the own client with more parameters.
func authorization(h *servertest.House, scope string, pairs ...string) string {
	query := url.Values{
		"client_id": {h.Own.ID}, "redirect_uri": {h.Own.RedirectURIs[0]}, "response_type": {"code"}, "scope": {scope}, "state": {"s"},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return xenaAuthorize + "?" + query.Encode()
}

// loggedIn is a browser in which the first user is logged in, and his ID token.
func loggedIn(h *servertest.House) (*http.Client, string) {
	h.Helper()
	b := servertest.Browser()
	allowed := h.Submit(b, h.ConsentPage(b, h.Fix.Users[0], authorization(h, "testapi openid")), "decision", "allow")
	a := h.Ask(xenaToken, "grant_type", "authorization_code", "code", h.Landing(allowed).Get("code"), "redirect_uri", h.Own.RedirectURIs[0])
	h.Want(a, http.StatusOK, "")
	return b, a.Text("id_token")
}

// asksPassword says whether the browser is asked for the password.
func asksPassword(h *servertest.House, b *http.Client) bool {
	return strings.Contains(h.Send(b, "GET", authorization(h, "testapi"), "").Body, `name="password"`)
}

func end(h *servertest.House, b *http.Client, pairs ...string) servertest.Answer {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return h.Send(b, "GET", xenaEnd+"?"+query.Encode(), "")
}

func TestAnIDTokenEndsTheSession(t *testing.T) {
	h := open(t)
	b, hint := loggedIn(h)
	a := end(h, b, "id_token_hint", hint, "post_logout_redirect_uri", xena.LogoutURI, "state", "a b")
	if to := a.Header.Get("Location"); to != xena.LogoutURI+"?state=a+b" {
		t.Errorf("sent to %q", to)
	}
	if !asksPassword(h, b) {
		t.Error("the session goes on")
	}
	b, hint = loggedIn(h)
	for _, uri := range []string{"", "https://attacker.example/", xena.LogoutURI + "/", xena.LogoutURI + "more", strings.ToUpper(xena.LogoutURI)} {
		if a := end(h, b, "id_token_hint", hint, "post_logout_redirect_uri", uri); a.Status != http.StatusOK || a.Header.Get("Location") != "" {
			t.Errorf("%q: %d, sent to %q", uri, a.Status, a.Header.Get("Location"))
		}
	}
}

func TestALogoutThatNobodyVouchesForIsAskedAbout(t *testing.T) {
	h := open(t)
	b, hint := loggedIn(h)
	for _, bad := range []string{"", "x", hint[:strings.LastIndex(hint, ".")+1]} {
		a := end(h, b, "id_token_hint", bad, "post_logout_redirect_uri", xena.LogoutURI)
		if a.Status != http.StatusOK || !strings.Contains(a.Body, `name="logout"`) || asksPassword(h, b) {
			t.Errorf("%.8q: nobody was asked: %d", bad, a.Status)
		}
	}
	form := url.Values{"logout": {"yes"}, "asks": {"guessed"}}
	h.Send(b, "POST", xenaEnd, form.Encode(), "Content-Type", servertest.FormType)
	if asksPassword(h, b) {
		t.Error("another site's form ended the session")
	}
	page := end(h, b)
	asks := strings.Split(strings.Split(page.Body, `name="asks" value="`)[1], `"`)[0]
	h.Submit(b, page, "logout", "yes", "asks", asks)
	if !asksPassword(h, b) {
		t.Error("the session goes on though the resource owner said yes")
	}
}

func TestNothingIsAskedWhereNothingIsToBe(t *testing.T) {
	h := open(t)
	silent := func(b *http.Client, prompt string) url.Values {
		t.Helper()
		return h.Landing(h.Send(b, "GET", authorization(h, "testapi", "prompt", prompt), ""))
	}
	if sent := silent(servertest.Browser(), "none"); sent.Get("error") != "login_required" || sent.Get("state") != "s" {
		t.Errorf("nobody is logged in: %v", sent)
	}
	b, _ := loggedIn(h)
	if sent := silent(b, "none"); sent.Get("error") != "consent_required" {
		t.Errorf("consent is asked for each time: %v", sent)
	}
	if sent := silent(b, "login none"); sent.Get("error") != "invalid_request" {
		t.Errorf("none beside another: %v", sent)
	}
	h = servertest.Open(t, xena.Contract(), func(r *fakeserver.Rules) { r.Authorizing.ConsentRemembered = true })
	b, _ = loggedIn(h)
	if sent := silent(b, "none"); sent.Get("code") == "" {
		t.Errorf("consent is remembered: %v", sent)
	}
}
