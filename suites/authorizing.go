package suites

import (
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// authorizing is the chapter of the authorization endpoint: who gets a code,
// and where it is sent. RFC 6749 §4.1.1 and §4.1.2.
func authorizing(w World) {
	authorizingAnswers(w)
	authorizingOwners(w)
	authorizingRequests(w)
	authorizingRedirects(w)
	authorizingPages(w)
	authorizingScopes(w)
	authorizingConsent(w)
	authorizingIssuer(w)
	authorizingHybrid(w)
	authorizingImplicit(w)
	w.wordings("AUT-45", "look at the codes of refused authorization requests", kindAuthorize, NoCode("unsupported_response_type"),
		func(t *Trial) any {
			t.Control(t.Authorize(scenarios.Consents), WithCode())
			return t.Authorize(scenarios.Consents, scenarios.With("response_type", "assay"))
		})
}

// authorizingAnswers holds the good answer to its shape.
func authorizingAnswers(w World) {
	w.Check("AUT-01", "open the authorization endpoint and wait", func(t *Trial) {
		l := t.Authorize(scenarios.Waits)
		t.Judge(l, OnPage())
		t.Judge(l.Last(), reply("200 with a page", func(r *scenarios.Reply) bool {
			return r.Status == 200 && strings.Contains(r.Header.Get("Content-Type"), "html")
		}))
	})
	w.Check("AUT-02", "log in and consent", func(t *Trial) {
		t.Judge(t.Authorize(scenarios.Consents), WithCode())
	})
	w.Check("AUT-03", "send every printable character, and a thousand of them", func(t *Trial) {
		for _, state := range []string{printable(), strings.Repeat("0123456789", 100)} {
			t.Judge(t.Authorize(scenarios.Consents, scenarios.With("state", state)), withState(Landed(), state))
		}
	})
	w.Check("AUT-04", "refuse consent and look at the state", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		state := t.Nonce() + " +%&="
		l := t.denied(scenarios.With("state", state))
		t.Control(l, WithError("access_denied"))
		t.Judge(l, withState(Landed(), state))
	})
	w.Check("AUT-05", "count the members of the authorization response", func(t *Trial) {
		l := t.Authorize(scenarios.Consents)
		t.Control(l, WithCode())
		t.Judge(l, landing("code and state once each, and no error", func(l *scenarios.Landing) bool {
			return len(l.Answer["code"]) == 1 && len(l.Answer["state"]) == 1 && !l.Answer.Has("error")
		}))
	})
	w.Check("AUT-27", "compare three codes", func(t *Trial) {
		t.requireUnguessable("code", t.Code(), t.Code(), t.Code())
	})
}

// authorizingOwners holds the endpoint to its resource owner.
func authorizingOwners(w World) {
	w.Check("AUT-17", "log in and refuse consent", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.denied(), WithError("access_denied"))
	})
	w.Check("AUT-18", "log in as a member without administrator rights", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.AsMember), NoCode("access_denied", "unauthorized_client"))
	})
	w.Check("AUT-19", "log in with a wrong password", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Mistypes), NoCode("access_denied"))
	})
	w.Check("AUT-20", "open the authorization endpoint and do not log in", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Waits), NoCode("access_denied", "login_required"))
	})
	w.Check("AUT-22", "consent without the hidden fields of the form", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Forges), NoCode("access_denied", "invalid_request"))
	})
	w.Check("AUT-26", "refuse consent and look at the description", func(t *Trial) {
		l := t.denied()
		t.Control(l, WithError("access_denied"))
		text := l.Answer.Get("error_description")
		t.Require(describable(text), "a description of the characters %x20-21 %x23-5B %x5D-7E, or none", "%q", text)
	})
}

// denied goes through the pages and refuses consent. A server that remembers
// an earlier consent does not ask again, and cannot be refused.
func (t *Trial) denied(bends ...scenarios.Bend) *scenarios.Landing {
	l := t.Authorize(scenarios.Denies, bends...)
	if l.Code() != "" && !l.Finished {
		t.Inapplicable("consent is not asked for again here")
	}
	return l
}

// authorizingRequests bends the parameters of the request.
func authorizingRequests(w World) {
	w.Check("AUT-06", "name a client that does not exist", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Consents, scenarios.With("client_id", t.Nonce())), OnPage())
	})
	w.Check("AUT-12", "leave out response_type", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Consents, scenarios.Without("response_type"))
		t.Judge(l, NoCode("invalid_request", "unsupported_response_type"))
	})
	w.Check("AUT-13", "ask for a response_type that does not exist", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Consents, scenarios.With("response_type", "assay"))
		t.Judge(l, NoCode("unsupported_response_type"))
	})
	w.Check("AUT-14", "add a parameter that nobody knows", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Consents, scenarios.Again("assay_unknown", "1")), WithCode())
	})
	w.Check("AUT-15", "send each parameter twice", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		for _, name := range []string{"client_id", "redirect_uri", "response_type", "state"} {
			l := t.Authorize(scenarios.Consents, twice(name))
			t.Judge(l, NoCode("invalid_request"))
		}
	})
	w.Check("AUT-16", "send an empty response_type", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Consents, scenarios.With("response_type", ""))
		t.Judge(l, NoCode("invalid_request", "unsupported_response_type"))
	})
	w.Check("AUT-40", "leave out redirect_uri", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Consents, scenarios.Without("redirect_uri")), OnPage())
	})
	w.Check("AUT-29", "leave out client_id", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Consents, scenarios.Without("client_id")), OnPage())
	})
}

// twice repeats a parameter with its own value.
func twice(name string) scenarios.Bend {
	return func(r *scenarios.Request) { scenarios.Again(name, r.Query.Get(name))(r) }
}

// withState accepts what an answer accepts, when the state came back as it was
// sent.
func withState(a Answer, state string) Answer {
	return a.thatLands("has the state unchanged", func(l *scenarios.Landing) bool {
		return slices.Equal(l.Answer["state"], []string{state})
	})
}

// printable is every character that RFC 6749 Appendix A.5 allows in a state.
func printable() string {
	var b strings.Builder
	for c := byte(0x20); c <= 0x7e; c++ {
		b.WriteByte(c)
	}
	return b.String()
}

// authorizingRedirects holds the endpoint to the registered redirect URI.
func authorizingRedirects(w World) {
	w.Check("AUT-07", "ask to be sent to somebody else's site", func(t *Trial) {
		t.refusesRedirects("https://attacker.example/callback")
	})
	w.Check("AUT-08", "ask to be sent to neighbours of the registered redirect URI", func(t *Trial) {
		t.refusesRedirects(neighbours(t.Held.Client.RedirectURI)...)
	})
	w.Check("AUT-09", "write the registered redirect URI in a roundabout way", func(t *Trial) {
		t.refusesRedirects(detours(t.Held.Client.RedirectURI)...)
	})
	w.Check("AUT-10", "add a fragment to the registered redirect URI", func(t *Trial) {
		t.refusesRedirects(t.Held.Client.RedirectURI + "#fragment")
	})
	w.Check("AUT-11", "be sent to the registered redirect URI that has a query", func(t *Trial) {
		registered := t.Held.Client.QueryRedirectURI
		if registered == "" {
			t.Untested("the target file names no redirect_uri_with_query")
		}
		own, _ := url.Parse(registered)
		step := t.asking()
		step.RedirectURI = registered
		t.Judge(t.visit(step, scenarios.Consents), Landed().thatLands("keeps the query of the redirect URI",
			func(l *scenarios.Landing) bool {
				for name, values := range own.Query() {
					if !slices.Equal(l.Answer[name], values) {
						return false
					}
				}
				return true
			}))
	})
}

// refusesRedirects asks for each redirect URI and expects never to be sent
// there.
func (t *Trial) refusesRedirects(uris ...string) {
	t.Control(t.Authorize(scenarios.Consents), WithCode())
	for _, uri := range uris {
		step := t.asking()
		step.RedirectURI = uri
		t.Judge(t.visit(step, scenarios.Consents), OnPage())
	}
}

// neighbours are URIs that only a lax comparison takes for the registered one.
func neighbours(registered string) []string {
	u, err := url.Parse(registered)
	if err != nil {
		return nil
	}
	port, user, host, upper := *u, *u, *u, *u
	port.Host = u.Hostname() + ":9"
	user.User = url.User("attacker")
	host.Host = u.Hostname() + ".attacker.example"
	upper.Path = strings.ToUpper(u.Path)
	return []string{
		registered + "/more", registered + "more", registered + "?code=attacker", registered + "/",
		port.String(), user.String(), host.String(), upper.String(),
	}
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
