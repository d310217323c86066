package suites

import (
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// refreshing is the chapter of the refresh token: what it gives, to whom, and
// for how long. RFC 6749 §6, RFC 9700 §4.14.
func refreshing(w World) {
	refreshingGives(w)
	refreshingLives(w)
	refreshingRotates(w)
	refreshingReuses(w)
	refreshingRefuses(w)
	refreshingMembers(w)
	refreshingScopes(w)
	refreshingEnds(w)
}

// refreshingGives holds the good answer to its use.
func refreshingGives(w World) {
	w.Check("REF-01", "refresh and use the new access token", func(t *Trial) {
		r := t.Refresh(t.living().RefreshToken)
		t.Judge(r, Granted())
		t.Judge(t.Call(r.Grant.Credentials()), Alive())
	}, Looks)
	w.Check("REF-02", "refresh ten times in a row, each time with the newest refresh token", func(t *Trial) {
		grant := t.living()
		for range 10 {
			r := t.Refresh(grant.RefreshToken)
			t.Judge(r, Granted())
			grant = newest(grant, r.Grant)
		}
		t.Judge(t.Call(grant.Credentials()), Alive())
	}, Looks)
	w.Check("REF-14", "compare the answer to a refresh with the one to the exchange", func(t *Trial) {
		first := t.answer()
		r := t.Refresh(first.Grant.RefreshToken)
		t.Control(r, Granted())
		t.sound(r)
		for what, has := range map[string]func(*scenarios.Reply) bool{
			"token_type bearer": ofBearer, "a number as expires_in": timedIfTold, "Cache-Control: no-store": notStored,
		} {
			seen := map[bool]string{true: "with ", false: "without "}
			t.Require(has(r) || !has(first), "like the answer to the exchange, with "+what, "the exchange %s, the refresh %s", seen[has(first)]+what, seen[has(r)]+what)
		}
	}, Looks)
}

// living is given: tokens whose access token has been seen to live.
func (t *Trial) living() scenarios.Grant {
	grant := t.Grant()
	t.Control(t.Call(grant.Credentials()), Alive())
	return grant
}

// newest is what a client holds after a refresh: the new access token, and the
// refresh token that the answer gave, if it gave one. RFC 6749 §6.
func newest(before, after scenarios.Grant) scenarios.Grant {
	if after.RefreshToken == "" {
		after.RefreshToken = before.RefreshToken
	}
	return after
}

// refreshingLives holds a refresh to the clock.
func refreshingLives(w World) {
	w.Check("REF-03", "refresh after the access token has expired", func(t *Trial) {
		grant := t.living()
		t.Until(t.wellAfter(t.lifeOf(grant)))
		r := t.Refresh(grant.RefreshToken)
		t.Judge(r, Granted())
		t.Judge(t.Call(r.Grant.Credentials()), Alive())
	}, Waits, Looks, ofAccess)
	w.Check("REF-04", "refresh some time later and use the new access token until just before its own end", func(t *Trial) {
		r := t.brink(func() mortal {
			grant := t.Grant()
			t.bears(t.apart(t.lifeOf(grant)) + t.lifeOf(grant))
			t.Until(t.latest().Add(t.apart(t.lifeOf(grant))))
			asked := t.Clock.Now()
			refreshed := t.granted(t.Refresh(grant.RefreshToken))
			t.Control(t.Call(refreshed.Credentials()), Alive())
			return mortal{asked.Add(t.lifeOf(refreshed)), func() *scenarios.Reply { return t.Call(refreshed.Credentials()) }}
		})
		t.Judge(r, Alive())
	}, Waits, Looks, ofAccess)
}

// apart is how long after the first token a second one is asked for, so that it
// can be told whose end it dies at: no longer than need be, for a whole run lasts
// so much longer than a lifetime.
func (t *Trial) apart(life time.Duration) time.Duration {
	return min(max(share(life), 3*(t.Policy.Skew+wholeSecond)), life/2)
}

// refreshingRefuses holds the grant to what is no refresh token of the client.
func refreshingRefuses(w World) {
	refused := func(id, when string, made func(*Trial) string) {
		w.Check(catalogue.ID(id), when, func(t *Trial) {
			t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
			t.Judge(t.Refresh(made(t)), Refused("invalid_grant"))
		})
	}
	refused("REF-06", "refresh with a token that was never issued", func(t *Trial) string { return t.Nonce() })
	refused("REF-07", "refresh with an access token", func(t *Trial) string { return t.Grant().AccessToken })
	refused("REF-08", "refresh with a code", (*Trial).Code)
	w.Check("REF-05", "refresh as another client", func(t *Trial) {
		other := t.OtherClient()
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		t.Judge(t.refreshAs(other, t.Grant().RefreshToken), Refused("invalid_grant"))
	})
	w.Check("REF-15", "refresh with a token that has a character less, more or changed", func(t *Trial) {
		grant := t.Grant()
		for _, near := range alterations(grant.RefreshToken) {
			t.Judge(t.Refresh(near), Refused("invalid_grant"))
		}
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
	})
}

// refreshAs refreshes as another client would.
func (t *Trial) refreshAs(client scenarios.Registration, token string, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Refresh, Client: client, RefreshToken: token}, bends...)
}

// refreshingMembers bends the members of the request.
func refreshingMembers(w World) {
	w.Check("REF-09", "refresh with a wrong client secret", func(t *Trial) {
		t.confidential()
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		client := t.Held.Client
		client.Secret = t.Nonce()
		t.Judge(t.refreshAs(client, t.Grant().RefreshToken), Refused("invalid_client"))
	}, Attacks)
	w.Check("REF-16", "refresh without the client secret", func(t *Trial) {
		t.confidential()
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		client := t.Held.Client
		client.Secret = ""
		t.Judge(t.refreshAs(client, t.Grant().RefreshToken), Refused("invalid_client", "invalid_request"))
	})
	w.Check("REF-10", "leave out the refresh token", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		t.Judge(t.Refresh(t.Grant().RefreshToken, scenarios.Without("refresh_token")), Refused("invalid_request"))
	})
}
