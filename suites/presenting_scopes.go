package suites

import (
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
)

// presentingScopes holds the API to the scopes of a token. RFC 6750 §3.1.
func presentingScopes(w World) {
	w.Check("PRE-29", "call the API with a token of another scope", func(t *Trial) {
		t.Judge(t.Call(t.unscoped().Credentials()), reply("a refusal", refused))
	})
	w.Check("PRE-19", "look at the status of that refusal", func(t *Trial) {
		r := t.Call(t.unscoped().Credentials())
		t.Control(r, Turned())
		t.Judge(r, Barred(http.StatusForbidden))
	})
	w.Check("PRE-20", "look for insufficient_scope in the challenge", func(t *Trial) {
		r := t.Call(t.unscoped().Credentials())
		t.Control(r, Turned())
		t.Judge(r, withChallenge("insufficient_scope in the challenge", func(c scenarios.Challenge) bool {
			return c.Params["error"] == "insufficient_scope"
		}))
	})
	w.Check("PRE-25", "call the API with HTTP Basic", func(t *Trial) {
		t.admitted()
		t.JudgeEach("the client's id and secret", t.CallIn(t.Kit.Tenant, scenarios.Basic(t.Kit.Client.ID, t.Kit.Client.Secret)), Dead())
		t.JudgeEach("a name that nobody has", t.CallIn(t.Kit.Tenant, scenarios.Basic(t.Nonce(), t.Nonce())), Dead())
	})
}

// unscoped is given: an access token without the scope that the probe asks
// for, while one with it lives.
func (t *Trial) unscoped() scenarios.Grant {
	needed := t.Kit.ProbeScope
	if needed == "" {
		t.Untested("the target file does not say which scope the probe asks for")
	}
	t.admitted()
	rest := less(t.scope(), needed)
	if len(rest) == 0 {
		t.Untested("the client has no scope beside %s", needed)
	}
	return t.grantFor(strings.Join(rest, " "))
}

// presentingUser holds the userinfo endpoint to OpenID Connect Core 1.0 §5.3.
func presentingUser(w World) {
	w.Check("PRE-21", "ask for the user, and compare with the ID token", func(t *Trial) {
		grant := t.grantFor(t.openid())
		if grant.IDToken == "" {
			t.Lacking("an ID token", t.userInfo(grant.Credentials()))
		}
		a, _ := jwt.Peek(grant.IDToken)
		r := t.userInfo(grant.Credentials())
		t.Judge(r, Alive().That("is JSON and names the subject of the ID token", func(r *scenarios.Reply) bool {
			sub, _ := r.Members["sub"].(string)
			return isJSON(r.Header) && sub != "" && sub == a.Text("sub")
		}))
	}, Looks)
	w.Check("PRE-22", "ask for the user with a token of another scope", func(t *Trial) {
		t.Control(t.userInfo(t.grantFor(t.openid()).Credentials()), Alive())
		grant := t.grantFor(strings.Join(less(t.scope(), "openid"), " "))
		t.Judge(t.userInfo(grant.Credentials()), reply("a refusal", refused))
	})
	w.Check("PRE-23", "ask for the user with a token that was never issued", func(t *Trial) {
		t.Control(t.userInfo(t.grantFor(t.openid()).Credentials()), Alive())
		t.JudgeEach("a token that was never issued", t.userInfo(scenarios.Bearer(t.Nonce())), Dead())
		t.JudgeEach("no token", t.userInfo(scenarios.Credentials{}), Dead())
	})
	w.Check("PRE-24", "ask for the user with the scope email and without it", func(t *Trial) {
		with := t.userInfo(t.grantFor(t.openid("email")).Credentials())
		t.Judge(with, Alive().That("has an email address", func(r *scenarios.Reply) bool { return r.Members["email"] != nil }))
		names := strings.Join(less(strings.Fields(t.openid()), "email"), " ")
		without := t.userInfo(t.grantFor(names).Credentials())
		t.Judge(without, Alive().That("has no email address", func(r *scenarios.Reply) bool { return r.Members["email"] == nil }))
	})
}

// userInfo asks who the resource owner is.
func (t *Trial) userInfo(as scenarios.Credentials) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.UserInfo, As: as})
}
