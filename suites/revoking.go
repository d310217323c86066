package suites

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
	"github.com/authassay/authassay/suites/resource"
)

// revoking is the chapter of tokens that their client ends before their time.
// RFC 7009.
func revoking() []check.Check {
	return slices.Concat(
		revokingTokens(),
		revokingSpares(),
		revokingHints(),
		revokingClients(),
		revokingRequests(),
		revokingDead(),
	)
}

// Revoke ends a token.
func (t *T) Revoke(token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	return t.revokeAs(t.Kit.Client, token, hint, bends...)
}

// revokeAs ends a token as another client would.
func (t *T) revokeAs(client scenarios.Registration, token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	if token == "" {
		t.Untested("a token was to be revoked, but none was handed out")
	}
	return t.Do(scenarios.Step{Verb: scenarios.Revoke, Client: client, Token: token, TokenHint: hint}, bends...)
}

// done accepts the answer of RFC 7009 §2.2.
func done() check.Answer {
	return check.Reply("200", func(r *scenarios.Reply) bool { return r.Status == http.StatusOK && r.Class == scenarios.Alive })
}

// revoked ends a token, and waits for as long as the target declares that this
// takes to reach all its parts, RFC 7009 §2.
func (t *T) revoked(token, hint string, judge func(any, check.Answer)) {
	judge(t.Revoke(token, hint), done())
	t.passes(t.Policy.RevocationDelay)
}

// passes waits for as long as the target declares that a revocation takes.
func (t *T) passes(delay time.Duration) {
	if delay > 0 {
		t.Until(t.JustAfter(delay))
	}
}

// controlRevocation is the positive control of what is to end nothing: the
// revocation of an own refresh token ends it.
func (t *T) controlRevocation() {
	grant := t.Grant()
	t.revoked(grant.RefreshToken, "", t.Control)
	t.Control(t.Refresh(grant.RefreshToken), check.Refused("invalid_grant"))
}

// controlRefusal is the positive control of an access token that is to live on:
// the API does not let in whoever comes.
func (t *T) controlRefusal() { t.Control(t.Call(scenarios.Bearer(t.Nonce())), check.Dead()) }

// revokingTokens holds the endpoint to what a revocation ends.
func revokingTokens() []check.Check {
	return []check.Check{
		on("REV-01", "revoke a refresh token and use it", func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			grant := t.revocable()
			t.revoked(grant.RefreshToken, "refresh_token", t.Judge)
			t.Judge(t.Refresh(grant.RefreshToken), check.Refused("invalid_grant"))
		}, check.Ends, check.Looks, check.OfRevocations),
		on("REV-02", "revoke an access token and use it", func(t *T) {
			resource.At(t.T, func() {
				grant := t.Living()
				t.revoked(grant.AccessToken, "access_token", t.Control)
				t.Judge(t.Call(grant.Credentials()), check.Dead())
			})
		}, check.Ends, check.Looks, check.OfRevocations),
		on("REV-03", "revoke a refresh token and use its access token", func(t *T) {
			first := t.Living()
			all := []scenarios.Grant{first}
			if t.Moment() == "refreshed" {
				r := t.Refresh(first.RefreshToken)
				t.Control(r, check.Granted())
				all = append(all, check.Newest(first, r.Grant))
				if t.Call(first.Credentials()).Class != scenarios.Alive {
					all = all[1:] // by the refresh, which REF-13 looks at
				}
			}
			t.revoked(all[len(all)-1].RefreshToken, "refresh_token", t.Control)
			for _, grant := range all {
				t.Judge(t.Call(grant.Credentials()), check.Dead())
			}
		}, check.Ends, check.Looks, check.OfRevocations),
		on("REV-11", "revoke an access token and use its refresh token", func(t *T) {
			grant := t.Living()
			t.revoked(grant.AccessToken, "access_token", t.Control)
			if dead := t.Call(grant.Credentials()); !check.IsRefused(dead) {
				t.Untested("the access token that was revoked opens the API: %s", check.Describe(dead))
			}
			r := t.Refresh(grant.RefreshToken)
			t.Sound(r)
			t.Measure("revoking an access token ends its refresh token", "%v", check.IsRefused(r))
			t.Judge(r, check.Either(check.Granted(), check.Refused("invalid_grant")))
		}, check.Ends, check.Looks, check.OfRevocations),
	}
}

// revokingSpares looks at whom a revocation harms that is none of its.
func revokingSpares() []check.Check {
	return []check.Check{
		on("REV-12", "revoke the tokens of one grant and use those of another", func(t *T) {
			all, one := t.bystanders(), t.Living()
			t.revoked(one.RefreshToken, "refresh_token", t.Control)
			t.Control(t.Refresh(one.RefreshToken), check.Refused("invalid_grant"))
			t.spared(all, "revoking a refresh token")
		}, check.Ends, check.Looks, check.OfRevocations),
		on("REV-18", "revoke an access token and use the tokens of other grants", func(t *T) {
			all, one := t.bystanders(), t.Living()
			t.revoked(one.AccessToken, "access_token", t.Control)
			t.Control(t.Call(one.Credentials()), check.Dead())
			t.spared(all, "revoking an access token")
		}, check.Ends, check.Looks, check.OfRevocations),
	}
}

// revokingHints holds the endpoint to what it makes of a hint.
func revokingHints() []check.Check {
	return []check.Check{
		on("REV-05", "revoke a refresh token that is called an access token", func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			grant := t.Grant()
			t.revoked(grant.RefreshToken, "access_token", t.Judge)
			t.Judge(t.Refresh(grant.RefreshToken), check.Refused("invalid_grant"))
		}, check.Ends, check.Looks, check.OfRevocations),
		on("REV-13", "revoke a refresh token with a hint that nobody knows", func(t *T) {
			t.Control(t.Refresh(t.Grant().RefreshToken), check.Granted())
			grant := t.Grant()
			t.revoked(grant.RefreshToken, "assay_token", t.Judge)
			t.Judge(t.Refresh(grant.RefreshToken), check.Refused("invalid_grant"))
		}, check.Ends, check.Looks, check.OfRevocations),
		on("REV-04", "revoke a token that was never issued", func(t *T) {
			t.Control(t.Revoke(t.Grant().RefreshToken, "refresh_token"), done())
			for _, hint := range []string{"", "refresh_token", "access_token"} {
				t.Judge(t.Revoke(t.Nonce(), hint), done())
			}
			sound, _ := resembling(t.Grant().RefreshToken)
			t.Sweep(sound[:min(8, len(sound))], func(m nearmiss.Miss) any { return t.Revoke(m.Value, "") }, done())
		}, check.Ends),
		on("REV-10", "revoke a token twice", func(t *T) {
			grant := t.Grant()
			t.Judge(t.Revoke(grant.RefreshToken, "refresh_token"), done())
			t.Judge(t.Revoke(grant.RefreshToken, "refresh_token"), done())
		}, check.Ends, check.Looks),
	}
}

// revokingClients holds the endpoint to the client whose token it is.
func revokingClients() []check.Check {
	return []check.Check{
		on("REV-06", "revoke a token without the client's secret", func(t *T) {
			t.confidential()
			t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
			client := t.Kit.Client
			client.Secret = ""
			grant := t.Grant()
			t.Judge(t.revokeAs(client, grant.RefreshToken, ""), check.Refused("invalid_client", "invalid_request"))
			t.Judge(t.Refresh(grant.RefreshToken), check.Granted())
		}, check.Ends),
		on("REV-14", "revoke a token with a wrong client secret", func(t *T) {
			t.confidential()
			t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
			client := t.Kit.Client
			client.Secret = t.Nonce()
			grant := t.Grant()
			t.Judge(t.revokeAs(client, grant.RefreshToken, ""), check.Refused("invalid_client"))
			t.Judge(t.Refresh(grant.RefreshToken), check.Granted())
		}, check.Ends, check.Attacks),
		on("REV-07", "revoke the token of another client", func(t *T) {
			other := t.OtherClient()
			t.controlRevocation()
			t.controlRefusal()
			grant := t.Living()
			r := t.revokeAs(other, grant.RefreshToken, "refresh_token")
			t.Sound(r)
			t.passes(t.Policy.RevocationDelay)
			t.Measure("answer to revoking another client's token", "%s", check.Describe(r))
			t.Judge(t.Call(grant.Credentials()), check.Alive())
			t.Judge(t.Refresh(grant.RefreshToken), check.Granted())
		}, check.Ends, check.OfRevocations),
	}
}

// revokingRequests bends the request.
func revokingRequests() []check.Check {
	return []check.Check{
		on("REV-08", "leave out the token", func(t *T) {
			t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
			t.Judge(t.Revoke(t.Nonce(), "", scenarios.Without("token")), check.Refused("invalid_request"))
		}, check.Ends),
		on("REV-09", "revoke a token by GET", func(t *T) {
			t.spares([]spoilt{byMethods()[0]})
		}, check.Ends, check.OfRevocations),
		on("REV-17", "revoke a token by other methods", func(t *T) {
			t.spares(byMethods()[1:])
		}, check.Ends, check.OfRevocations),
		on("REV-15", "send each parameter twice, with one value and with two", func(t *T) {
			t.repeats(check.Refused("invalid_request", "invalid_client"))
		}, check.Ends),
		on("REV-16", "revoke what only resembles a token", func(t *T) {
			t.controlRevocation()
			t.controlRefusal()
			t.unharmed(func(g scenarios.Grant) string { return g.RefreshToken })
			t.unharmed(func(g scenarios.Grant) string { return g.AccessToken })
		}, check.Ends, check.OfRevocations),
	}
}

// unharmed revokes what only resembles a token of a grant, which lives on; where it does
// not, it goes through the near misses with a grant for each.
func (t *T) unharmed(of func(scenarios.Grant) string) {
	try := func(grant scenarios.Grant, misses []nearmiss.Miss) *scenarios.Reply {
		t.Swept(misses, func(m nearmiss.Miss) any { return t.Revoke(m.Value, "") })
		t.passes(t.Policy.RevocationDelay)
		if r := t.Call(grant.Credentials()); !check.Alive().Accepts(r) {
			return r
		}
		return t.Refresh(grant.RefreshToken)
	}
	alive := check.Reply("a grant that lives on", func(r *scenarios.Reply) bool { return r.Class == scenarios.Alive })
	grant := t.Living()
	misses := filled(nearmiss.Of(nearmiss.Credential, of(grant)))
	if r := try(grant, misses); alive.Accepts(r) {
		t.Judge(r, alive)
		return
	}
	var seen []check.Labelled
	for i := range misses {
		grant := t.Living()
		for _, m := range nearmiss.Of(nearmiss.Credential, of(grant)) {
			if m.As == misses[i].As {
				seen = append(seen, check.Labelled{Label: m.As, Actual: try(grant, []nearmiss.Miss{m})})
			}
		}
	}
	t.JudgeAll(seen, alive)
}

// revokingDead holds the endpoint to tokens that are dead already, and to those that
// are used while they die.
func revokingDead() []check.Check {
	return []check.Check{
		on("REV-19", "revoke a token that is worth nothing any more", func(t *T) {
			t.Control(t.Revoke(t.Grant().RefreshToken, "refresh_token"), done())
			token, hint := t.dying()
			t.Judge(t.Revoke(token, hint), done())
		}, check.Ends, check.Looks, check.OfRevocations),
		on("REV-20", "revoke a refresh token at the moment of its use, and use what came of it", func(t *T) {
			t.controlRevocation()
			t.endsWhatCame()
			for range clashes {
				token := t.Grant().RefreshToken
				refreshed, ended := t.atOnce(
					scenarios.Step{Verb: scenarios.Refresh, Client: t.Kit.Client, RefreshToken: token},
					scenarios.Step{Verb: scenarios.Revoke, Client: t.Kit.Client, Token: token, TokenHint: "refresh_token"})
				t.Sound(ended)
				t.Sound(refreshed)
				if !done().Accepts(ended) {
					t.Inapplicable("a refresh token that is being used is not revoked here, which is for REV-19 to say: %s", check.Describe(ended))
				}
				t.passes(t.Policy.RevocationDelay)
				t.Judge(t.Refresh(cmp.Or(refreshed.Grant.RefreshToken, token)), check.Refused("invalid_grant"))
			}
		}, check.Ends, check.Attacks, check.OfRevocations),
	}
}

// endsWhatCame is given: revoking a refresh token that was replaced ends what it was
// replaced with. Elsewhere whoever refreshes first has tokens that nobody revoked.
func (t *T) endsWhatCame() {
	token := t.Grant().RefreshToken
	next := t.Granted(t.Refresh(token)).RefreshToken
	t.Revoke(token, "refresh_token")
	t.passes(t.Policy.RevocationDelay)
	if next != "" && next != token && check.Granted().Accepts(t.Refresh(next)) {
		t.Inapplicable("revoking a refresh token that was replaced leaves alive what it was replaced with, here")
	}
}
