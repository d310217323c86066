package suites

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// authorizingCookies holds the cookies of the login to what keeps them from
// scripts and from other sites. RFC 6265 §8.
func authorizingCookies() []check.Check {
	return []check.Check{
		on("AUT-28", "look at the cookies of the login", func(t *T) {
			l := t.Authorize(scenarios.LogsIn)
			t.Control(l, check.WithCode())
			all, odd := cookiesOf(l), map[string]bool{}
			for _, c := range all {
				odd[c.cookie.Name] = odd[c.cookie.Name] || !c.cookie.HttpOnly || c.cookie.SameSite == 0
			}
			innocent := 0
			for _, c := range all {
				if !odd[c.cookie.Name] {
					continue
				}
				odd[c.cookie.Name] = false // once each
				if why := t.session(c); why != "" {
					t.Require(false, "session cookies with HttpOnly and SameSite", "cookie %s, %s: HttpOnly %v, SameSite %v",
						c.cookie.Name, why, c.cookie.HttpOnly, c.cookie.SameSite != 0)
				}
				innocent++
			}
			if len(all) == 0 {
				t.Inapplicable("the login sets no cookies")
			}
			t.Require(true, "session cookies with HttpOnly and SameSite", "%d cookies, %d of them without, which are of no session", len(all), innocent)
		}, check.Looks),
	}
}

// setCookie is a cookie that a login set.
type setCookie struct {
	cookie *http.Cookie
	login  bool // in answer to the password
}

// cookiesOf are the cookies that a visit was given, those left out that were
// only taken away.
func cookiesOf(l *scenarios.Landing) (out []setCookie) {
	for _, page := range l.Pages {
		for _, c := range (&http.Response{Header: page.Header}).Cookies() {
			if c.Value != "" && c.MaxAge >= 0 {
				out = append(out, setCookie{c, holdsPassword(page.Request)})
			}
		}
	}
	return out
}

// holdsPassword says whether a request sends a password.
func holdsPassword(r scenarios.Request) bool {
	for _, p := range r.Body {
		if strings.Contains(strings.ToLower(p.Name), "passw") {
			return true
		}
	}
	return r.Encoding == scenarios.NoBody && strings.Contains(strings.ToLower(string(r.Raw)), "passw")
}

// session says why a cookie is one of a session, "" where it is none. Without it
// the login comes to nothing; or the login itself has set it, to another value
// each time. A cookie for the language or the look of a page does neither.
func (t *T) session(c setCookie) string {
	step := t.Asking()
	step.Forgets = c.cookie.Name
	if l := t.Visit(step, scenarios.LogsIn); l.Code() == "" {
		t.Sound(l)
		return "without which the login comes to nothing"
	}
	if !c.login {
		return ""
	}
	l := t.Authorize(scenarios.LogsIn)
	t.Control(l, check.WithCode())
	for _, other := range cookiesOf(l) {
		if other.cookie.Name == c.cookie.Name && other.login && other.cookie.Value != c.cookie.Value {
			return "which the login sets to another value each time"
		}
	}
	return ""
}
