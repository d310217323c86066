package preflight_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/preflight"
)

// TestRefusedCookies names a cookie that no browser would send back as the
// likely cause of a login that does not get on.
func TestRefusedCookies(t *testing.T) {
	for cookie, says := range map[string]string{
		"session=1; Secure; Path=/":    `the cookie "session" is Secure, and login.example is not https`,
		"session=1; Domain=id.example": `the cookie "session" is for the domain id.example`,
		"session=1; Path=/":            "",
		"old=; Max-Age=0; Secure":      "",
		"session=1; Path=/elsewhere":   "",
	} {
		server := httptest.NewServer(routes{"/authorize": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Set-Cookie", cookie)
			says200(w, loginPage)
		}})
		got := failed(askIn(t.Context(), t, fmt.Sprintf(file, "http://login.example"), func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		}))
		server.Close()
		if blamed := got.Cause == preflight.CookieRefused; blamed != (says != "") || !strings.Contains(got.Said, says) || !got.Excused() {
			t.Errorf("%s: %s: %s", cookie, got.Cause, got.Said)
		}
	}
}

func says200(w http.ResponseWriter, page string) {
	w.Header().Set("Content-Type", "text/html")
	_, _ = w.Write([]byte(page))
}

// TestOfExchange excuses a client that is refused, and nothing else that may become
// of an exchange: a check may have sent a code that is none.
func TestOfExchange(t *testing.T) {
	for _, test := range []struct {
		status  int
		problem string
		excused bool
	}{{401, "invalid_client", true}, {400, "invalid_client", true}, {401, "", true}, {401, "invalid_grant", false},
		{400, "invalid_request", false}, {404, "", false}, {429, "", false}, {500, "", false}, {200, "", false}} {
		r := &scenarios.Reply{Status: test.status, Members: map[string]any{"error": test.problem}, Problem: test.problem}
		if a := preflight.OfExchange(r); a.Excused() != test.excused || a.Excused() && a.Hint == "" {
			t.Errorf("%d %s: %+v", test.status, test.problem, a)
		}
	}
}

// TestTheMemberHasToGetIn tells a member who is turned away after the login from
// one who never got in.
func TestTheMemberHasToGetIn(t *testing.T) {
	const member = `member: { steps: [ { when: username, fill: { username: max, password: another-password } } ] }
`
	for name, test := range map[string]struct {
		page    http.HandlerFunc
		outcome preflight.Outcome
	}{
		"a page":             {says(403, "text/html", "<p>You may not do that.</p>"), preflight.Holds},
		"a page with a form": {says(200, "text/html", `<p>You may not do that.</p><form><button>Switch account</button></form>`), preflight.Holds},
		"the login again":    {says(200, "text/html", loginPage), preflight.Failed},
		"401":                {says(401, "text/html", "<p>Wrong password.</p>"), preflight.Failed},
		"a code":             {nil, preflight.Finding},
		"a server error":     {says(500, "text/html", "<p>Oops</p>"), preflight.Failed},
	} {
		server := httptest.NewServer(routes{"/authorize": func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Method == http.MethodGet:
				says200(w, strings.Replace(loginPage, "/authorize", "/authorize?"+r.URL.RawQuery, 1))
			case r.FormValue("username") == "max" && test.page != nil:
				test.page(w, r)
			default:
				back(w, r, url.Values{"code": {"a-code-of-twenty-letters"}})
			}
		}})
		answers := ask(t, fmt.Sprintf(file, server.URL)+member)
		server.Close()
		i := slices.IndexFunc(answers, func(a preflight.Answer) bool { return a.Question == "member" })
		if i < 0 || answers[i].Outcome != test.outcome || answers[i].Outcome == preflight.Failed && answers[i].Excused() != (name != "a server error") {
			t.Errorf("%s: %+v", name, answers)
		}
	}
}
