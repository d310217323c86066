package suites

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// authorizingImplicit holds the endpoint to the implicit flow of OpenID Connect
// Core 1.0 §3.2, where a server still offers it.
func authorizingImplicit(w World) {
	w.Check("AUT-41", "ask for an access token and an ID token", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		step := t.askingImplicit()
		l := t.visit(step, scenarios.Consents)
		t.Judge(l, WithTokens().thatLands("carries token_type bearer and the state", func(l *scenarios.Landing) bool {
			return strings.EqualFold(l.Answer.Get("token_type"), "bearer") && slices.Equal(l.Answer["state"], []string{step.State})
		}))
		t.Judge(t.Call(scenarios.Bearer(l.Answer.Get("access_token"))), Alive())
	})
	w.Check("AUT-42", "leave out the nonce of an implicit request", func(t *Trial) {
		t.Control(t.visit(t.askingImplicit(), scenarios.Consents), WithTokens())
		l := t.visit(t.askingImplicit(), scenarios.Consents, scenarios.Without("nonce"))
		t.Judge(l, Either(OnPage(), WithError("invalid_request").thatLands("carries no tokens", func(l *scenarios.Landing) bool {
			return !l.Answer.Has("access_token") && !l.Answer.Has("id_token")
		})))
	})
	w.Check("AUT-43", "look for a refresh token in an implicit answer", func(t *Trial) {
		l := t.visit(t.askingImplicit(), scenarios.Consents)
		t.Control(l, WithTokens())
		t.Judge(l, WithTokens().thatLands("carries no refresh token", func(l *scenarios.Landing) bool {
			return !l.Answer.Has("refresh_token")
		}))
	})
	w.Check("AUT-44", "ask for an implicit answer in the query", func(t *Trial) {
		t.Control(t.visit(t.askingImplicit(), scenarios.Consents), WithTokens())
		step := t.askingImplicit()
		step.ResponseMode = "query"
		l := t.visit(step, scenarios.Consents)
		t.Judge(l, Either(OnPage(), landing("sent to the redirect URI with an error, or with tokens that do not stand in the query",
			func(l *scenarios.Landing) bool {
				if l.URL == nil || !l.Answer.Has("error") && !l.Answer.Has("access_token") && !l.Answer.Has("id_token") {
					return false
				}
				query := l.URL.Query()
				return !query.Has("access_token") && !query.Has("id_token")
			})))
	})
}

// WithTokens accepts a visit that ended at the redirect URI with an access
// token and an ID token, one of each, OpenID Connect Core 1.0 §3.2.2.5.
func WithTokens() Answer {
	return landing("sent to the redirect URI with an access token and an ID token", func(l *scenarios.Landing) bool {
		one := func(name string) bool { return len(l.Answer[name]) == 1 && l.Answer.Get(name) != "" }
		return l.URL != nil && !l.Answer.Has("error") && one("access_token") && one("id_token")
	})
}

// askingImplicit is an implicit request. Its answer stands in the fragment
// unless something else is asked for; a proof key is for codes.
func (t *Trial) askingImplicit() scenarios.Step {
	step := t.askingFor(t.openid())
	step.ResponseType, step.OIDCNonce = "id_token token", t.Nonce()
	step.Challenge, step.ChallengeMethod = "", ""
	return step
}
