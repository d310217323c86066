package fakeserver_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/internal/servertest"
	"github.com/authassay/authassay/fakeserver/rules"
)

func TestNothingIsRedirectedToAStranger(t *testing.T) {
	h := open(t)
	uri := h.Own.RedirectURIs[0]
	for name, path := range map[string]string{
		"unknown client":    h.Request("client_id", "nobody"),
		"no client":         h.Request("client_id", ""),
		"no redirect URI":   h.Request("redirect_uri", ""),
		"unregistered":      h.Request("redirect_uri", "https://evil.example/callback"),
		"longer path":       h.Request("redirect_uri", uri+"/more"),
		"added query":       h.Request("redirect_uri", uri+"?a=b"),
		"another port":      h.Request("redirect_uri", strings.Replace(uri, "8765", "8766", 1)),
		"another case":      h.Request("redirect_uri", strings.ToUpper(uri)),
		"dot segments":      h.Request("redirect_uri", strings.Replace(uri, "/callback", "/x/../callback", 1)),
		"fragment":          h.Request("redirect_uri", uri+"#f"),
		"repeated client":   h.Request() + "&client_id=" + h.Own.ID,
		"repeated redirect": h.Request() + "&redirect_uri=" + url.QueryEscape(uri),
		"bad escape":        h.Request() + "&state=%zz",
	} {
		a := h.Send(servertest.Browser(), "GET", path, "")
		if a.Status != http.StatusBadRequest || a.Header.Get("Location") != "" {
			t.Errorf("%s: %d %q", name, a.Status, a.Header.Get("Location"))
		}
	}
}

func TestErrorsAreToldAtTheRedirectURI(t *testing.T) {
	h := open(t)
	for name, c := range map[string]struct{ path, code string }{
		"no response_type":    {h.Request("response_type", "", "state", "s"), rules.InvalidRequest},
		"empty response_type": {h.Request("response_type", "", "state", "s") + "&response_type=", rules.InvalidRequest},
		"token":               {h.Request("response_type", "token", "state", "s"), rules.UnsupportedResponseType},
		"repeated parameter":  {h.Request("state", "s") + "&response_type=code", rules.InvalidRequest},
		"PKCE method":         {h.Request("state", "s", "code_challenge", "c", "code_challenge_method", "S512"), rules.InvalidRequest},
		"method alone":        {h.Request("state", "s", "code_challenge_method", "S256"), rules.InvalidRequest},
	} {
		sent := h.Landing(h.Send(servertest.Browser(), "GET", c.path, ""))
		if sent.Get("error") != c.code || sent.Get("state") != "s" || sent.Has("code") {
			t.Errorf("%s: got %v, want %s", name, sent, c.code)
		}
	}
}

func TestUnknownParametersAndQueriesSurvive(t *testing.T) {
	h := open(t)
	sent := h.Arrive("prompt", "login", "redirect_uri", h.Own.RedirectURIs[1])
	if sent.Get("via") != "authassay" || sent.Get("code") == "" || sent.Has("state") {
		t.Errorf("got %v", sent)
	}
}

func TestWhoMayAuthorise(t *testing.T) {
	h := open(t)
	for username, code := range map[string]string{"ada": "", "grace": "", "max": rules.AccessDenied, "gwen": rules.AccessDenied} {
		b := servertest.Browser()
		user := h.Fix.Users[slices.IndexFunc(h.Fix.Users, func(u fakeserver.User) bool { return u.Username == username })]
		a := h.Submit(b, h.Send(b, "GET", h.Request("state", "s"), ""), "username", username, "password", user.Password)
		if code == "" {
			if a.Status != http.StatusOK || !strings.Contains(a.Body, `name="decision"`) {
				t.Errorf("%s: %d", username, a.Status)
			}
			continue
		}
		if sent := h.Landing(a); sent.Get("error") != code || sent.Get("state") != "s" {
			t.Errorf("%s: %v", username, sent)
		}
	}
}

func TestAWrongPasswordGivesThePageAgain(t *testing.T) {
	h := open(t)
	b := servertest.Browser()
	page := h.Send(b, "GET", h.Request(), "")
	again := h.Submit(b, page, "username", "ada", "password", "wrong-password-1")
	h.Want(again, http.StatusUnauthorized, "")
	if strings.Contains(again.Body, "wrong-password-1") || again.Header.Get("Location") != "" {
		t.Errorf("got %v %s", again.Header, again.Body)
	}
	h.Want(h.Submit(b, again, "username", "ada", "password", h.Fix.Users[0].Password), http.StatusOK, "")
}

func TestDenialEndsTheLogin(t *testing.T) {
	h := open(t)
	b := servertest.Browser()
	page := h.ConsentPage(b, h.Fix.Users[0], h.Request("state", "s"))
	sent := h.Landing(h.Submit(b, page, "decision", "deny"))
	if sent.Get("error") != rules.AccessDenied || sent.Get("error_description") == "" || sent.Get("state") != "s" {
		t.Errorf("got %v", sent)
	}
	h.Want(h.Submit(b, page, "decision", "allow"), http.StatusBadRequest, "")
}

func TestForgedFormsAreRefused(t *testing.T) {
	h := open(t)
	b := servertest.Browser()
	login := h.Send(b, "GET", h.Request(), "")
	h.Want(h.Submit(b, login, "csrf", "x", "username", "ada", "password", h.Fix.Users[0].Password), http.StatusForbidden, "")
	h.Want(h.Submit(servertest.Browser(), login, "username", "ada", "password", h.Fix.Users[0].Password), http.StatusForbidden, "")
	early := strings.Replace(servertest.ActionOf.FindStringSubmatch(login.Body)[1], "login", "consent", 1)
	h.Want(h.Send(b, "POST", early, "decision=allow&csrf="+servertest.CSRFOf.FindStringSubmatch(login.Body)[1], "Content-Type", servertest.FormType),
		http.StatusForbidden, "")
	consent := h.ConsentPage(b, h.Fix.Users[0], h.Request())
	h.Want(h.Submit(b, consent, "csrf", "", "decision", "allow"), http.StatusForbidden, "")
	h.Want(h.Submit(servertest.Browser(), consent, "decision", "allow"), http.StatusForbidden, "")
	h.Want(h.Submit(b, consent, "decision", "allow"), http.StatusFound, "")
}

func TestPagesAreGuarded(t *testing.T) {
	h := open(t)
	b := servertest.Browser()
	login := h.Send(b, "GET", h.Request(), "")
	consent := h.ConsentPage(b, h.Fix.Users[0], h.Request())
	for _, a := range []answer{login, consent} {
		for name, part := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY",
			"Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		} {
			if !strings.Contains(a.Header.Get(name), part) {
				t.Errorf("%s is %q", name, a.Header.Get(name))
			}
		}
		if a.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Error("open to other origins")
		}
	}
	cookie := login.Header.Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("cookie %q", cookie)
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	h := open(t)
	for path, allow := range map[string]string{
		h.Request(): "GET, HEAD", "/auth/oauth/token": "POST", "/auth/oauth/login": "GET, POST, HEAD",
	} {
		a := h.Send(servertest.Browser(), "DELETE", path, "")
		if a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") != allow {
			t.Errorf("%s: %d %q", path, a.Status, a.Header.Get("Allow"))
		}
	}
}

func TestTwoLoginsInOneBrowser(t *testing.T) {
	h := open(t)
	b := servertest.Browser()
	first := h.Send(b, "GET", h.Request("state", "1"), "")
	h.Send(b, "GET", h.Request("state", "2"), "")
	h.Want(h.Submit(b, first, "username", "ada", "password", h.Fix.Users[0].Password), http.StatusOK, "")
}
