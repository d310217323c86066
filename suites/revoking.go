package suites

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// revoking is the chapter of tokens that their client ends before their time.
// RFC 7009.
func revoking(w World) {
	revokingTokens(w)
	revokingHints(w)
	revokingClients(w)
	revokingRequests(w)
}

// Revoke ends a token.
func (t *Trial) Revoke(token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	return t.revokeAs(t.Held.Client, token, hint, bends...)
}

// revokeAs ends a token as another client would.
func (t *Trial) revokeAs(client scenarios.Registration, token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	if token == "" {
		t.Untested("a token was to be revoked, but none was handed out")
	}
	return t.Do(scenarios.Step{Verb: scenarios.Revoke, Client: client, Token: token, TokenHint: hint}, bends...)
}

// done accepts the answer of RFC 7009 §2.2.
func done() Answer {
	return reply("200", func(r *scenarios.Reply) bool { return r.Status == http.StatusOK && r.Class == scenarios.Alive })
}

// revoked ends a token, and waits for as long as the target declares that this
// takes to reach all its parts, RFC 7009 §2.
func (t *Trial) revoked(token, hint string, judge func(any, Answer)) {
	judge(t.Revoke(token, hint), done())
	t.passes(t.Policy.RevocationDelay)
}

// passes waits for as long as the target declares that a revocation takes.
func (t *Trial) passes(delay time.Duration) {
	if delay > 0 {
		t.Until(t.justAfter(delay))
	}
}

// controlRevocation is the positive control of what is to end nothing: the
// revocation of an own refresh token ends it.
func (t *Trial) controlRevocation() {
	grant := t.Grant()
	t.revoked(grant.RefreshToken, "", t.Control)
	t.Control(t.Refresh(grant.RefreshToken), Refused("invalid_grant"))
}

// controlRefusal is the positive control of an access token that is to live on:
// the API does not let in whoever comes.
func (t *Trial) controlRefusal() { t.Control(t.Call(scenarios.Bearer(t.Nonce())), Dead()) }

// revokingTokens holds the endpoint to what a revocation ends.
func revokingTokens(w World) {
	w.Check("REV-01", "revoke a refresh token and use it", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		grant := t.Grant()
		t.revoked(grant.RefreshToken, "refresh_token", t.Judge)
		t.Judge(t.Refresh(grant.RefreshToken), Refused("invalid_grant"))
	}, Ends, Looks, ofRevocations)
	w.Check("REV-02", "revoke an access token and use it", func(t *Trial) {
		grant := t.living()
		t.revoked(grant.AccessToken, "access_token", t.Control)
		t.Judge(t.Call(grant.Credentials()), Dead())
	}, Ends, Looks, ofRevocations)
	w.Check("REV-03", "revoke a refresh token and use its access token", func(t *Trial) {
		grant := t.living()
		t.revoked(grant.RefreshToken, "refresh_token", t.Control)
		t.Judge(t.Call(grant.Credentials()), Dead())
	}, Ends, Looks, ofRevocations)
	w.Check("REV-11", "revoke an access token and use its refresh token", func(t *Trial) {
		grant := t.living()
		t.revoked(grant.AccessToken, "access_token", t.Control)
		if dead := t.Call(grant.Credentials()); !refused(dead) {
			t.Untested("the access token that was revoked opens the API: %s", describe(dead))
		}
		r := t.Refresh(grant.RefreshToken)
		t.sound(r)
		t.Measure("revoking an access token ends its refresh token", "%v", refused(r))
		t.Judge(r, Either(Granted(), Refused("invalid_grant")))
	}, Ends, Looks, ofRevocations)
	w.Check("REV-12", "revoke the tokens of one grant and use those of another", func(t *Trial) {
		one, other := t.living(), t.living()
		t.controlRefusal()
		t.revoked(one.RefreshToken, "refresh_token", t.Control)
		t.Control(t.Refresh(one.RefreshToken), Refused("invalid_grant"))
		t.Judge(t.Call(other.Credentials()), Alive())
		t.Judge(t.Refresh(other.RefreshToken), Granted())
	}, Ends, Looks, ofRevocations)
}

// revokingHints holds the endpoint to what it makes of a hint.
func revokingHints(w World) {
	w.Check("REV-05", "revoke a refresh token that is called an access token", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		grant := t.Grant()
		t.revoked(grant.RefreshToken, "access_token", t.Judge)
		t.Judge(t.Refresh(grant.RefreshToken), Refused("invalid_grant"))
	}, Ends, Looks, ofRevocations)
	w.Check("REV-13", "revoke a refresh token with a hint that nobody knows", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		grant := t.Grant()
		t.revoked(grant.RefreshToken, "assay_token", t.Judge)
		t.Judge(t.Refresh(grant.RefreshToken), Refused("invalid_grant"))
	}, Ends, Looks, ofRevocations)
	w.Check("REV-04", "revoke a token that was never issued", func(t *Trial) {
		t.Control(t.Revoke(t.Grant().RefreshToken, "refresh_token"), done())
		for _, hint := range []string{"", "refresh_token", "access_token"} {
			t.Judge(t.Revoke(t.Nonce(), hint), done())
		}
	}, Ends)
	w.Check("REV-10", "revoke a token twice", func(t *Trial) {
		grant := t.Grant()
		t.Judge(t.Revoke(grant.RefreshToken, "refresh_token"), done())
		t.Judge(t.Revoke(grant.RefreshToken, "refresh_token"), done())
	}, Ends, Looks)
}

// revokingClients holds the endpoint to the client whose token it is.
func revokingClients(w World) {
	w.Check("REV-06", "revoke a token without the client's secret", func(t *Trial) {
		t.confidential()
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		client := t.Held.Client
		client.Secret = ""
		grant := t.Grant()
		t.Judge(t.revokeAs(client, grant.RefreshToken, ""), Refused("invalid_client", "invalid_request"))
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	}, Ends)
	w.Check("REV-14", "revoke a token with a wrong client secret", func(t *Trial) {
		t.confidential()
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		client := t.Held.Client
		client.Secret = t.Nonce()
		grant := t.Grant()
		t.Judge(t.revokeAs(client, grant.RefreshToken, ""), Refused("invalid_client"))
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	}, Ends, Attacks)
	w.Check("REV-07", "revoke the token of another client", func(t *Trial) {
		other := t.OtherClient()
		t.controlRevocation()
		t.controlRefusal()
		grant := t.living()
		r := t.revokeAs(other, grant.RefreshToken, "refresh_token")
		t.sound(r)
		t.passes(t.Policy.RevocationDelay)
		t.Measure("answer to revoking another client's token", "%s", describe(r))
		t.Judge(t.Call(grant.Credentials()), Alive())
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	}, Ends, ofRevocations)
}

// revokingRequests bends the request.
func revokingRequests(w World) {
	w.Check("REV-08", "leave out the token", func(t *Trial) {
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		t.Judge(t.Revoke(t.Nonce(), "", scenarios.Without("token")), Refused("invalid_request"))
	}, Ends)
	w.Check("REV-09", "revoke a token by GET", func(t *Trial) {
		t.controlRevocation()
		grant := t.Grant()
		t.Revoke(grant.RefreshToken, "", scenarios.InQuery(), scenarios.ByMethod(http.MethodGet))
		t.passes(t.Policy.RevocationDelay)
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	}, Ends, ofRevocations)
}
