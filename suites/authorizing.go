package suites

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// authorizing is the chapter of the authorization endpoint: who gets a code,
// and where it is sent. RFC 6749 §4.1.1 and §4.1.2.
func authorizing(w World) {
	authorizingAnswers(w)
	authorizingOwners(w)
	authorizingDenial(w)
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
	}, Looks)
	w.Check("AUT-02", "log in and consent", func(t *Trial) {
		t.Judge(t.Authorize(scenarios.Consents), WithCode())
	}, Looks)
	w.Check("AUT-03", "send every printable character, and a thousand of them", func(t *Trial) {
		for _, state := range []string{printable(), strings.Repeat("0123456789", 100)} {
			l := t.Authorize(scenarios.Consents, scenarios.With("state", state))
			t.JudgeEach("the state "+brief(state)+" came back as "+brief(l.Answer.Get("state")), l, withState(Landed(), state))
		}
	})
	w.Check("AUT-04", "bring about an error and look at the state", func(t *Trial) {
		state := t.Nonce() + " +%&="
		t.Judge(t.failed(scenarios.With("state", state)), withState(Landed(), state))
	})
	w.Check("AUT-05", "count the members of the authorization response", func(t *Trial) {
		l := t.Authorize(scenarios.Consents)
		t.Control(l, WithCode())
		t.Judge(l, landing("code and state once each, and no error", func(l *scenarios.Landing) bool {
			return len(l.Answer["code"]) == 1 && len(l.Answer["state"]) == 1 && !l.Answer.Has("error")
		}))
	}, Looks)
	w.Check("AUT-27", "compare three codes", func(t *Trial) {
		t.requireUnguessable("code", t.Code(), t.Code(), t.Code())
	}, Looks)
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
			t.JudgeEach(name+" twice", t.Authorize(scenarios.Consents, twice(name)), NoCode("invalid_request"))
		}
	})
	w.Check("AUT-16", "send an empty response_type", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Consents, scenarios.With("response_type", ""))
		t.Judge(l, NoCode("invalid_request", "unsupported_response_type"))
	})
	w.Check("AUT-40", "leave out redirect_uri", func(t *Trial) {
		if t.Held.Client.QueryRedirectURI == "" {
			t.Untested("the target file names one redirect URI, which may stand in for a missing one (RFC 6749 §3.1.2.3), and no redirect_uri_with_query")
		}
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Consents, scenarios.Without("redirect_uri")), NoCode("invalid_request"))
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
