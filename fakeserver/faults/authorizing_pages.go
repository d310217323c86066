package faults

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/fakeserver"
)

// authorizingPages are the faults of the login and consent pages.
func authorizingPages() []Fault {
	return []Fault{
		{Name: "pages-frameable", Summary: "lets other sites frame the login", Breaks: alike("AUT-21"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.Pages.FrameOptions, r.Authorizing.Pages.ContentSecurityPolicy = "", "default-src 'none'"
			}},
		{Name: "forged-consent-accepted", Summary: "takes consent from whatever site has the browser send it", Breaks: alike("AUT-22"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.ConsentTokenChecked, r.Authorizing.ConsentByCookie = false, true
				r.Authorizing.Pages.CookieSameSite = http.SameSiteNoneMode
			}},
		{Name: "login-answered-307", Summary: "answers a submitted password with 307", Breaks: alike("AUT-23"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.AfterLoginStatus = http.StatusTemporaryRedirect }},
		{Name: "authorize-cors", Summary: "opens the authorization endpoint to every origin", Breaks: alike("AUT-24"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.AllowOrigin = "*" }},
		{Name: "referrer-leaks", Summary: "sets no Referrer-Policy", Breaks: alike("AUT-25"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.ReferrerPolicy = "" }},
		{Name: "cookie-bare", Summary: "sets cookies without HttpOnly and SameSite", Breaks: alike("AUT-28"),
			Bend: func(r *fakeserver.Rules) {
				r.Authorizing.Pages.CookieHTTPOnly, r.Authorizing.Pages.CookieSameSite = false, 0
			}},
		{Name: "session-cookie-bare", Summary: "sets the cookie that keeps somebody logged in without HttpOnly and SameSite", Breaks: alike("AUT-28"),
			Bend: func(r *fakeserver.Rules) {
				r.Manners.Header = func(h http.Header) {
					for i, c := range h["Set-Cookie"] {
						if name, _, _ := strings.Cut(c, ";"); strings.HasPrefix(name, "session=") {
							h["Set-Cookie"][i] = name + "; Path=/"
						}
					}
				}
			}},
		{Name: "pages-cacheable", Summary: "lets caches store the login pages", Breaks: alike("AUT-30"),
			Bend: func(r *fakeserver.Rules) { r.Authorizing.Pages.CacheControl = "" }},
	}
}
