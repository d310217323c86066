package authorization

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// answers holds the good answer to its shape.
func answers() []check.Check {
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

// withState accepts what an answer accepts, when the state came back as it was
// sent.
func withState(a check.Answer, state string) check.Answer {
	return a.ThatLands("has the state unchanged", func(l *scenarios.Landing) bool {
		return slices.Equal(l.Answer["state"], []string{state})
	})
}
