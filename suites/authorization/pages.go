package authorization

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// pages holds the pages of the login to what protects the person
// who sees them. RFC 9700 §4.
func pages() []check.Check {
	return slices.Concat(
		cookies(),
		[]check.Check{
			on("AUT-21", "look for a defence against framing on every page", func(t *T) {
				t.everyPage("X-Frame-Options or CSP frame-ancestors on every page", func(h http.Header) bool {
					return h.Get("X-Frame-Options") != "" ||
						strings.Contains(strings.Join(h.Values("Content-Security-Policy"), ";"), "frame-ancestors")
				})
			}, check.Looks),
			on("AUT-23", "look at the answers to submitted forms", func(t *T) {
				l := t.Authorize(scenarios.LogsIn)
				t.Control(l, check.WithCode())
				if !slices.ContainsFunc(l.Pages, sent) {
					t.Untested("no form was sent")
				}
				for _, page := range l.Pages {
					if sent(page) {
						t.Judge(page, check.Reply("a page, 302 or 303", func(r *scenarios.Reply) bool {
							return r.Status != http.StatusTemporaryRedirect && r.Status != http.StatusPermanentRedirect
						}))
					}
				}
			}, check.Looks),
			on("AUT-24", "open the endpoint as a script of another origin", func(t *T) {
				t.Control(t.Authorize(scenarios.Consents), check.WithCode())
				l := t.Authorize(scenarios.Waits, scenarios.WithHeader("Origin", "https://attacker.example"))
				r := check.AskedAt(l)
				if r == nil {
					t.Untested("the answers of the authorization endpoint are not seen with this way of logging in")
				}
				opened := r.Header.Get("Access-Control-Allow-Origin")
				t.JudgeEach("opened to "+check.Brief(opened), r, check.Reply("an answer without Access-Control-Allow-Origin",
					func(*scenarios.Reply) bool { return opened == "" }))
			}, check.Looks),
			on("AUT-25", "look for a Referrer-Policy on every page", func(t *T) {
				t.everyPage("a Referrer-Policy that keeps the address back", func(h http.Header) bool {
					policy := h.Get("Referrer-Policy")
					return policy != "" && policy != "unsafe-url" && policy != "no-referrer-when-downgrade"
				})
			}, check.Looks),
			on("AUT-30", "look for no-store on every page", func(t *T) {
				t.everyPage("Cache-Control: no-store on every page", check.Unstored)
			}, check.Looks),
		},
	)
}

// sent says whether an answer is to a form that was sent.
func sent(page *scenarios.Reply) bool { return page.Request.Method == http.MethodPost }

// everyPage judges the headers of all pages that a person is shown.
func (t *T) everyPage(acceptable string, ok func(http.Header) bool) {
	l := t.Authorize(scenarios.LogsIn)
	t.Control(l, check.WithCode())
	pages := shown(l)
	if len(pages) == 0 { // who logs in by requests sees the pages only when they wait
		pages = shown(t.Authorize(scenarios.Waits))
	}
	if len(pages) == 0 {
		t.Untested("no page was shown")
	}
	for _, page := range pages {
		t.JudgeEach(page.Request.Method+" "+page.Request.URL, page, check.Reply(acceptable, func(r *scenarios.Reply) bool { return ok(r.Header) }))
	}
}

// shown are the pages of a visit that a person gets to see.
func shown(l *scenarios.Landing) []*scenarios.Reply {
	return slices.DeleteFunc(slices.Clone(l.Pages), func(p *scenarios.Reply) bool {
		return p.Status != http.StatusOK || !strings.Contains(p.Header.Get("Content-Type"), "html")
	})
}

// cookies holds the cookies of the login to what keeps them from
// scripts and from other sites. RFC 6265 §8.
func cookies() []check.Check {
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
	for _, p := range slices.Concat(r.Body, r.Query) {
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
