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
			t.Judge(t.Visit(t.Hybrid(), scenarios.Consents), check.WithCode().ThatLands("carries an ID token",
				func(l *scenarios.Landing) bool {
					return len(l.Answer["id_token"]) == 1 && l.Answer.Get("id_token") != ""
				}))
		}),
		on("AUT-38", "ask for the answer to be posted", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Visit(t.Hybrid(), scenarios.Consents)
			t.Judge(l, check.WithCode().ThatLands("carries nothing in the address", func(l *scenarios.Landing) bool {
				return t.Client.Heard(l.URL.Query()).Get("code") == "" && l.URL.Fragment == ""
			}))
		}),
		on("AUT-39", "leave out the nonce of a hybrid request", func(t *T) {
			t.Control(t.Visit(t.Hybrid(), scenarios.Consents), check.WithCode())
			l := t.Visit(t.Hybrid(), scenarios.Consents, scenarios.Without("nonce"))
			t.Judge(l, check.NoCode("invalid_request"))
		}),
	}
}

// implicit holds the endpoint to the implicit flow of OpenID Connect
// Core 1.0 §3.2, where a server still offers it.
func implicit() []check.Check {
	return []check.Check{
		on("AUT-41", "ask for an access token and an ID token", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			step := t.Implicit()
			l := t.Visit(step, scenarios.Consents)
			t.Judge(l, check.WithTokens().ThatLands("carries token_type bearer and the state", func(l *scenarios.Landing) bool {
				return strings.EqualFold(l.Answer.Get("token_type"), "bearer") && slices.Equal(l.Answer["state"], []string{step.State})
			}))
			t.Judge(t.Call(scenarios.Bearer(l.Answer.Get("access_token"))), check.Alive())
		}),
		on("AUT-42", "leave out the nonce of an implicit request", func(t *T) {
			t.Control(t.Visit(t.Implicit(), scenarios.Consents), check.WithTokens())
			l := t.Visit(t.Implicit(), scenarios.Consents, scenarios.Without("nonce"))
			t.Judge(l, check.Either(check.OnPage(), check.WithError("invalid_request").ThatLands("carries no tokens", func(l *scenarios.Landing) bool {
				return !l.Answer.Has("access_token") && !l.Answer.Has("id_token")
			})))
		}),
		on("AUT-43", "look for a refresh token in an implicit answer", func(t *T) {
			l := t.Visit(t.Implicit(), scenarios.Consents)
			t.Control(l, check.WithTokens())
			t.Judge(l, check.WithTokens().ThatLands("carries no refresh token", func(l *scenarios.Landing) bool {
				return !l.Answer.Has("refresh_token")
			}))
		}),
		on("AUT-44", "ask for an implicit answer in the query", func(t *T) {
			t.Control(t.Visit(t.Implicit(), scenarios.Consents), check.WithTokens())
			step := t.Implicit()
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
