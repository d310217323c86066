package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// hybrid holds the endpoint to OpenID Connect Core 1.0 §3.3.
func hybrid() []check.Check {
	return []check.Check{
		on("AUT-37", "ask for a code and an ID token", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Visit(Hybrid(t.T), scenarios.Consents), check.WithCode().ThatLands("carries an ID token",
				func(l *scenarios.Landing) bool {
					return len(l.Answer["id_token"]) == 1 && l.Answer.Get("id_token") != ""
				}))
		}),
		on("AUT-38", "ask for the answer to be posted", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Visit(Hybrid(t.T), scenarios.Consents)
			t.Judge(l, check.WithCode().ThatLands("carries nothing in the address", func(l *scenarios.Landing) bool {
				return t.Client.Heard(l.URL.Query()).Get("code") == "" && l.URL.Fragment == ""
			}))
		}),
		on("AUT-39", "leave out the nonce of a hybrid request", func(t *T) {
			t.Control(t.Visit(Hybrid(t.T), scenarios.Consents), check.WithCode())
			l := t.Visit(Hybrid(t.T), scenarios.Consents, scenarios.Without("nonce"))
			t.Judge(l, check.NoCode("invalid_request"))
		}),
	}
}

// Hybrid is a hybrid request whose answer is to be posted.
func Hybrid(t *check.T) scenarios.Step {
	step := t.AskingFor(t.OpenID())
	step.ResponseType, step.ResponseMode, step.OIDCNonce = "code id_token", "form_post", t.Nonce()
	return step
}

// implicit holds the endpoint to the implicit flow of OpenID Connect
// Core 1.0 §3.2, where a server still offers it.
func implicit() []check.Check {
	return []check.Check{
		on("AUT-41", "ask for an access token and an ID token", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			step := Implicit(t.T)
			l := t.Visit(step, scenarios.Consents)
			t.Judge(l, WithTokens().ThatLands("carries token_type bearer and the state", func(l *scenarios.Landing) bool {
				return strings.EqualFold(l.Answer.Get("token_type"), "bearer") && slices.Equal(l.Answer["state"], []string{step.State})
			}))
			t.Judge(t.Call(scenarios.Bearer(l.Answer.Get("access_token"))), check.Alive())
		}),
		on("AUT-42", "leave out the nonce of an implicit request", func(t *T) {
			t.Control(t.Visit(Implicit(t.T), scenarios.Consents), WithTokens())
			l := t.Visit(Implicit(t.T), scenarios.Consents, scenarios.Without("nonce"))
			t.Judge(l, check.Either(check.OnPage(), check.WithError("invalid_request").ThatLands("carries no tokens", func(l *scenarios.Landing) bool {
				return !l.Answer.Has("access_token") && !l.Answer.Has("id_token")
			})))
		}),
		on("AUT-43", "look for a refresh token in an implicit answer", func(t *T) {
			l := t.Visit(Implicit(t.T), scenarios.Consents)
			t.Control(l, WithTokens())
			t.Judge(l, WithTokens().ThatLands("carries no refresh token", func(l *scenarios.Landing) bool {
				return !l.Answer.Has("refresh_token")
			}))
		}),
		on("AUT-44", "ask for an implicit answer in the query", func(t *T) {
			t.Control(t.Visit(Implicit(t.T), scenarios.Consents), WithTokens())
			step := Implicit(t.T)
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

// Implicit is an implicit request. Its answer stands in the fragment
// unless something else is asked for; a proof key is for codes.
func Implicit(t *check.T) scenarios.Step {
	step := t.AskingFor(t.OpenID())
	step.ResponseType, step.OIDCNonce = "id_token token", t.Nonce()
	step.Challenge, step.ChallengeMethod = "", ""
	return step
}
