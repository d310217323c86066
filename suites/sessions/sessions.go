// Package sessions is the chapter of a resource owner who is logged in: whether
// requests that want nothing asked show no page, and whether logging out ends the
// session and leads nowhere else. OpenID Connect Core 1.0 §3.1.2, OpenID Connect
// RP-Initiated Logout 1.0. [Checks] are its checks, which a profile adopts like
// those of package suites:
//
//	check.Run(ctx, check.Options{Only: []string{"SES-01"}}, sessions.Checks(), world)
//
// It knows no dialect and no product, and no other chapter.
package sessions

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
)

// Checks is the chapter. Each check has a browser of its own, so that none ends
// the session of another.
func Checks() []check.Check {
	return slices.Concat(
		silence(),
		promptings(),
		ending(),
		endingWays(),
		leaving(),
		vouching(),
	)
}

// T is a check being tried: [check.T] with the words of this chapter.
type T struct {
	*check.T
	scope string // of the requests; "" is the client's own
}

// on is a check of the requirement. The words of when say what it does.
func on(id, when string, body func(*T), traits ...check.Trait) check.Check {
	return check.New(catalogue.ID(id), when, func(t *check.T) { body(&T{T: t}) }, traits...).At(check.Caller(1))
}

// oneBrowser has all visits of the check to come made in one browser, in which
// nobody is logged in yet.
func (t *T) oneBrowser() {
	own, ok := t.Client.InOneBrowser()
	if !ok {
		t.Untested("sessions are tried with login.method form alone, whose browser can be one of the check's own")
	}
	t.Client = own
}

// speaksOpenID ends the check where nothing says that the server speaks OpenID
// Connect: neither what the tester asks for nor its metadata. The requests then ask
// for the scope openid, unless the metadata promises prompts without it; such a one
// is seen to get a code.
func (t *T) speaksOpenID() {
	if !slices.Contains(strings.Fields(t.Kit.Client.Scope), "openid") {
		t.looksForOpenID()
	}
	t.Control(t.Visit(t.asking(""), scenarios.Consents), check.WithCode())
}

func (t *T) looksForOpenID() {
	r, err := t.Client.Do(t.Context(), scenarios.Step{Verb: scenarios.Discover})
	if err != nil {
		t.Inapplicable("nothing says that the server speaks OpenID Connect: client.scope of the target file does not, and it has no metadata")
	}
	if check.IsBroken(r) {
		t.Lacking("metadata that say whether the server speaks OpenID Connect", r)
	}
	switch {
	case r.Members["id_token_signing_alg_values_supported"] != nil, r.Members["userinfo_endpoint"] != nil:
		t.scope = t.OpenID()
	case r.Members["prompt_values_supported"] == nil:
		t.Inapplicable("nothing says that the server speaks OpenID Connect: neither client.scope of the target file nor its metadata")
	}
}

// asking is the authorization request of the tester's client with a prompt, ""
// for none; what the file adds to all requests does not say otherwise.
func (t *T) asking(prompt string) scenarios.Step {
	step := t.Asking()
	if t.scope != "" {
		step.Scope = t.scope
	}
	step.Client.Extra = step.Client.Extra.Without("prompt").Without("max_age")
	if prompt != "" {
		step.Fields = append(step.Fields, scenarios.Param{Name: "prompt", Value: prompt})
	}
	return step
}

// loggedIn is given: a browser in which the resource owner is logged in, and is
// not asked for a password again.
func (t *T) loggedIn() {
	t.oneBrowser()
	first := t.Visit(t.asking(""), scenarios.Consents)
	t.kept(first)
}

// kept sees that the browser is logged in since its first visit. A server that asks
// for no password, or that keeps no session, has none to try.
func (t *T) kept(first *scenarios.Landing) {
	t.Control(first, check.WithCode())
	if !first.Entered {
		t.Inapplicable("nobody was asked for a password, which AUT-01 and AUT-19 judge")
	}
	again := t.Visit(t.asking(""), scenarios.Consents)
	t.Control(again, check.WithCode())
	if again.Entered {
		t.Inapplicable("the server keeps nobody logged in: at the next request it asks for the password again")
	}
}

// pageless says whether no page came before a visit landed: redirects alone, and
// the form that takes the answer along.
func pageless(l *scenarios.Landing) bool {
	pages := l.Pages
	if len(pages) > 0 && len(l.Answer) > 0 && l.URL != nil {
		pages = pages[:len(pages)-1]
	}
	return l.URL != nil && !slices.ContainsFunc(pages, func(p *scenarios.Reply) bool {
		return p.Status < http.StatusMultipleChoices || p.Status >= http.StatusBadRequest
	})
}

// unshown accepts a visit that ended at the redirect URI, with no page shown on
// the way.
func unshown(acceptable string, ok func(*scenarios.Landing) bool) check.Answer {
	return check.Landing("sent to the redirect URI "+acceptable+", with no page shown", func(l *scenarios.Landing) bool {
		return pageless(l) && ok(l)
	})
}

// refusal says whether an answer is an error and no code.
func refusal(l *scenarios.Landing) bool { return l.Code() == "" && l.Answer.Get("error") != "" }

// interactions are the errors of a request for which a page would have to be
// shown, OpenID Connect Core 1.0 §3.1.2.6.
var interactions = []string{"login_required", "consent_required", "interaction_required", "account_selection_required"}

// silence are the requests that show no page: prompt=none.
func silence() []check.Check {
	return []check.Check{
		on("SES-01", "send prompt=none from a browser in which nobody is logged in", func(t *T) {
			t.speaksOpenID()
			t.oneBrowser()
			step := t.asking("none")
			t.Judge(t.Visit(step, scenarios.Waits), unshown("with an error and the state", func(l *scenarios.Landing) bool {
				return refusal(l) && slices.Equal(l.Answer["state"], []string{step.State})
			}))
		}, check.Looks),
		on("SES-02", "send prompt=none from a browser that is logged in", func(t *T) {
			t.speaksOpenID()
			t.loggedIn()
			l := t.Visit(t.asking("none"), scenarios.Waits)
			t.Measure("prompt=none for whoever is logged in and has consented", "%s", check.Describe(l))
			t.Judge(l, unshown("with a code or an error", func(l *scenarios.Landing) bool { return l.Code() != "" || refusal(l) }))
		}, check.Looks),
		on("SES-03", "look at the error of prompt=none from a browser in which nobody is logged in", func(t *T) {
			t.speaksOpenID()
			t.oneBrowser()
			l := t.Visit(t.asking("none"), scenarios.Waits)
			if !refusal(l) {
				t.Inapplicable("no error was sent to the redirect URI, which SES-01 judges: %s", check.Describe(l))
			}
			t.Judge(l, check.Landing("error "+strings.Join(interactions, " or "), func(l *scenarios.Landing) bool {
				return slices.Contains(interactions, l.Answer.Get("error"))
			}))
		}, check.Looks),
		on("SES-04", "send prompt=none where the same request is asked for consent", func(t *T) {
			t.speaksOpenID()
			t.loggedIn()
			if l := t.Visit(t.asking(""), scenarios.Waits); l.URL != nil {
				t.Inapplicable("the server remembers that the resource owner has consented, and asks nothing")
			}
			t.Judge(t.Visit(t.asking("none"), scenarios.Waits), check.Landing("no code", func(l *scenarios.Landing) bool { return l.Code() == "" }))
		}),
		on("SES-05", "send none beside another prompt", func(t *T) {
			t.speaksOpenID()
			t.loggedIn()
			for _, prompt := range []string{"none login", "login none", "none consent"} {
				t.JudgeEach("prompt="+prompt, t.Visit(t.asking(prompt), scenarios.Waits), check.Landing("no code, and no page that asks for anything",
					func(l *scenarios.Landing) bool {
						return refusal(l) || l.URL == nil && l.Last() != nil && l.Last().Status >= http.StatusBadRequest
					}))
			}
		}),
	}
}

// promptings are the requests that have somebody log in who is logged in.
func promptings() []check.Check {
	return []check.Check{
		on("SES-06", "send prompt=login from a browser that is logged in", func(t *T) {
			t.speaksOpenID()
			t.loggedIn()
			l := t.Visit(t.asking("login"), scenarios.Consents)
			t.Judge(l, check.Landing("a page that asks for the password, or an error", func(l *scenarios.Landing) bool {
				return l.Entered || l.Code() == ""
			}))
		}, check.Looks),
	}
}
