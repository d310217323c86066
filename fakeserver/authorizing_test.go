package fakeserver

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestNothingIsRedirectedToAStranger(t *testing.T) {
	h := open(t)
	uri := h.own.RedirectURIs[0]
	for name, path := range map[string]string{
		"unknown client":    h.request("client_id", "nobody"),
		"no client":         h.request("client_id", ""),
		"no redirect URI":   h.request("redirect_uri", ""),
		"unregistered":      h.request("redirect_uri", "https://evil.example/callback"),
		"longer path":       h.request("redirect_uri", uri+"/more"),
		"added query":       h.request("redirect_uri", uri+"?a=b"),
		"another port":      h.request("redirect_uri", strings.Replace(uri, "8765", "8766", 1)),
		"another case":      h.request("redirect_uri", strings.ToUpper(uri)),
		"dot segments":      h.request("redirect_uri", strings.Replace(uri, "/callback", "/x/../callback", 1)),
		"fragment":          h.request("redirect_uri", uri+"#f"),
		"repeated client":   h.request() + "&client_id=" + h.own.ID,
		"repeated redirect": h.request() + "&redirect_uri=" + url.QueryEscape(uri),
		"bad escape":        h.request() + "&state=%zz",
	} {
		a := h.send(browser(), "GET", path, "")
		if a.status != http.StatusBadRequest || a.header.Get("Location") != "" {
			t.Errorf("%s: %d %q", name, a.status, a.header.Get("Location"))
		}
	}
}

func TestErrorsAreToldAtTheRedirectURI(t *testing.T) {
	h := open(t)
	for name, c := range map[string]struct{ path, code string }{
		"no response_type":    {h.request("response_type", "", "state", "s"), invalidRequest},
		"empty response_type": {h.request("response_type", "", "state", "s") + "&response_type=", invalidRequest},
		"token":               {h.request("response_type", "token", "state", "s"), unsupportedResponseType},
		"repeated parameter":  {h.request("state", "s") + "&response_type=code", invalidRequest},
		"PKCE method":         {h.request("state", "s", "code_challenge", "c", "code_challenge_method", "S512"), invalidRequest},
		"method alone":        {h.request("state", "s", "code_challenge_method", "S256"), invalidRequest},
	} {
		sent := h.landing(h.send(browser(), "GET", c.path, ""))
		if sent.Get("error") != c.code || sent.Get("state") != "s" || sent.Has("code") {
			t.Errorf("%s: got %v, want %s", name, sent, c.code)
		}
	}
}

func TestUnknownParametersAndQueriesSurvive(t *testing.T) {
	h := open(t)
	sent := h.arrive("prompt", "login", "redirect_uri", h.own.RedirectURIs[1])
	if sent.Get("via") != "authassay" || sent.Get("code") == "" || sent.Has("state") {
		t.Errorf("got %v", sent)
	}
}

func TestWhoMayAuthorise(t *testing.T) {
	h := open(t)
	for username, code := range map[string]string{"ada": "", "grace": "", "max": accessDenied, "gwen": accessDenied} {
		b, user := browser(), h.server.user(username)
		a := h.submit(b, h.send(b, "GET", h.request("state", "s"), ""), "username", username, "password", user.Password)
		if code == "" {
			if a.status != http.StatusOK || !strings.Contains(a.body, `name="decision"`) {
				t.Errorf("%s: %d", username, a.status)
			}
			continue
		}
		if sent := h.landing(a); sent.Get("error") != code || sent.Get("state") != "s" {
			t.Errorf("%s: %v", username, sent)
		}
	}
}

func TestAWrongPasswordGivesThePageAgain(t *testing.T) {
	h := open(t)
	b := browser()
	page := h.send(b, "GET", h.request(), "")
	again := h.submit(b, page, "username", "ada", "password", "wrong-password-1")
	h.want(again, http.StatusUnauthorized, "")
	if strings.Contains(again.body, "wrong-password-1") || again.header.Get("Location") != "" {
		t.Errorf("got %v %s", again.header, again.body)
	}
	h.want(h.submit(b, again, "username", "ada", "password", h.fix.Users[0].Password), http.StatusOK, "")
}

func TestDenialEndsTheLogin(t *testing.T) {
	h := open(t)
	b := browser()
	page := h.consentPage(b, h.fix.Users[0], h.request("state", "s"))
	sent := h.landing(h.submit(b, page, "decision", "deny"))
	if sent.Get("error") != accessDenied || sent.Get("error_description") == "" || sent.Get("state") != "s" {
		t.Errorf("got %v", sent)
	}
	h.want(h.submit(b, page, "decision", "allow"), http.StatusBadRequest, "")
}

func TestForgedFormsAreRefused(t *testing.T) {
	h := open(t)
	b := browser()
	login := h.send(b, "GET", h.request(), "")
	h.want(h.submit(b, login, "csrf", "x", "username", "ada", "password", h.fix.Users[0].Password), http.StatusForbidden, "")
	h.want(h.submit(browser(), login, "username", "ada", "password", h.fix.Users[0].Password), http.StatusForbidden, "")
	early := strings.Replace(actionOf.FindStringSubmatch(login.body)[1], "login", "consent", 1)
	h.want(h.send(b, "POST", early, "decision=allow&csrf="+csrfOf.FindStringSubmatch(login.body)[1], "Content-Type", formType),
		http.StatusForbidden, "")
	consent := h.consentPage(b, h.fix.Users[0], h.request())
	h.want(h.submit(b, consent, "csrf", "", "decision", "allow"), http.StatusForbidden, "")
	h.want(h.submit(browser(), consent, "decision", "allow"), http.StatusForbidden, "")
	h.want(h.submit(b, consent, "decision", "allow"), http.StatusFound, "")
}

func TestPagesAreGuarded(t *testing.T) {
	h := open(t)
	b := browser()
	login := h.send(b, "GET", h.request(), "")
	consent := h.consentPage(b, h.fix.Users[0], h.request())
	for _, a := range []answer{login, consent} {
		for name, part := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY",
			"Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		} {
			if !strings.Contains(a.header.Get(name), part) {
				t.Errorf("%s is %q", name, a.header.Get(name))
			}
		}
		if a.header.Get("Access-Control-Allow-Origin") != "" {
			t.Error("open to other origins")
		}
	}
	cookie := login.header.Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("cookie %q", cookie)
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	h := open(t)
	for path, allow := range map[string]string{
		h.request(): "GET, HEAD", "/auth/oauth/token": "POST", "/auth/oauth/login": "GET, POST, HEAD",
	} {
		a := h.send(browser(), "DELETE", path, "")
		if a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") != allow {
			t.Errorf("%s: %d %q", path, a.status, a.header.Get("Allow"))
		}
	}
}

func TestTwoLoginsInOneBrowser(t *testing.T) {
	h := open(t)
	b := browser()
	first := h.send(b, "GET", h.request("state", "1"), "")
	h.send(b, "GET", h.request("state", "2"), "")
	h.want(h.submit(b, first, "username", "ada", "password", h.fix.Users[0].Password), http.StatusOK, "")
}
