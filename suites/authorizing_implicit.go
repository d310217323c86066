package suites

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// authorizingImplicit holds the endpoint to the implicit flow of OpenID Connect
// Core 1.0 §3.2, where a server still offers it.
func authorizingImplicit() []check.Check {
	return []check.Check{
		on("AUT-41", "ask for an access token and an ID token", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			step := t.askingImplicit()
			l := t.Visit(step, scenarios.Consents)
			t.Judge(l, WithTokens().ThatLands("carries token_type bearer and the state", func(l *scenarios.Landing) bool {
				return strings.EqualFold(l.Answer.Get("token_type"), "bearer") && slices.Equal(l.Answer["state"], []string{step.State})
			}))
			t.Judge(t.Call(scenarios.Bearer(l.Answer.Get("access_token"))), check.Alive())
		}),
		on("AUT-42", "leave out the nonce of an implicit request", func(t *T) {
			t.Control(t.Visit(t.askingImplicit(), scenarios.Consents), WithTokens())
			l := t.Visit(t.askingImplicit(), scenarios.Consents, scenarios.Without("nonce"))
			t.Judge(l, check.Either(check.OnPage(), check.WithError("invalid_request").ThatLands("carries no tokens", func(l *scenarios.Landing) bool {
				return !l.Answer.Has("access_token") && !l.Answer.Has("id_token")
			})))
		}),
		on("AUT-43", "look for a refresh token in an implicit answer", func(t *T) {
			l := t.Visit(t.askingImplicit(), scenarios.Consents)
			t.Control(l, WithTokens())
			t.Judge(l, WithTokens().ThatLands("carries no refresh token", func(l *scenarios.Landing) bool {
				return !l.Answer.Has("refresh_token")
			}))
		}),
		on("AUT-44", "ask for an implicit answer in the query", func(t *T) {
			t.Control(t.Visit(t.askingImplicit(), scenarios.Consents), WithTokens())
			step := t.askingImplicit()
			step.ResponseMode = "query"
			l := t.Visit(step, scenarios.Consents)
			t.Judge(l, check.Either(check.OnPage(), check.Landing("sent to the redirect URI with an error, or with tokens that do not stand in the query",
				func(l *scenarios.Landing) bool {
					if l.URL == nil || !l.Answer.Has("error") && !l.Answer.Has("access_token") && !l.Answer.Has("id_token") {
						return false
					}
					query := l.URL.Query()
					return !query.Has("access_token") && !query.Has("id_token")
				})))
		}),
	}
}

// WithTokens accepts a visit that ended at the redirect URI with an access
// token and an ID token, one of each, OpenID Connect Core 1.0 §3.2.2.5.
func WithTokens() check.Answer {
	return check.Landing("sent to the redirect URI with an access token and an ID token", func(l *scenarios.Landing) bool {
		one := func(name string) bool { return len(l.Answer[name]) == 1 && l.Answer.Get(name) != "" }
		return l.URL != nil && !l.Answer.Has("error") && one("access_token") && one("id_token")
	})
}

// askingImplicit is an implicit request. Its answer stands in the fragment
// unless something else is asked for; a proof key is for codes.
func (t *T) askingImplicit() scenarios.Step {
	step := t.askingFor(t.openid())
	step.ResponseType, step.OIDCNonce = "id_token token", t.Nonce()
	step.Challenge, step.ChallengeMethod = "", ""
	return step
}
