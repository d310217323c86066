package suites

import (
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// hygieneSecrets looks for what no answer should hold.
func hygieneSecrets(w World) {
	w.Check("HYG-04", "look for secret, code and token in the refusals of the token endpoint", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		wrong := t.Held.Client
		wrong.Secret = t.Nonce()
		code, token := t.Nonce(), t.Nonce()
		t.refusalsKeepBack([]string{t.Held.Client.Secret, wrong.Secret, code, token}, []labelled[*scenarios.Reply]{
			{"an unknown code", t.Exchange(code)}, {"a wrong secret", t.exchangeAs(wrong, code)}, {"an unknown refresh token", t.Refresh(token)},
		})
	}, Attacks)
	w.Check("HYG-05", "look for the credential in the refusals of the API", func(t *Trial) {
		t.Control(t.Call(t.atHand()), Alive())
		token, pair := t.Nonce(), scenarios.Basic(t.Nonce(), t.Nonce())
		seen := []labelled[*scenarios.Reply]{{"an unknown token", t.Call(scenarios.Bearer(token))}}
		if t.Held.Basic != nil {
			seen = append(seen, labelled[*scenarios.Reply]{"an unknown pair", t.Call(pair)})
		}
		t.refusalsKeepBack([]string{token, pair.Secret, encoded(pair)}, seen)
	})
	w.Check("HYG-06", "look for traces of the server's insides in refusals", func(t *Trial) {
		untold := reply("an answer without trace, query or path", func(r *scenarios.Reply) bool { return !showsInsides(r.Body) })
		untold.JudgesBroken = true // a server error is for other requirements; what it shows is for this one
		looked := 0
		for _, r := range t.anyRefusals() {
			if refused(r) || r.Status >= 500 {
				t.Judge(r, untold)
				looked++
			}
		}
		if looked == 0 {
			t.Untested("nothing was refused, so that there is no refusal to look at")
		}
	}, Attacks)
	w.Check("HYG-08", "look for the password on the page of a failed login", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Mistypes)
		password := t.mistyped(l)
		t.sound(l)
		if l.URL != nil || l.Last() == nil {
			t.Untested("the login with a wrong password did not end on a page: %s", describe(l))
		}
		t.Judge(l.Last(), reply("a page without the password", func(r *scenarios.Reply) bool {
			return !strings.Contains(string(r.Body), password)
		}))
	}, Attacks)
}

// anyRefusals are refusals of every kind that the tester can bring about.
func (t *Trial) anyRefusals() []*scenarios.Reply {
	if t.keysOnly() {
		pair := t.keyHolder()
		return []*scenarios.Reply{t.Call(scenarios.Basic(pair.User, t.Nonce())), t.Call(scenarios.Basic(t.Nonce(), t.Nonce())), t.anonymous()}
	}
	t.Control(t.Exchange(t.Code()), Granted())
	return append(t.refusals(), t.Call(scenarios.Bearer(t.Nonce())), t.anonymous())
}

// refusalsKeepBack looks for the secrets in those answers that are refusals; one
// at least has to be.
func (t *Trial) refusalsKeepBack(secrets []string, seen []labelled[*scenarios.Reply]) {
	looked := 0
	for _, r := range seen {
		if refused(r.thing) || r.thing.Status >= 500 {
			t.JudgeEach(r.as, r.thing, keepsBack(secrets...))
			looked++
		}
	}
	if looked == 0 {
		t.Untested("nothing was refused, so that there is no refusal to look at")
	}
}

// mistyped returns the wrong password that a visit sent.
func (t *Trial) mistyped(l *scenarios.Landing) string {
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
