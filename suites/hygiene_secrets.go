package suites

import (
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// hygieneSecrets looks for what no answer should hold.
func hygieneSecrets() []check.Check {
	return []check.Check{
		on("HYG-04", "look for secret, code and token in the refusals of the token endpoint", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			wrong := t.Held.Client
			wrong.Secret = t.Nonce()
			code, token := t.Nonce(), t.Nonce()
			t.refusalsKeepBack([]string{t.Held.Client.Secret, wrong.Secret, code, token}, []labelled[*scenarios.Reply]{
				{"an unknown code", t.Exchange(code)}, {"a wrong secret", t.exchangeAs(wrong, code)}, {"an unknown refresh token", t.Refresh(token)},
			})
		}, check.Attacks),
		on("HYG-05", "look for the credential in the refusals of the API", func(t *T) {
			t.Control(t.Call(t.atHand()), check.Alive())
			token, pair := t.Nonce(), scenarios.Basic(t.Nonce(), t.Nonce())
			seen := []labelled[*scenarios.Reply]{{"an unknown token", t.Call(scenarios.Bearer(token))}}
			if t.Held.Basic != nil {
				seen = append(seen, labelled[*scenarios.Reply]{"an unknown pair", t.Call(pair)})
			}
			t.refusalsKeepBack([]string{token, pair.Secret, check.Encoded(pair)}, seen)
		}),
		on("HYG-06", "look for traces of the server's insides in refusals", func(t *T) {
			untold := check.Reply("an answer without trace, query or path", func(r *scenarios.Reply) bool { return !check.ShowsInsides(r.Body) })
			untold.JudgesBroken = true // a server error is for other requirements; what it shows is for this one
			looked := 0
			for _, r := range t.anyRefusals() {
				if check.IsRefused(r) || r.Status >= 500 {
					t.Judge(r, untold)
					looked++
				}
			}
			if looked == 0 {
				t.Untested("nothing was refused, so that there is no refusal to look at")
			}
		}, check.Attacks),
		on("HYG-08", "look for the password on the page of a failed login", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Mistypes)
			password := t.mistyped(l)
			t.Sound(l)
			if l.URL != nil || l.Last() == nil {
				t.Untested("the login with a wrong password did not end on a page: %s", check.Describe(l))
			}
			t.Judge(l.Last(), check.Reply("a page without the password", func(r *scenarios.Reply) bool {
				return !strings.Contains(string(r.Body), password)
			}))
		}, check.Attacks),
	}
}

// anyRefusals are refusals of every kind that the tester can bring about.
func (t *T) anyRefusals() []*scenarios.Reply {
	if t.keysOnly() {
		pair := t.KeyHolder()
		return []*scenarios.Reply{t.Call(scenarios.Basic(pair.User, t.Nonce())), t.Call(scenarios.Basic(t.Nonce(), t.Nonce())), t.anonymous()}
	}
	t.Control(t.Exchange(t.Code()), check.Granted())
	return append(t.refusals(), t.Call(scenarios.Bearer(t.Nonce())), t.anonymous())
}

// refusalsKeepBack looks for the secrets in those answers that are refusals; one
// at least has to be.
func (t *T) refusalsKeepBack(secrets []string, seen []labelled[*scenarios.Reply]) {
	looked := 0
	for _, r := range seen {
		if check.IsRefused(r.thing) || r.thing.Status >= 500 {
			t.JudgeEach(r.as, r.thing, check.KeepsBack(secrets...))
			looked++
		}
	}
	if looked == 0 {
		t.Untested("nothing was refused, so that there is no refusal to look at")
	}
}

// mistyped returns the wrong password that a visit sent.
func (t *T) mistyped(l *scenarios.Landing) string {
	for _, page := range l.Pages {
		for _, p := range page.Request.Body {
			if strings.Contains(strings.ToLower(p.Name), "passw") {
				return page.Request.Body.Get(p.Name)
			}
		}
	}
	t.Untested("no password was asked for")
	return ""
}
