package suites

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// expiring is the chapter of lifetimes: alive until just before the end, dead
// from just after it, and nothing brings back what has expired.
func expiring(w World) {
	expiringCodes(w)
	expiringTokens(w)
	expiringRefreshed(w)
}

// expiringCodes brackets the life of a code.
func expiringCodes(w World) {
	w.Check("EXP-01", "redeem a code just before the end of its life", func(t *Trial) {
		life := t.codeLife()
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.brink(func() mortal {
			asked, code := t.Clock.Now(), t.Code()
			return mortal{asked.Add(life), func() *scenarios.Reply { return t.Exchange(code) }}
		}), Granted())
	}, Waits, ofCodes)
	w.Check("EXP-02", "redeem a code just after the end of its life", func(t *Trial) {
		t.Require(!t.Policy.CodesUnlimited, "an end of a code's life", "the target file declares that codes never expire")
		code := t.expiredCode(t.justAfter)
		t.Judge(t.Exchange(code), Refused("invalid_grant"))
	}, Waits, ofCodes)
	w.Check("EXP-09", "redeem an expired code again and again", func(t *Trial) {
		code := t.expiredCode(t.wellAfter)
		t.Exchange(code)
		for range 2 {
			t.Judge(t.Exchange(code), Refused("invalid_grant"))
		}
	}, Waits, ofCodes)
}

// expiredCode is given: a code whose life has ended, while a sister of the same
// age was good at the start.
func (t *Trial) expiredCode(after func(life time.Duration) time.Time) string {
	life := t.codeLife()
	t.Control(t.Exchange(t.Code()), Granted())
	code := t.Code()
	t.Until(after(life))
	return code
}

// expiringTokens brackets the life of an access token.
func expiringTokens(w World) {
	w.Check("EXP-03", "use an access token just before the end of its life", func(t *Trial) {
		t.Judge(t.brink(func() mortal {
			asked, grant := t.Clock.Now(), t.living()
			return mortal{asked.Add(t.lifeOf(grant)), func() *scenarios.Reply { return t.Call(grant.Credentials()) }}
		}), Alive())
	}, Waits, ofAccess)
	w.Check("EXP-04", "use an access token just after the end of its life", func(t *Trial) {
		grant := t.expiredGrant(t.justAfter)
		t.Judge(t.Call(grant.Credentials()), Turned())
	}, Waits, ofAccess)
	w.Check("EXP-05", "look at the refusal of an expired access token", func(t *Trial) {
		grant := t.expiredGrant(t.wellAfter)
		t.Judge(t.Call(grant.Credentials()), t.wordedLike(t.Call(scenarios.Bearer(t.Nonce()))))
	}, Waits, ofAccess)
	w.Check("EXP-06", "use an access token all its life, and just after the end", func(t *Trial) {
		asked := t.Clock.Now()
		grant := t.Grant()
		life := t.lifeOf(grant)
		t.bears(life)
		end := t.wellAfter(life)
		for quarter := range 4 {
			t.Until(asked.Add(life * time.Duration(quarter) / 4))
			t.Control(t.Call(grant.Credentials()), Alive())
		}
		t.Until(end)
		t.Judge(t.Call(grant.Credentials()), Turned())
	}, Waits, ofAccess)
}

// wordedLike accepts the refusal of an expired token: 401 and invalid_token. What
// is missing in the refusal of a token that was never issued, too, is a habit of
// the server, which PRE-28 and PRE-07 judge.
func (t *Trial) wordedLike(strange *scenarios.Reply) Answer {
	t.Control(strange, Turned())
	status, named := strange.Status == http.StatusUnauthorized, invalidNamed(strange)
	if !status && !named {
		t.Inapplicable("a token that was never issued is refused without 401 and without invalid_token, which PRE-28 and PRE-07 judge")
	}
	var want []string
	if status {
		want = append(want, "401")
	}
	if named {
		want = append(want, "invalid_token in the challenge")
	}
	return reply("a refusal with "+strings.Join(want, " and "), func(r *scenarios.Reply) bool {
		return refused(r) && (!status || r.Status == http.StatusUnauthorized) && (!named || invalidNamed(r))
	})
}

// invalidNamed says whether a challenge names invalid_token, RFC 6750 §3.1.
func invalidNamed(r *scenarios.Reply) bool {
	return slices.ContainsFunc(scenarios.Challenges(r.Header), func(c scenarios.Challenge) bool {
		return c.Params["error"] == "invalid_token"
	})
}

// expiredGrant is given: an access token that was good and whose life has ended.
func (t *Trial) expiredGrant(after func(life time.Duration) time.Time) scenarios.Grant {
	grant := t.Grant()
	end := after(t.lifeOf(grant))
	t.Control(t.Call(grant.Credentials()), Alive())
	t.Until(end)
	return grant
}

// expiringRefreshed looks at lifetimes beside refreshes.
func expiringRefreshed(w World) {
	w.Check("EXP-07", "refresh after the end and use the expired access token", func(t *Trial) {
		grant := t.expiredGrant(t.wellAfter)
		t.Control(t.Refresh(grant.RefreshToken), Granted())
		t.Judge(t.Call(grant.Credentials()), Turned())
	}, Waits, ofAccess)
	w.Check("EXP-08", "use a refreshed access token just after the end of its life", func(t *Trial) {
		refreshed := t.granted(t.Refresh(t.Grant().RefreshToken))
		end := t.wellAfter(t.lifeOf(refreshed))
		t.Control(t.Call(refreshed.Credentials()), Alive())
		t.Until(end)
		t.Judge(t.Call(refreshed.Credentials()), Turned())
	}, Waits, ofAccess)
}
