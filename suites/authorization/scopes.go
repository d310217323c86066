package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// scopes holds the endpoint to the scopes that a request asks for.
// RFC 6749 §3.3.
func scopes() []check.Check {
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
				return check.SameScope(r.Grant.Scope, first.Scope)
			}))
		}),
	}
}

// consent holds the endpoint to the will of the resource owner.
func consent() []check.Check {
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
			t.Require(asked, "a page between the login and the answer", "%d answers, none of them such a page", len(l.Pages))
		}, check.Looks),
	}
}
