package authorization

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// redirects holds the endpoint to the registered redirect URIs.
func redirects() []check.Check {
	return []check.Check{
		on("AUT-07", "ask to be sent to somebody else's site", func(t *T) {
			t.refusesRedirects([]nearmiss.Miss{
				{As: "another site", Value: "https://attacker.example/callback"},
				{As: "another site by plain http", Value: "http://attacker.example/"},
				{As: "a script", Value: "javascript:alert(1)//"},
				{As: "a page that stands in its address", Value: "data:text/html,assay"},
			})
		}),
		on("AUT-08", "ask to be sent to neighbours of the registered redirect URIs", func(t *T) {
			own := t.Kit.Client
			misses := neighbours(own.RedirectURI, own.QueryRedirectURI)
			if other := t.Kit.OtherClient; other != nil {
				misses = append(misses, elsewhere(other.RedirectURI, own.RedirectURI, own.QueryRedirectURI)...)
			}
			t.refusesRedirects(misses)
		}),
		on("AUT-09", "write the registered redirect URI in a roundabout way", func(t *T) {
			t.refusesRedirects(nearmiss.Of(nearmiss.Detour, t.Kit.Client.RedirectURI))
		}),
		on("AUT-10", "add a fragment to the registered redirect URI", func(t *T) {
			t.refusesRedirects(nearmiss.Of(nearmiss.Fragment, t.Kit.Client.RedirectURI))
		}),
		on("AUT-11", "be sent to the registered redirect URI that has a query", keepsQuery),
		on("AUT-48", "send the authorization request by POST", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.LogsIn, byPost)
			if t.optional("AUT-48") && unposted(l) {
				t.Inapplicable("requests are taken by GET alone: %s", check.Describe(l))
			}
			t.Judge(l, check.WithCode())
		}, check.Looks),
	}
}

// neighbours are the near misses of two registered redirect URIs, the second of them
// with a query, if there is one. What one of them comes to may be the other.
func neighbours(plain, queried string) []nearmiss.Miss {
	misses := nearmiss.Of(nearmiss.Neighbour, plain, nearmiss.Of(nearmiss.Site, plain)...)
	for _, m := range nearmiss.Of(nearmiss.Site, queried) {
		m.As = "the one with a query: " + m.As
		misses = append(misses, m)
	}
	return slices.DeleteFunc(misses, func(m nearmiss.Miss) bool { return m.Value == plain || m.Value == queried })
}

// elsewhere is the redirect URI of another client, where it is not one of the registered
// ones too.
func elsewhere(other string, registered ...string) []nearmiss.Miss {
	if other == "" || slices.Contains(registered, other) {
		return nil
	}
	return []nearmiss.Miss{nearmiss.Crossed("that of another client", other)}
}

// keepsQuery asks to be answered at the registered redirect URI that has a query, well
// and badly.
func keepsQuery(t *T) {
	registered := t.Kit.Client.QueryRedirectURI
	if registered == "" {
		t.Untested("the target file names no redirect_uri_with_query")
	}
	own, _ := url.Parse(registered)
	step := t.Asking()
	step.RedirectURI = registered
	keeps := check.Landed().ThatLands("keeps the query of the redirect URI", func(l *scenarios.Landing) bool {
		for name, values := range own.Query() {
			if !slices.Equal(l.Answer[name], values) {
				return false
			}
		}
		return true
	})
	t.Judge(t.Visit(step, scenarios.Consents), keeps)
	if l := t.Visit(step, scenarios.LogsIn, scenarios.With("response_type", "assay")); l.URL != nil {
		t.JudgeEach("with an error", l, keeps)
	}
}

// refusesRedirects asks for each redirect URI, on the check's way, and expects that
// the browser is never sent there.
func (t *T) refusesRedirects(misses []nearmiss.Miss) {
	var way []scenarios.Bend
	t.Control(t.Authorize(scenarios.Consents), check.WithCode())
	if t.Way() == "post" {
		way = []scenarios.Bend{byPost}
		if l := t.Authorize(scenarios.LogsIn, way...); l.Code() == "" {
			t.Sound(l)
			t.Inapplicable("requests are taken by GET alone: %s", check.Describe(l))
		}
	}
	own := []string{t.Kit.Client.RedirectURI, t.Kit.Client.QueryRedirectURI}
	t.Sweep(misses, func(m nearmiss.Miss) any {
		step := t.Asking()
		step.RedirectURI = m.Value
		return t.Browse(step, own[0], scenarios.LogsIn, way...)
	}, stays(own))
}

// stays accepts a visit that nothing was sent away by: it ended on a page of the
// server, or with an error at a redirect URI that is registered.
func stays(registered []string) check.Answer {
	page := check.OnPage()
	return check.Landing("a page of the server, or an error at the registered redirect URI", func(l *scenarios.Landing) bool {
		if l.Obeyed() != nil {
			return false
		}
		return page.Accepts(l) || l.URL != nil && l.Code() == "" && l.Answer.Has("error") && slices.Contains(registered, addressed(l.URL))
	})
}

// addressed is where an answer was sent, without what belongs to the answer.
func addressed(to *url.URL) string {
	query := to.Query()
	for _, name := range []string{"error", "error_description", "error_uri", "state", "iss"} {
		query.Del(name)
	}
	bare := *to
	bare.RawQuery, bare.Fragment, bare.RawFragment = query.Encode(), "", ""
	return bare.String()
}

// byPost sends the parameters of the request in a form, OpenID Connect Core 1.0
// §3.1.2.1.
func byPost(r *scenarios.Request) {
	r.Method, r.Body, r.Query = http.MethodPost, r.Query, nil
	scenarios.InForm()(r)
}

// unposted says whether an answer is that requests are to come by GET, RFC 9110
// §15.5.6, or that a request by POST was not read at all.
func unposted(l *scenarios.Landing) bool {
	r := l.Last()
	return l.URL == nil && r != nil && r.Status >= 400 && r.Status < 500 && r.Status != http.StatusTooManyRequests
}

// optional says whether the profile leaves a requirement to the server.
func (t *T) optional(id string) bool {
	d, adopted := t.Profile.Duty(catalogue.ID(id))
	return adopted && d.Level == catalogue.May
}
