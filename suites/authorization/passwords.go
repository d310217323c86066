package authorization

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// passwords holds the login to the one password that is right, and to where it and
// what it brings are kept.
func passwords() []check.Check {
	return []check.Check{
		on("AUT-54", "look at how the password is sent", func(t *T) {
			l := t.Authorize(scenarios.LogsIn)
			t.Control(l, check.WithCode())
			if t.entered(l).password == "" {
				t.Inapplicable("the password is not seen with this way of logging in")
			}
			for _, page := range l.Pages {
				t.Judge(page, check.Reply("an address without the password", func(r *scenarios.Reply) bool {
					return !slices.ContainsFunc(r.Request.Query, func(p scenarios.Param) bool {
						return strings.Contains(strings.ToLower(p.Name), "passw")
					})
				}))
			}
		}, check.Looks),
		on("AUT-55", "log in with the cookies that somebody else has planted, and come with them as that one", fixation, check.Attacks),
		on("AUT-58", "log in with a wrong password, and come again in the same browser", failedLogin, check.Attacks),
		on("AUT-56", "log in with what only resembles the password", misspeltPasswords, check.Destructive, check.Guesses),
	}
}

// fixation has an attacker open the login, have somebody log in with the cookies of
// that, and come again with them.
func fixation(t *T) {
	before := t.Authorize(scenarios.Waits)
	t.Control(before, check.OnPage())
	planted := map[string]string{}
	for _, c := range cookiesOf(before) {
		planted[c.cookie.Name] = c.cookie.Value
	}
	switch {
	case !asksPassword(before):
		t.Inapplicable("the first page asks for no password, so that nobody can tell a session from none by it")
	case len(planted) == 0:
		t.Inapplicable("no cookie is set before the login")
	}
	step := t.Asking()
	step.Plants = planted
	t.Control(t.Visit(step, scenarios.LogsIn), check.WithCode())
	step.State = t.Nonce()
	t.Judge(t.Visit(step, scenarios.Waits), check.Landing("the login again", asksPassword))
}

// failedLogin has a browser come again whose login has failed.
func failedLogin(t *T) {
	t.Control(t.Authorize(scenarios.LogsIn), check.WithCode())
	failed := t.Authorize(scenarios.Mistypes)
	if !failed.Entered {
		t.Untested("no password was sent: the visit ended at %s", check.Describe(failed))
	}
	t.Control(failed, check.Either(check.OnPage(), check.NoCode("access_denied")))
	step := t.Asking()
	step.Plants = map[string]string{}
	for _, c := range cookiesOf(failed) {
		step.Plants[c.cookie.Name] = c.cookie.Value
	}
	before := t.Authorize(scenarios.Waits)
	switch {
	case len(step.Plants) == 0:
		t.Inapplicable("no cookie was set up to the failed login")
	case !asksPassword(before):
		t.Inapplicable("the first page asks for no password, so that nobody can tell a session from none by it")
	}
	t.Judge(t.Visit(step, scenarios.Waits), check.Landing("the login again", asksPassword))
}

var passwordField = regexp.MustCompile(`(?i)type\s*=\s*["']?password\b`)

// asksPassword says whether a visit ended on a page with a field for a password, or
// on one that refuses what was asked.
func asksPassword(l *scenarios.Landing) bool {
	r := l.Last()
	return l.URL == nil && r != nil && (r.Status >= http.StatusBadRequest || passwordField.Match(r.Body))
}

// misspeltPasswords logs in with every near miss of the password, and with the
// passwords of others.
func misspeltPasswords(t *T) {
	l := t.Authorize(scenarios.LogsIn)
	t.Control(l, check.WithCode())
	right := t.entered(l).password
	if right == "" {
		t.Untested("the password is not seen with this way of logging in")
	}
	misses := nearmiss.Of(nearmiss.Password, right, t.othersPasswords()...)
	seen := t.Swept(misses, func(m nearmiss.Miss) any {
		step := t.Asking()
		step.Retypes = map[string]string{right: m.Value}
		l := t.Visit(step, scenarios.LogsIn)
		if l.Code() != "" && !slices.ContainsFunc(l.Pages, func(p *scenarios.Reply) bool { return sends(p.Request, m.Value) }) {
			t.Untested("no other password could be sent with this way of logging in")
		}
		return l
	})
	t.JudgeAll(seen, turned())
	if l := t.Authorize(scenarios.LogsIn); l.Code() == "" {
		t.Untested("after %d wrong passwords the right one opens nothing either, so that it cannot be said what they were refused for: %s", len(misses), check.Describe(l))
	}
}

// turned accepts a visit that gave no code: by a page, by an error, or by a wish to be
// asked less often, as guessing may be answered.
func turned() check.Answer {
	a := check.Landing("no code", func(l *scenarios.Landing) bool {
		r := l.Last()
		return l.Code() == "" && (l.URL != nil || r != nil && r.Status < http.StatusInternalServerError && r.Status != 0)
	})
	a.JudgesBroken = true
	return a
}

// othersPasswords are those of the other people of the target file.
func (t *T) othersPasswords() (out []nearmiss.Miss) {
	for _, how := range []scenarios.Conduct{scenarios.AsMember, scenarios.AsOther} {
		as := map[scenarios.Conduct]string{scenarios.AsMember: "the password of a member", scenarios.AsOther: "the password of another person"}[how]
		step := t.Asking()
		l, err := t.GoThrough(step, step.RedirectURI, how)
		if errors.Is(err, scenarios.ErrNoConduct) || err != nil {
			continue
		}
		if other := t.entered(l).password; other != "" {
			out = append(out, nearmiss.Crossed(as, other))
		}
	}
	return out
}

// sends says whether a request sends a value in one of its fields.
func sends(r scenarios.Request, value string) bool {
	return slices.ContainsFunc(slices.Concat(r.Body, r.Query), func(p scenarios.Param) bool { return p.Value == value }) ||
		r.Raw != nil && strings.Contains(string(r.Raw), value)
}
