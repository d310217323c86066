package authorization

import (
	"errors"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// hostile is a value that shows in any place of a page that does not escape it: in a
// text and in an attribute, whichever quotation marks it has, in a title and in a
// script.
const hostile = scenarios.Planting + `x'" ` + scenarios.Planting + `a='1' ` + scenarios.Planting + `b="1" ></script></title></textarea><` + scenarios.Planting + `y>`

// hostileAddress is an address that runs a script where a page links to it.
const hostileAddress = "javascript:" + scenarios.Planting + "run()"

// injection holds the pages to RFC 6749 §10.14: what a request says stands in them as
// text.
func injection() []check.Check {
	return []check.Check{
		on("AUT-50", "send HTML in what a page may repeat", func(t *T) {
			t.Control(t.Authorize(scenarios.LogsIn), check.WithCode())
			switch t.Way() {
			case "consent":
				t.Judge(t.Authorize(scenarios.LogsIn, innocent()...), clean())
			case "posted answer":
				step := t.Hybrid()
				t.Control(t.Visit(step, scenarios.LogsIn), check.WithCode())
				step.State = hostile
				t.Judge(t.Visit(step, scenarios.LogsIn), clean())
			case "failed login":
				t.Judge(t.misnamed(), clean())
			default:
				t.judgeUnbroken(t.Swept(repeatable(), func(m nearmiss.Miss) any {
					return t.Authorize(scenarios.Waits, scenarios.With(m.As, m.Value))
				}))
			}
		}, check.Attacks),
	}
}

// repeatable are parameters that pages repeat, each with HTML for its value.
func repeatable() []nearmiss.Miss {
	out := []nearmiss.Miss{{As: "redirect_uri", Value: hostileAddress}}
	for _, name := range []string{
		"client_id", "response_type", "response_mode", "scope", "state", "nonce", "login_hint", "prompt", "display", "ui_locales",
		"code_challenge", "code_challenge_method", "assay_unknown",
	} {
		out = append(out, nearmiss.Miss{As: name, Value: hostile})
	}
	return append(out, nearmiss.Miss{As: "redirect_uri", Value: "https://client.example/" + hostile})
}

// innocent are the parameters that may hold anything, all with HTML for their value.
func innocent() (bends []scenarios.Bend) {
	for _, name := range []string{"state", "nonce", "login_hint", "assay_unknown"} {
		bends = append(bends, scenarios.With(name, hostile))
	}
	return bends
}

// clean accepts a visit whose pages held nothing of the request but text.
func clean() check.Answer {
	return check.Landing("pages that hold what the request said as text", func(l *scenarios.Landing) bool { return len(l.Planted) == 0 })
}

// judgeUnbroken judges the pages that could be shown. That a server breaks over what
// it was sent is for the chapter of hygiene.
func (t *T) judgeUnbroken(seen []check.Labelled) {
	shown := slices.DeleteFunc(seen, func(s check.Labelled) bool { return check.IsBroken(s.Actual) })
	if len(shown) == 0 {
		t.Undecided("no page", "no request with HTML in it was answered")
	}
	t.JudgeAll(shown, clean())
}

// misnamed logs in under a name that is HTML.
func (t *T) misnamed() *scenarios.Landing {
	name := t.entered(t.Authorize(scenarios.LogsIn)).name
	if name == "" {
		t.Inapplicable("the login sends no name beside the password, as far as is seen")
	}
	step := t.Asking()
	step.Retypes = map[string]string{name: hostile}
	l, err := t.GoThrough(step, step.RedirectURI, scenarios.Mistypes)
	if errors.Is(err, scenarios.ErrNoConduct) {
		t.Inapplicable("the login is not one by form")
	} else if err != nil {
		t.Untested("the pages cannot be gone through: %v", err)
	}
	return l
}

// entry is what somebody typed in to log in.
type entry struct{ name, password string }

// entered is what a visit typed in, "" where it was not seen.
func (t *T) entered(l *scenarios.Landing) (e entry) {
	for _, page := range l.Pages {
		for _, p := range slices.Concat(page.Request.Body, page.Request.Query) {
			value, _ := p.Value.(string)
			switch {
			case value == "":
			case strings.Contains(strings.ToLower(p.Name), "passw"):
				e.password = value
			case e.name == "" && slices.Contains(t.Kit.Typed, value):
				e.name = value
			}
		}
	}
	return e
}
