package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
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
		on("AUT-49", "ask for what only resembles a scope", misspeltScopes),
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

// misspeltScopes asks for each near miss of one scope, with another one beside it:
// what is no scope is refused, or what is granted says that it is not there.
func misspeltScopes(t *T) {
	names := t.Scope()
	if len(names) < 2 {
		t.Inapplicable("the target file names one scope only, and a server may have others for who asks for none")
	}
	real, rest := names[0], names[1:]
	t.Control(t.Authorize(scenarios.Consents), check.WithCode())
	unknown := t.Visit(t.AskingFor(strings.Join(append(slices.Clone(rest), "assay_"+strings.ToLower(t.Nonce())), " ")), scenarios.LogsIn)
	if unknown.Code() != "" && t.Granted(t.Exchange(unknown.Code())).Scope == "" {
		t.Inapplicable("which scopes remain of unknown ones is not said, which is for AUT-31 to judge")
	}
	misses := slices.DeleteFunc(nearmiss.Of(nearmiss.Scope, real), func(m nearmiss.Miss) bool { return m.Value == "" || slices.Contains(names, m.Value) })
	seen := t.Swept(misses, func(m nearmiss.Miss) any {
		l := t.Visit(t.AskingFor(strings.Join(append(slices.Clone(rest), m.Value), " ")), scenarios.LogsIn)
		if l.Code() == "" {
			return l
		}
		return t.Exchange(l.Code())
	})
	refused := check.NoCode("invalid_scope")
	t.JudgeAll(seen, check.Either(refused, check.Granted().That("names its scopes, none beside "+strings.Join(rest, " "), func(r *scenarios.Reply) bool {
		return r.Grant.Scope != "" && check.Within(r.Grant.Scope, strings.Join(rest, " "))
	})))
}
