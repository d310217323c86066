package authorization

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// redirects holds the endpoint to the registered redirect URI.
func redirects() []check.Check {
	return []check.Check{
		on("AUT-07", "ask to be sent to somebody else's site", func(t *T) {
			t.refusesRedirects("https://attacker.example/callback")
		}),
		on("AUT-08", "ask to be sent to neighbours of the registered redirect URIs", func(t *T) {
			client := t.Kit.Client
			uris := neighbours(client.RedirectURI)
			for _, registered := range []string{client.RedirectURI, client.QueryRedirectURI} {
				if other := portMoved(registered); other != "" {
					uris = append(uris, other)
				}
			}
			t.refusesRedirects(uris...)
		}),
		on("AUT-09", "write the registered redirect URI in a roundabout way", func(t *T) {
			t.refusesRedirects(detours(t.Kit.Client.RedirectURI)...)
		}),
		on("AUT-10", "add a fragment to the registered redirect URI", func(t *T) {
			t.refusesRedirects(t.Kit.Client.RedirectURI + "#fragment")
		}),
		on("AUT-11", "be sent to the registered redirect URI that has a query", func(t *T) {
			registered := t.Kit.Client.QueryRedirectURI
			if registered == "" {
				t.Untested("the target file names no redirect_uri_with_query")
			}
			own, _ := url.Parse(registered)
			step := t.Asking()
			step.RedirectURI = registered
			t.Judge(t.Visit(step, scenarios.Consents), check.Landed().ThatLands("keeps the query of the redirect URI",
				func(l *scenarios.Landing) bool {
					for name, values := range own.Query() {
						if !slices.Equal(l.Answer[name], values) {
							return false
						}
					}
					return true
				}))
		}),
	}
}

// refusesRedirects asks for each redirect URI and expects never to be sent
// there.
func (t *T) refusesRedirects(uris ...string) {
	t.Control(t.Authorize(scenarios.Consents), check.WithCode())
	for _, uri := range uris {
		step := t.Asking()
		step.RedirectURI = uri
		t.JudgeEach("asked for "+uri, t.Visit(step, scenarios.Consents), check.OnPage())
	}
}

// neighbours are URIs that only a lax comparison takes for the registered one.
func neighbours(registered string) []string {
	u, err := url.Parse(registered)
	if err != nil {
		return nil
	}
	out := []string{registered + "/more", registered + "more", registered + "?code=attacker", registered + "/"}
	if u.Host != "" {
		user, host := *u, *u
		user.User, host.Host = url.User("attacker"), u.Hostname()+".attacker.example"
		out = append(out, user.String(), host.String())
	}
	upper := *u
	upper.Path = strings.ToUpper(u.Path)
	out = append(out, upper.String())
	return slices.DeleteFunc(out, func(uri string) bool { return uri == registered })
}

// portMoved is the registered redirect URI with another port, "" where it may
// have any: a client on the person's own machine cannot choose the port that it
// listens at (RFC 8252 §7.3, RFC 9700 §2.1).
func portMoved(registered string) string {
	u, err := url.Parse(registered)
	if err != nil || u.Hostname() == "" || loopback(u.Hostname()) {
		return ""
	}
	u.Host = net.JoinHostPort(u.Hostname(), "9")
	return u.String()
}

// loopback says whether a host is the machine itself.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// detours are URIs that lead to the registered one only after dot segments or
// escapes have been resolved.
func detours(registered string) []string {
	u, err := url.Parse(registered)
	if err != nil {
		return nil
	}
	origin := u.Scheme + "://" + u.Host
	return []string{
		origin + "/more/.." + u.Path, origin + u.Path + "/../" + strings.TrimPrefix(u.Path, "/"),
		origin + u.Path + "/..%2f" + strings.TrimPrefix(u.Path, "/"), origin + "/" + u.Path,
	}
}
