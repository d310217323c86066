package preflight

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// blamed names a cookie that no browser would have sent back as the likely
// cause of a login that was refused, or that was asked for again.
func blamed(t *trouble, l *scenarios.Landing) error {
	switch t.cause {
	case LoginRefused, StepMissing, RequestRefused, OwnerRefused:
	default:
		return t
	}
	for _, r := range l.Pages {
		if why := refusedCookie(r); why != "" {
			t.cause, t.said = CookieRefused, t.said+"; likely because "+why
			break
		}
	}
	return t
}

// refusedCookie says which cookie of an answer cannot come back, and why; "" for
// none.
func refusedCookie(r *scenarios.Reply) string {
	at, err := url.Parse(r.Request.Address())
	if err != nil || r.Header == nil {
		return ""
	}
	answer := http.Response{Header: r.Header}
	for _, c := range answer.Cookies() {
		if over(c, r.Received) || returns(c, *at) {
			continue
		}
		switch {
		case c.Secure && at.Scheme == "http":
			return fmt.Sprintf("the cookie %q is Secure, and %s is not https", clipped(c.Name, 60), at.Host)
		case c.Domain != "":
			return fmt.Sprintf("the cookie %q is for the domain %s, and it came from %s", clipped(c.Name, 60), clipped(c.Domain, 100), at.Host)
		}
		return fmt.Sprintf("the cookie %q cannot be sent back to %s", clipped(c.Name, 60), at.Host)
	}
	return ""
}

// over says that a cookie was taken away and not set, RFC 6265 §4.1.2.
func over(c *http.Cookie, now time.Time) bool {
	return c.MaxAge < 0 || c.MaxAge == 0 && !c.Expires.IsZero() && c.Expires.Before(now)
}

// returns says that a jar sends the cookie back to where it came from, or to
// the path that it is for.
func returns(c *http.Cookie, at url.URL) bool {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return true
	}
	jar.SetCookies(&at, []*http.Cookie{c})
	if c.Path != "" && c.Path[0] == '/' {
		at.Path, at.RawPath = c.Path, ""
	}
	return len(jar.Cookies(&at)) > 0
}
