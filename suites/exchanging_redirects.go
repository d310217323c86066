package suites

import (
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// misdirects redeems a code for what only resembles its redirect URI.
func (t *T) misdirects() {
	p := t.requests("exchange", t.Kit.Client)
	var others []nearmiss.Miss
	if more := p.client.QueryRedirectURI; more != "" {
		others = append(others, nearmiss.Crossed("another registered one of the client", more))
	}
	check.SweepWith(t.T, filled(nearmiss.Of(nearmiss.Redirect, p.client.RedirectURI, others...)), check.Lent[string]{
		Obtain: p.obtain, Good: p.good,
		Send: func(code string, m nearmiss.Miss) any {
			return t.Exchange(code, scenarios.With("redirect_uri", m.Value))
		},
		Use: func(code string) any { return t.Exchange(code) },
	}, check.Refused("invalid_grant").UnwordedWhere(func(r *scenarios.Reply) bool { return !plainURI(r.Request.Body.Get("redirect_uri")) }))
}

// plainURI says whether a text can be the redirect URI of a web server, so that nobody has
// reason to call it malformed.
func plainURI(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && strings.HasPrefix(u.Scheme, "http") && u.User == nil && !strings.Contains(text, "#") &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' || r == '*' })
}

// redeems redeems a code as a client, for a redirect URI.
func (t *T) redeems(c scenarios.Registration, redirect string) func(proving, string) *scenarios.Reply {
	return func(_ proving, code string) *scenarios.Reply {
		step := t.Redeeming(code)
		step.Client, step.RedirectURI = c, redirect
		return t.Do(step)
	}
}
