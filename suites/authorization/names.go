package authorization

import (
	"errors"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// names holds the login to the one person who is named and proven, and to what it
// tells strangers of people, and of who is logged in.
func names() []check.Check {
	return []check.Check{
		on("AUT-66", "log in with a wrong password, under names that are parts of a query", queriedNames, check.Attacks),
		on("AUT-67", "log in in several browsers and look whether a session can be guessed", guessedSession),
		on("AUT-68", "log in with a wrong password, under a name that somebody has and under one that nobody has", func(t *T) {
			t.Control(t.Authorize(scenarios.LogsIn), check.WithCode())
			step := t.Asking()
			known := t.failing(step)
			t.Control(known, check.OnPage())
			name := t.entered(known).name
			if name == "" {
				t.Inapplicable("the login sends no name beside the password, as far as is seen")
			}
			of := failed(known)
			if again := failed(t.failing(step)); again.Status != of.Status || said(again, name) != said(of, name) {
				t.Inapplicable("the login says something else each time that a password is wrong")
			}
			nobody := t.Nonce()
			step.Retypes = map[string]string{name: nobody}
			unknown := t.failing(step)
			t.Judge(unknown, check.OnPage().ThatLands("says the same as of somebody", func(l *scenarios.Landing) bool {
				page := failed(l)
				return page.Status == of.Status && said(page, nobody) == said(of, name)
			}))
		}, check.Attacks),
	}
}

// failing is a visit with a wrong password.
func (t *T) failing(step scenarios.Step) *scenarios.Landing {
	l, err := t.GoThrough(step, step.RedirectURI, scenarios.Mistypes)
	switch {
	case errors.Is(err, scenarios.ErrNoConduct):
		t.Inapplicable("the login is not one by form")
	case err != nil:
		t.Untested("the pages cannot be gone through: %v", err)
	case !l.Entered && !check.IsBroken(l):
		t.Untested("no password was sent: the visit ended at %s", check.Describe(l))
	}
	return l
}

// failed is the page that answers the first password of a visit.
func failed(l *scenarios.Landing) *scenarios.Reply {
	at := max(0, slices.IndexFunc(l.Pages, func(p *scenarios.Reply) bool { return holdsPassword(p.Request) }))
	for at+1 < len(l.Pages) && l.Pages[at].Status >= 300 && l.Pages[at].Status < 400 {
		at++
	}
	return l.Pages[at]
}

var tags = regexp.MustCompile(`(?s)<(script|style)\b.*?</(script|style)>|<[^>]*>`)

// said is the text of a page that a person reads, without the name that was typed in.
func said(r *scenarios.Reply, name string) string {
	text := html.UnescapeString(tags.ReplaceAllString(string(r.Body), " "))
	return strings.Join(strings.Fields(strings.ReplaceAll(text, name, "")), " ")
}

// queriedNames logs in with names that end a text of SQL or a filter of LDAP, and what
// follows it.
func queriedNames(t *T) {
	l := t.Authorize(scenarios.LogsIn)
	t.Control(l, check.WithCode())
	name := t.entered(l).name
	if name == "" {
		t.Inapplicable("the login sends no name beside the password, as far as is seen")
	}
	var misses []nearmiss.Miss
	for _, value := range []string{
		name + "'--", name + "' -- ", name + "'#", name + `"--`, name + "' OR '1'='1", "' OR '1'='1' -- ", "' OR 1=1#", name + ")(&)", "*)(uid=*))(|(uid=*",
	} {
		misses = append(misses, nearmiss.Miss{As: "the name " + strings.ReplaceAll(value, name, "and "), Why: "a query put together from texts", Value: value})
	}
	t.Sweep(misses, func(m nearmiss.Miss) any {
		step := t.Asking()
		step.Retypes = map[string]string{name: m.Value}
		return t.failing(step)
	}, turned())
	t.Control(t.Authorize(scenarios.LogsIn), check.WithCode())
}

// guessedSession looks for a cookie that could be guessed and logs somebody in by
// itself. RFC 6749 §10.10 bounds the chance for whatever credential no person handles.
func guessedSession(t *T) {
	const browsers = 3
	values := map[string][]string{}
	for range browsers {
		l := t.Authorize(scenarios.LogsIn)
		t.Control(l, check.WithCode())
		last := map[string]string{}
		for _, c := range cookiesOf(l) {
			last[c.cookie.Name] = c.cookie.Value
		}
		for name, value := range last {
			values[name] = append(values[name], value)
		}
	}
	if len(values) == 0 {
		t.Inapplicable("the login sets no cookies")
	}
	const acceptable = "no cookie that could be guessed and by itself shows who is logged in"
	guessable := 0
	for name, of := range values {
		if len(of) < browsers || check.Unguessable(of...) {
			continue
		}
		if guessable++; guessable == 1 {
			t.asksAtFirst()
		}
		step := t.Asking()
		step.Plants = map[string]string{name: of[0]}
		l := t.Visit(step, scenarios.Waits)
		t.Sound(l)
		t.Require(asksPassword(l), acceptable, "cookie %s logs somebody in, and could be guessed: %d characters, %d values in %d browsers",
			name, len(of[0]), len(slices.Compact(slices.Sorted(slices.Values(of)))), browsers)
	}
	t.Require(true, acceptable, "%d cookies, %d of which could be guessed and log nobody in", len(values), guessable)
}

// asksAtFirst is the control of who is logged in: a browser without cookies is asked for
// the password on the first page. Where it is not, such as by a login that asks for the
// name alone at first, that page does not tell who is logged in.
func (t *T) asksAtFirst() {
	l := t.Visit(t.Asking(), scenarios.Waits)
	t.Control(l, check.OnPage())
	if !asksPassword(l) {
		t.Inapplicable("the first page of the login asks for no password, so that it does not show who is logged in")
	}
}
