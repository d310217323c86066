package temporary

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// guesses are passwords that a careless server gives to whom it creates.
var guesses = []string{"", "password", "test", "secret", "123456", "changeme"}

// temporaryLoggingIn is who can log in without a temporary token.
func temporaryLoggingIn() []check.Check {
	return []check.Check{
		on("TMP-16", "log in as a user who has no password", func(t *T) {
			if t.Held.SignIn == nil {
				t.Untested("the target file does not say where users log in (temporary.login)")
			}
			known, stranger := t.somebody(), t.somebody()
			known.Password = t.Nonce()
			t.issued(known)
			t.Control(t.logIn(known, known.Password), check.Alive())
			t.Control(t.logIn(known, t.Nonce()), check.Turned())
			t.issued(stranger)
			email, _ := stranger.Email.(string)
			var all []labelled[*scenarios.Reply]
			for _, guess := range append([]string{email}, guesses...) {
				all = append(all, labelled[*scenarios.Reply]{"the password " + inJSON(guess), t.logIn(stranger, guess)})
			}
			t.each(all, check.Turned())
			t.Control(t.logIn(known, known.Password), check.Alive())
		}, check.Attacks),
	}
}

// logIn logs a user in.
func (t *T) logIn(who scenarios.Asked, password string) *scenarios.Reply {
	email, _ := who.Email.(string)
	return t.LogIn(email, password)
}
