package suites

import (
	"net/http"

	"github.com/authassay/authassay/scenarios"
)

// revoking is the chapter of tokens that their client ends before their time.
// RFC 7009.
func revoking(w World) {
	w.traits = []Trait{Ends}
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
func done() Answer { return Barred(http.StatusOK) }

// revokingTokens holds the endpoint to what a revocation ends.
func revokingTokens(w World) {
	w.Check("REV-01", "revoke a refresh token and use it", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		grant := t.Grant()
		t.Judge(t.Revoke(grant.RefreshToken, "refresh_token"), done())
		t.Judge(t.Refresh(grant.RefreshToken), Refused("invalid_grant"))
	})
	w.Check("REV-02", "revoke an access token and use it", func(t *Trial) {
		grant := t.living()
		t.Control(t.Revoke(grant.AccessToken, "access_token"), done())
		t.Judge(t.Call(grant.Credentials()), Dead())
	})
	w.Check("REV-03", "revoke a refresh token and use its access token", func(t *Trial) {
		grant := t.living()
		t.Control(t.Revoke(grant.RefreshToken, "refresh_token"), done())
		t.Judge(t.Call(grant.Credentials()), Dead())
	})
	w.Check("REV-11", "revoke an access token and use its refresh token", func(t *Trial) {
		grant := t.living()
		t.Control(t.Revoke(grant.AccessToken, "access_token"), done())
		r := t.Refresh(grant.RefreshToken)
		t.Measure("revoking an access token ends its refresh token", "%v", r.Class == scenarios.Dead)
		t.Judge(r, Either(Granted(), Refused("invalid_grant")))
	})
	w.Check("REV-12", "revoke the tokens of one grant and use those of another", func(t *Trial) {
		one, other := t.living(), t.living()
		t.Control(t.Revoke(one.RefreshToken, "refresh_token"), done())
		t.Judge(t.Call(other.Credentials()), Alive())
		t.Judge(t.Refresh(other.RefreshToken), Granted())
	})
}

// revokingHints holds the endpoint to what it makes of a hint.
func revokingHints(w World) {
	w.Check("REV-05", "revoke a refresh token that is called an access token", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		grant := t.Grant()
		t.Judge(t.Revoke(grant.RefreshToken, "access_token"), done())
		t.Judge(t.Refresh(grant.RefreshToken), Refused("invalid_grant"))
	})
	w.Check("REV-13", "revoke a refresh token with a hint that nobody knows", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		grant := t.Grant()
		t.Judge(t.Revoke(grant.RefreshToken, "assay_token"), done())
		t.Judge(t.Refresh(grant.RefreshToken), Refused("invalid_grant"))
	})
	w.Check("REV-04", "revoke a token that was never issued", func(t *Trial) {
		t.Control(t.Revoke(t.Grant().RefreshToken, "refresh_token"), done())
		for _, hint := range []string{"", "refresh_token", "access_token"} {
			t.Judge(t.Revoke(t.Nonce(), hint), done())
		}
	})
	w.Check("REV-10", "revoke a token twice", func(t *Trial) {
		grant := t.Grant()
		t.Judge(t.Revoke(grant.RefreshToken, "refresh_token"), done())
		t.Judge(t.Revoke(grant.RefreshToken, "refresh_token"), done())
	})
}

// revokingClients holds the endpoint to the client whose token it is.
func revokingClients(w World) {
	w.Check("REV-06", "revoke a token without the client's secret", func(t *Trial) {
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		client := t.Held.Client
		client.Secret = ""
		grant := t.Grant()
		t.Judge(t.revokeAs(client, grant.RefreshToken, ""), Refused("invalid_client", "invalid_request"))
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	})
	w.Check("REV-14", "revoke a token with a wrong client secret", func(t *Trial) {
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		client := t.Held.Client
		client.Secret = t.Nonce()
		grant := t.Grant()
		t.Judge(t.revokeAs(client, grant.RefreshToken, ""), Refused("invalid_client"))
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	})
	w.Check("REV-07", "revoke the token of another client", func(t *Trial) {
		other := t.OtherClient()
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		grant := t.living()
		r := t.revokeAs(other, grant.RefreshToken, "refresh_token")
		t.Measure("answer to revoking another client's token", "%s", describe(r))
		t.Judge(t.Call(grant.Credentials()), Alive())
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	})
}

// revokingRequests bends the request.
func revokingRequests(w World) {
	w.Check("REV-08", "leave out the token", func(t *Trial) {
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		t.Judge(t.Revoke(t.Nonce(), "", scenarios.Without("token")), Refused("invalid_request"))
	})
	w.Check("REV-09", "revoke a token by GET", func(t *Trial) {
		t.Control(t.Revoke(t.Grant().RefreshToken, ""), done())
		grant := t.Grant()
		t.Revoke(grant.RefreshToken, "", scenarios.InQuery(), scenarios.ByMethod(http.MethodGet))
		t.Judge(t.Refresh(grant.RefreshToken), Granted())
	})
}
