package sessions

import (
	"cmp"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// withIDToken is given: a browser that is logged in, and an ID token of who is.
func (t *T) withIDToken() (hint string) {
	t.oneBrowser()
	step := t.asking("")
	step.Scope = t.OpenID()
	l := t.Visit(step, scenarios.Consents)
	t.Control(l, check.WithCode())
	r := t.Exchange(l.Code())
	t.Control(r, check.Granted())
	if r.Grant.IDToken == "" {
		t.Lacking("an ID token", r)
	}
	t.kept(l)
	return r.Grant.IDToken
}

// registered is given: where resource owners may be sent who have logged out.
func (t *T) registered() string {
	if t.Kit.LogoutURI == "" {
		t.Untested("the target file names no logout.redirect_uri")
	}
	return t.Kit.LogoutURI
}

// leaves is the request to log out, until the browser is sent to an address, ""
// for none.
func (t *T) leaves(hint, uri string, how scenarios.Conduct, bends ...scenarios.Bend) *scenarios.Landing {
	step := scenarios.Step{Verb: scenarios.EndSession, Token: hint, RedirectURI: uri}
	if uri != "" {
		step.State = t.Nonce()
	}
	return t.Browse(step, uri, how, bends...)
}

// asksAgain accepts a visit of somebody who had to log in once more, or did not
// get in.
func asksAgain() check.Answer {
	return check.Landing("a page that asks for the password", func(l *scenarios.Landing) bool { return l.Entered || l.Code() == "" })
}

// ending has sessions end.
func ending() []check.Check {
	return []check.Check{
		on("SES-07", "log out, and ask for authorization in the same browser", func(t *T) {
			t.JudgeEach("the logout", t.leaves(t.withIDToken(), "", scenarios.LogsOut), unbrokenPage())
			t.JudgeEach("the next authorization", t.Visit(t.asking(""), scenarios.Consents), asksAgain())
		}),
		on("SES-08", "log out, and come back with the cookies of before", func(t *T) {
			hint := t.withIDToken()
			step := scenarios.Step{Verb: scenarios.EndSession, Token: hint, Clings: true}
			t.Control(t.Browse(step, "", scenarios.LogsOut), unbrokenPage())
			t.Judge(t.Visit(t.asking(""), scenarios.Consents), asksAgain())
		}),
		on("SES-09", "log out in one of two browsers", func(t *T) {
			hint := t.withIDToken()
			first := t.Client
			t.loggedIn()
			second := t.Client
			t.Client = first
			t.endsRightly(hint)
			t.Client = second
			l := t.Visit(t.asking(""), scenarios.Consents)
			t.Measure("the session of another browser after a logout", "%s", map[bool]string{true: "has ended, too", false: "goes on"}[l.Entered])
			t.Judge(l, check.Landing("no password is asked for", func(l *scenarios.Landing) bool { return !l.Entered && l.Code() != "" }))
		}),
	}
}

// unbrokenPage accepts whatever a logout ends with but an error.
func unbrokenPage() check.Answer {
	return check.Landing("a page or a redirect below 400", func(l *scenarios.Landing) bool {
		return l.URL != nil || l.Last() != nil && l.Last().Status < 400
	})
}

// endingWays asks for the logout in the other way.
func endingWays() []check.Check {
	return []check.Check{
		on("SES-10", "log out by POST", func(t *T) {
			t.JudgeEach("the logout", t.leaves(t.withIDToken(), "", scenarios.LogsOut, scenarios.Posted()), unbrokenPage())
			t.JudgeEach("the next authorization", t.Visit(t.asking(""), scenarios.Consents), asksAgain())
		}),
	}
}

// leading finds the addresses in a page that lead on from it.
var leading = regexp.MustCompile(`(?i)(?:href|action|content)\s*=\s*["']?(?:\d+\s*;\s*url=)?([^"'>\s]+)`)

// leadsTo says whether a visit ended at an address, or at a page that leads there.
func leadsTo(l *scenarios.Landing, uri string) bool {
	if l.URL != nil || l.Strayed != nil {
		return begins(cmp.Or(l.URL, l.Strayed).String(), uri)
	}
	if l.Last() == nil {
		return false
	}
	return slices.ContainsFunc(leading.FindAllStringSubmatch(string(l.Last().Body), -1), func(m []string) bool {
		return begins(html.UnescapeString(m[1]), uri)
	})
}

// begins says whether an address is a URI, be it with more in its query.
func begins(address, uri string) bool {
	rest, found := strings.CutPrefix(address, uri)
	return found && (rest == "" || strings.ContainsAny(rest[:1], "?&#"))
}

// leaving is about where a browser goes once its resource owner has logged out.
func leaving() []check.Check {
	return []check.Check{
		on("SES-11", "log out, and ask to be sent to the registered address", func(t *T) {
			uri := t.registered()
			t.Judge(t.leaves(t.withIDToken(), uri, scenarios.LogsOut), check.Landing("sent to "+uri+", or a page that leads there", func(l *scenarios.Landing) bool {
				return leadsTo(l, uri)
			}))
		}),
		on("SES-12", "compare the state after a logout", func(t *T) {
			uri, state := t.registered(), t.Nonce()+" +%&="
			l := t.leaves(t.withIDToken(), uri, scenarios.LogsOut, scenarios.With("state", state))
			if l.URL == nil {
				t.LeftTo("a redirect after the logout", l, "the browser was not sent to %s, which SES-11 judges", uri)
			}
			t.Judge(l, check.Landing("the state unchanged", func(l *scenarios.Landing) bool { return slices.Equal(l.Answer["state"], []string{state}) }))
		}),
		on("SES-13", "log out, and ask to be sent to near misses of the registered address", func(t *T) {
			uri, hint := t.registered(), t.withIDToken()
			arrives := check.Landing("sent to "+uri+", or a page that leads there", func(l *scenarios.Landing) bool { return leadsTo(l, uri) })
			t.Control(t.leaves(hint, uri, scenarios.LogsOut), arrives)
			misses, own := followed(nearmiss.Of(nearmiss.Redirect, uri)), false
			if !leadsTo(t.leaves(hint, uri, scenarios.LogsOut), uri) { // whoever is logged out is sent nowhere
				misses, own = followed(nearmiss.Few(nearmiss.Redirect, uri)), true
			}
			var seen []check.Labelled
			for _, m := range misses {
				if own {
					hint = t.withIDToken()
				}
				seen = append(seen, check.Labelled{Label: m.As, Actual: astray(t.strays(hint, m.Value), uri, m.Value)})
			}
			t.JudgeAll(seen, check.Landing("a page that leads to no other address than "+uri, func(l *scenarios.Landing) bool { return l.Strayed == nil }))
			t.Control(t.leaves(hint, uri, scenarios.LogsOut), check.Either(arrives, unbrokenPage()))
		}),
	}
}

// followed are the near misses that a redirect can lead to.
func followed(misses []nearmiss.Miss) []nearmiss.Miss {
	return slices.DeleteFunc(misses, func(m nearmiss.Miss) bool {
		_, err := url.Parse(m.Value)
		return err != nil
	})
}

// strays is a logout that asks for an address which the browser is not to reach.
func (t *T) strays(hint, uri string) *scenarios.Landing {
	return t.Browse(scenarios.Step{Verb: scenarios.EndSession, Token: hint}, "", scenarios.LogsOut, scenarios.With("post_logout_redirect_uri", uri))
}

// astray marks where a visit was led that asked for a near miss of an address: to
// any other address than the registered one by a redirect, and to the near miss
// itself by a page.
func astray(l *scenarios.Landing, registered, asked string) *scenarios.Landing {
	last := l.Last()
	if last == nil {
		return l
	}
	led := *l
	switch to := last.Header.Get("Location"); {
	case l.URL != nil && to == registered, l.URL == nil && asked == "":
	case l.Strayed != nil:
	case l.URL != nil:
		led.Strayed = l.URL
	case last.Status >= 300 && last.Status < 400 && strings.Contains(to, "://"):
		led.Strayed = &url.URL{Opaque: to}
	case strings.Contains(asked, ":") && leadsTo(l, asked):
		led.Strayed = &url.URL{Opaque: asked}
	}
	if led.Strayed != nil {
		led.Err = nil // that nobody follows is the tester's doing
	}
	return &led
}

// vouching tries logouts for which nobody vouches.
func vouching() []check.Check {
	return []check.Check{
		on("SES-14", "ask for a logout without an ID token, and answer nothing", func(t *T) {
			hint := t.withIDToken()
			t.leaves("", "", scenarios.Waits)
			t.stays()
			t.endsRightly(hint)
		}),
		on("SES-15", "ask for a logout with ID tokens that the server has not issued, and answer nothing", func(t *T) {
			hint := t.withIDToken()
			for _, forged := range []struct{ as, hint string }{
				{"an ID token without a signature", jwt.Stripped(hint)},
				{"an ID token of the algorithm none", jwt.Unsigned(hint)},
				{"an ID token whose claims were changed", jwt.Changed(hint, func(claims map[string]any) { claims["iss"] = "https://attacker.example" })},
				{"text that is no token", t.Nonce()},
			} {
				if forged.hint == hint { // a server that signs nothing: IDT-01 judges it
					continue
				}
				l := t.leaves(forged.hint, t.Kit.LogoutURI, scenarios.Waits)
				t.JudgeEach(forged.as, l, check.Landing("a page that asks, and no redirect", func(l *scenarios.Landing) bool { return l.URL == nil && l.Strayed == nil }))
				t.stays()
			}
			t.endsRightly(hint)
		}, check.Attacks),
	}
}

// stays judges that whoever was logged in still is.
func (t *T) stays() {
	t.JudgeEach("the next authorization", t.Visit(t.asking(""), scenarios.Consents), check.Landing("no password is asked for", func(l *scenarios.Landing) bool {
		return !l.Entered && l.Code() != ""
	}))
}

// endsRightly is the control of what is to end no session: a logout that is in order ends
// it. Where none does, nothing is shown.
func (t *T) endsRightly(hint string) {
	t.Control(t.leaves(hint, "", scenarios.LogsOut), unbrokenPage())
	if !asksAgain().Accepts(t.Visit(t.asking(""), scenarios.Consents)) {
		t.Inapplicable("the session did not end, which SES-07 judges")
	}
}
