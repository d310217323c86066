package resource

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// bearerScopes holds the API to the scopes of a token. RFC 6750 §3.1.
func bearerScopes() []check.Check {
	return []check.Check{
		on("PRE-29", "call the API with a token of another scope", func(t *T) {
			t.at(func() { t.Judge(t.Call(t.unscoped().Credentials()), check.Reply("a refusal", check.IsRefused)) })
		}),
		on("PRE-37", "ask for scopes that only resemble the one that the probe asks for, and call the API", func(t *T) {
			t.Control(t.Call(t.unscoped().Credentials()), check.Turned())
			var seen []check.Labelled
			for _, m := range nearmiss.Of(nearmiss.NeededScope, t.Kit.ProbeScope) {
				seen = append(seen, check.Labelled{Label: m.As, Actual: t.withScope(m.Value)})
			}
			t.JudgeAll(seen, check.Either(
				check.Landing("no code for the scope", func(l *scenarios.Landing) bool { return l.Code() == "" }),
				check.Reply("a refusal", check.IsRefused)))
		}, check.Attacks),
		on("PRE-19", "look at the status of that refusal", func(t *T) {
			r := t.Call(t.unscoped().Credentials())
			t.Control(r, check.Turned())
			t.Judge(r, check.RefusedWith(http.StatusForbidden))
		}),
		on("PRE-20", "look for insufficient_scope in the challenge", func(t *T) {
			r := t.Call(t.unscoped().Credentials())
			t.Control(r, check.Turned())
			t.Judge(r, withChallenge("insufficient_scope in the challenge", func(c scenarios.Challenge) bool {
				return c.Params["error"] == "insufficient_scope"
			}))
		}),
		on("PRE-31", "call the API with a token that the client has got for itself", func(t *T) {
			t.Admitted()
			r := t.Do(scenarios.Step{Verb: scenarios.ClientCredentials, Client: t.Kit.Client, Scope: t.Kit.ProbeScope})
			t.Measure("a token for the client itself, without a resource owner", "%s", check.Describe(r))
			if r.Grant.AccessToken == "" {
				t.Judge(r, check.Turned())
				return
			}
			t.Judge(t.Call(r.Grant.Credentials()), check.Reply("a refusal", check.IsRefused))
		}),
		on("PRE-25", "call the API with HTTP Basic", func(t *T) {
			t.Admitted()
			t.JudgeEach("the client's id and secret", t.CallIn(t.Kit.Tenant, scenarios.Basic(t.Kit.Client.ID, t.Kit.Client.Secret)), check.Dead())
			t.JudgeEach("a name that nobody has", t.CallIn(t.Kit.Tenant, scenarios.Basic(t.Nonce(), t.Nonce())), check.Dead())
		}),
	}
}

// withScope is what comes of a scope instead of the one that the probe asks for: the
// end of the visit where it gives no code, else what the API says of the token.
func (t *T) withScope(name string) any {
	step := t.AskingFor(strings.Join(append(check.Without(t.Scope(), t.Kit.ProbeScope), name), " "))
	l := t.Visit(step, scenarios.Consents)
	if l.Code() == "" {
		return l
	}
	r := t.Exchange(l.Code())
	if r.Grant.AccessToken == "" {
		return r
	}
	return t.Call(r.Grant.Credentials())
}

// unscoped is given: an access token without the scope that the probe asks
// for, while one with it lives.
func (t *T) unscoped() scenarios.Grant {
	needed := t.Kit.ProbeScope
	if rest := check.Without(t.Scope(), needed); t.Kit.ReaderToken != "" && (needed == "" || len(rest) == 0) {
		return t.reader()
	}
	if needed == "" {
		t.Untested("the target file does not say which scope the probe asks for")
	}
	t.Admitted()
	rest := check.Without(t.Scope(), needed)
	if len(rest) == 0 {
		t.Untested("the client has no scope beside %s", needed)
	}
	return t.GrantFor(strings.Join(rest, " "))
}

// reader is given: an access token that the target file says may not open the
// probe, while another lives. A dead one is no such token.
func (t *T) reader() scenarios.Grant {
	t.Admitted()
	token := scenarios.Grant{AccessToken: t.Kit.ReaderToken}
	if r := t.Call(token.Credentials()); r.Class == scenarios.Dead {
		t.Untested("reader_token of the target file is refused as a token that is no good: %s", check.Describe(r))
	}
	return token
}

// bearerUser holds the userinfo endpoint to OpenID Connect Core 1.0 §5.3.
func bearerUser() []check.Check {
	return []check.Check{
		on("PRE-21", "ask for the user, and compare with the ID token", func(t *T) {
			grant := t.GrantFor(t.OpenID())
			if grant.IDToken == "" {
				t.Lacking("an ID token", t.userInfo(grant.Credentials()))
			}
			a, _ := jwt.Peek(grant.IDToken)
			r := t.userInfo(grant.Credentials())
			t.Judge(r, check.Alive().That("is JSON and names the subject of the ID token", func(r *scenarios.Reply) bool {
				sub, _ := r.Members["sub"].(string)
				return check.IsJSON(r.Header) && sub != "" && sub == a.Text("sub")
			}))
		}, check.Looks),
		on("PRE-22", "ask for the user with a token of another scope", func(t *T) {
			t.Control(t.userInfo(t.GrantFor(t.OpenID()).Credentials()), check.Alive())
			grant := t.GrantFor(strings.Join(check.Without(t.Scope(), "openid"), " "))
			t.Judge(t.userInfo(grant.Credentials()), check.Reply("a refusal", check.IsRefused))
		}),
		on("PRE-23", "ask for the user with a token that was never issued", func(t *T) {
			t.Control(t.userInfo(t.GrantFor(t.OpenID()).Credentials()), check.Alive())
			t.JudgeEach("a token that was never issued", t.userInfo(scenarios.Bearer(t.Nonce())), check.Dead())
			t.JudgeEach("no token", t.userInfo(scenarios.Credentials{}), check.Dead())
		}),
		on("PRE-24", "ask for the user with the scope email and without it", func(t *T) {
			asking := t.AskingFor(t.OpenID("email"))
			if l := t.Visit(asking, scenarios.Consents); l.Answer.Get("error") == "invalid_scope" {
				t.Inapplicable("the server has no scope email")
			}
			with := t.userInfo(t.GrantFor(t.OpenID("email")).Credentials())
			if with.Members["sub"] != nil && with.Members["email"] == nil && slices.Contains(t.Profile.Told, "userinfo") {
				t.Inapplicable("the user has no email address there: a claim that a scope asks for is voluntary, OpenID Connect Core 1.0 §5.4")
			}
			t.Judge(with, check.Alive().That("has an email address", func(r *scenarios.Reply) bool { return r.Members["email"] != nil }))
			names := strings.Join(check.Without(strings.Fields(t.OpenID()), "email"), " ")
			without := t.userInfo(t.GrantFor(names).Credentials())
			t.Judge(without, check.Alive().That("has no email address", func(r *scenarios.Reply) bool { return r.Members["email"] == nil }))
		}),
	}
}

// userInfo asks who the resource owner is.
func (t *T) userInfo(as scenarios.Credentials) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.UserInfo, As: as})
}
