package suites

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// authorizing is the chapter of the authorization endpoint: who gets a code,
// and where it is sent. RFC 6749 §4.1.1 and §4.1.2.
func authorizing() []check.Check {
	return slices.Concat(
		authorizingAnswers(),
		authorizingOwners(),
		authorizingDenial(),
		authorizingRequests(),
		authorizingBlanks(),
		authorizingRedirects(),
		authorizingPages(),
		authorizingScopes(),
		authorizingConsent(),
		authorizingIssuer(),
		authorizingHybrid(),
		authorizingImplicit(),
		[]check.Check{
			wordings("AUT-45", "look at the codes of refused authorization requests", check.KindAuthorize, check.NoCode("unsupported_response_type"),
				func(t *T) any {
					t.Control(t.Authorize(scenarios.Consents), check.WithCode())
					return t.Authorize(scenarios.Consents, scenarios.With("response_type", "assay"))
				}),
		},
	)
}

// authorizingAnswers holds the good answer to its shape.
func authorizingAnswers() []check.Check {
	return []check.Check{
		on("AUT-01", "open the authorization endpoint and wait", func(t *T) {
			l := t.Authorize(scenarios.Waits)
			t.Judge(l, check.OnPage())
			t.Judge(l.Last(), check.Reply("200 with a page", func(r *scenarios.Reply) bool {
				return r.Status == 200 && strings.Contains(r.Header.Get("Content-Type"), "html")
			}))
		}, check.Looks),
		on("AUT-02", "log in and consent", func(t *T) {
			t.Judge(t.Authorize(scenarios.Consents), check.WithCode())
		}, check.Looks),
		on("AUT-03", "send every printable character, and a thousand of them", func(t *T) {
			for _, state := range []string{check.Printable(), strings.Repeat("0123456789", 100)} {
				l := t.Authorize(scenarios.Consents, scenarios.With("state", state))
				t.JudgeEach("the state "+check.Brief(state)+" came back as "+check.Brief(l.Answer.Get("state")), l, withState(check.Landed(), state))
			}
		}),
		on("AUT-04", "bring about an error and look at the state", func(t *T) {
			state := t.Nonce() + " +%&="
			t.Judge(t.failed(scenarios.With("state", state)), withState(check.Landed(), state))
		}),
		on("AUT-05", "count the members of the authorization response", func(t *T) {
			l := t.Authorize(scenarios.Consents)
			t.Control(l, check.WithCode())
			t.Judge(l, check.Landing("code and state once each, and no error", func(l *scenarios.Landing) bool {
				return len(l.Answer["code"]) == 1 && len(l.Answer["state"]) == 1 && !l.Answer.Has("error")
			}))
		}, check.Looks),
		on("AUT-27", "compare three codes", func(t *T) {
			t.RequireUnguessable("code", t.Code(), t.Code(), t.Code())
		}, check.Looks),
	}
}

// authorizingRequests bends the parameters of the request.
func authorizingRequests() []check.Check {
	return []check.Check{
		on("AUT-06", "name a client that does not exist", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.With("client_id", t.Nonce())), check.OnPage())
		}),
		on("AUT-12", "leave out response_type", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Consents, scenarios.Without("response_type"))
			t.Judge(l, check.NoCode("invalid_request", "unsupported_response_type"))
		}),
		on("AUT-13", "ask for a response_type that does not exist", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Consents, scenarios.With("response_type", "assay"))
			t.Judge(l, check.NoCode("unsupported_response_type"))
		}),
		on("AUT-14", "add a parameter that nobody knows", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.Again("assay_unknown", "1")), check.WithCode())
		}),
		on("AUT-15", "send each parameter twice", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			for _, name := range []string{"client_id", "redirect_uri", "response_type", "state"} {
				t.JudgeEach(name+" twice", t.Authorize(scenarios.Consents, twice(name)), check.NoCode("invalid_request"))
			}
		}),
		on("AUT-16", "send an empty response_type", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Consents, scenarios.With("response_type", ""))
			t.Judge(l, check.NoCode("invalid_request", "unsupported_response_type"))
		}),
		on("AUT-40", "leave out redirect_uri", func(t *T) {
			if t.Kit.Client.QueryRedirectURI == "" {
				t.Untested("the target file names one redirect URI, which may stand in for a missing one (RFC 6749 §3.1.2.3), and no redirect_uri_with_query")
			}
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.Without("redirect_uri")), check.NoCode("invalid_request"))
		}),
		on("AUT-29", "leave out client_id", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Consents, scenarios.Without("client_id")), check.OnPage())
		}),
	}
}

// authorizingBlanks holds requests to parameters that say nothing. RFC 6749 §3.1.
func authorizingBlanks() []check.Check {
	return []check.Check{
		on("AUT-46", "send parameters without a value", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			names := t.unsent()
			for _, name := range []string{"scope", "state"} {
				if t.Authorize(scenarios.Consents, scenarios.Without(name)).Code() != "" {
					names = append(names, name)
				}
			}
			if len(names) == 0 {
				t.Inapplicable("no parameter of the request may be left out here")
			}
			for _, name := range names {
				t.JudgeEach(name+" without a value", t.Authorize(scenarios.Consents, scenarios.With(name, "")), check.WithCode())
			}
		}),
	}
}

// unsent are parameters that the tester's client does without.
func (t *T) unsent() []string {
	var names []string
	if !slices.Contains(strings.Fields(t.Kit.Client.Scope), "openid") { // OpenID Connect Core 1.0 §3.1.2.1
		names = append(names, "nonce")
	}
	if t.Kit.Client.PKCE == "" {
		names = append(names, "code_challenge")
	}
	return names
}

// twice repeats a parameter with its own value.
func twice(name string) scenarios.Bend {
	return func(r *scenarios.Request) { scenarios.Again(name, r.Query.Get(name))(r) }
}

// withState accepts what an answer accepts, when the state came back as it was
// sent.
func withState(a check.Answer, state string) check.Answer {
	return a.ThatLands("has the state unchanged", func(l *scenarios.Landing) bool {
		return slices.Equal(l.Answer["state"], []string{state})
	})
}

// authorizingRedirects holds the endpoint to the registered redirect URI.
func authorizingRedirects() []check.Check {
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
