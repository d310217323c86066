package suites

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// authorizingScopes holds the endpoint to the scopes that a request asks for.
// RFC 6749 §3.3.
func authorizingScopes() []check.Check {
	return []check.Check{
		on("AUT-31", "ask for a scope that does not exist", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			unknown := "assay_" + strings.ToLower(t.Nonce())
			l := t.Visit(t.AskingFor(strings.Join(append(t.Scope(), unknown), " ")), scenarios.Consents)
			if l.Code() == "" {
				t.Judge(l, check.NoCode("invalid_scope"))
				t.Measure("an unknown scope", "is refused")
				return
			}
			r := t.Exchange(l.Code())
			t.Judge(r, check.Granted().That("names the scopes that remain", func(r *scenarios.Reply) bool {
				return r.Grant.Scope != "" && !slices.Contains(strings.Fields(r.Grant.Scope), unknown)
			}))
			t.Measure("an unknown scope", "is dropped, and the answer says so")
		}),
		on("AUT-32", "ask for the scopes in the other order", func(t *T) {
			names := t.Scope()
			if len(names) < 2 {
				t.Untested("the target file names one scope only")
			}
			first := t.Granted(t.Exchange(t.Code()))
			slices.Reverse(names)
			l := t.Visit(t.AskingFor(strings.Join(names, " ")), scenarios.Consents)
			t.Judge(l, check.WithCode())
			r := t.Exchange(l.Code())
			t.Judge(r, check.Granted().That("grants the same scopes", func(r *scenarios.Reply) bool {
				return sameScope(r.Grant.Scope, first.Scope)
			}))
		}),
	}
}

// authorizingConsent holds the endpoint to the will of the resource owner.
func authorizingConsent() []check.Check {
	return []check.Check{
		on("AUT-36", "log in and look for a page that asks for consent", func(t *T) {
			l := t.Authorize(scenarios.LogsIn)
			t.Control(l, check.WithCode())
			asked, loggedIn := false, false
			for _, page := range l.Pages {
				asked = asked || loggedIn && page.Status == 200
				for _, p := range page.Request.Body {
					loggedIn = loggedIn || strings.Contains(strings.ToLower(p.Name), "passw")
				}
				asked = asked || loggedIn && page.Status == 200
			}
			if !asked { // perhaps on the page of the login itself, where it can be refused then
				refused, known := t.denied()
				asked = known && refused.Finished
			}
			t.Require(asked, "a page between the login and the answer, or a login page where consent can be refused",
				"%d answers, none of them such a page", len(l.Pages))
		}, check.Looks),
	}
}

// authorizingIssuer holds the answers to RFC 9207.
func authorizingIssuer() []check.Check {
	return []check.Check{
		on("AUT-34", "look for iss in the answer", func(t *T) {
			issuer := t.Issuer()
			l := t.Authorize(scenarios.Consents)
			t.Control(l, check.WithCode())
			t.Judge(l, withIssuer(issuer))
			t.Judge(t.Metadata(), announcesIssuer())
		}, check.Looks),
		on("AUT-35", "bring about an error and look for iss", func(t *T) {
			issuer := t.Issuer()
			t.Judge(t.failed(), withIssuer(issuer))
		}),
	}
}

func withIssuer(issuer string) check.Answer {
	return check.Landed().ThatLands("names "+issuer+" in iss, once", func(l *scenarios.Landing) bool {
		return slices.Equal(l.Answer["iss"], []string{issuer})
	})
}

// announcesIssuer accepts metadata that promise iss, RFC 9207 §2.3. That they
// name the right issuer is for the chapter of discovery.
func announcesIssuer() check.Answer {
	const name = "authorization_response_iss_parameter_supported"
	return check.Reply("metadata with "+name+": true", func(r *scenarios.Reply) bool { return r.Members[name] == true })
}

// authorizingHybrid holds the endpoint to OpenID Connect Core 1.0 §3.3.
func authorizingHybrid() []check.Check {
	return []check.Check{
		on("AUT-37", "ask for a code and an ID token", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Visit(t.askingHybrid(), scenarios.Consents), check.WithCode().ThatLands("carries an ID token",
				func(l *scenarios.Landing) bool {
					return len(l.Answer["id_token"]) == 1 && l.Answer.Get("id_token") != ""
				}))
		}),
		on("AUT-38", "ask for the answer to be posted", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Visit(t.askingHybrid(), scenarios.Consents)
			t.Judge(l, check.WithCode().ThatLands("carries nothing in the address", func(l *scenarios.Landing) bool {
				return t.Client.Heard(l.URL.Query()).Get("code") == "" && l.URL.Fragment == ""
			}))
		}),
		on("AUT-39", "leave out the nonce of a hybrid request", func(t *T) {
			t.Control(t.Visit(t.askingHybrid(), scenarios.Consents), check.WithCode())
			l := t.Visit(t.askingHybrid(), scenarios.Consents, scenarios.Without("nonce"))
			t.Judge(l, check.NoCode("invalid_request"))
		}),
	}
}

// askingHybrid is a hybrid request whose answer is to be posted.
func (t *T) askingHybrid() scenarios.Step {
	step := t.AskingFor(t.OpenID())
	step.ResponseType, step.ResponseMode, step.OIDCNonce = "code id_token", "form_post", t.Nonce()
	return step
}

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
	step := t.AskingFor(t.OpenID())
	step.ResponseType, step.OIDCNonce = "id_token token", t.Nonce()
	step.Challenge, step.ChallengeMethod = "", ""
	return step
}

// sameScope says whether two scopes hold the same names, in whatever order.
// RFC 6749 §3.3.
func sameScope(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// within says whether every name of a scope stands in another.
func within(scope, all string) bool {
	for name := range strings.FieldsSeq(scope) {
		if !slices.Contains(strings.Fields(all), name) {
			return false
		}
	}
	return true
}
