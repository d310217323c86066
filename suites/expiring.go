package suites

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/resource"
)

// expiring is the chapter of lifetimes: alive until just before the end, dead
// from just after it, and nothing brings back what has expired.
func expiring() []check.Check {
	return slices.Concat(
		expiringCodes(),
		expiringTokens(),
		expiringRefreshed(),
	)
}

// expiringCodes brackets the life of a code.
func expiringCodes() []check.Check {
	return []check.Check{
		on("EXP-01", "redeem a code just before the end of its life", func(t *T) {
			life := t.CodeLife()
			t.Control(t.Exchange(t.Code()), check.Granted())
			t.Judge(t.JustBefore(func() check.Mortal {
				asked, code := t.Clock.Now(), t.Code()
				return check.Mortal{End: asked.Add(life), Use: func() *scenarios.Reply { return t.Exchange(code) }}
			}), check.Granted())
		}, check.Waits, check.OfCodes),
		on("EXP-02", "redeem a code just after the end of its life", func(t *T) {
			t.Require(!t.Policy.CodesUnlimited, "an end of a code's life", "the target file declares that codes never expire")
			code := t.expiredCode(t.JustAfter)
			t.Judge(t.Exchange(code), check.Refused("invalid_grant"))
		}, check.Waits, check.OfCodes),
		on("EXP-09", "redeem an expired code again and again", func(t *T) {
			code := t.expiredCode(t.WellAfter)
			t.Exchange(code)
			for range 2 {
				t.Judge(t.Exchange(code), check.Refused("invalid_grant"))
			}
		}, check.Waits, check.OfCodes),
	}
}

// expiredCode is given: a code whose life has ended, while a sister of the same
// age was good at the start.
func (t *T) expiredCode(after func(life time.Duration) time.Time) string {
	life := t.CodeLife()
	t.Control(t.Exchange(t.Code()), check.Granted())
	code := t.Code()
	t.Until(after(life))
	return code
}

// expiringTokens brackets the life of an access token.
func expiringTokens() []check.Check {
	return []check.Check{
		on("EXP-03", "use an access token just before the end of its life", func(t *T) {
			t.Judge(t.JustBefore(func() check.Mortal {
				asked, grant := t.Clock.Now(), t.Grant()
				t.controlLife(grant)
				return check.Mortal{End: asked.Add(t.LifeOf(grant)), Use: func() *scenarios.Reply { return t.Call(grant.Credentials()) }}
			}), check.Alive())
		}, check.Waits, check.OfAccess),
		on("EXP-04", "use an access token just after the end of its life", func(t *T) {
			places := resource.OnWay(t.T)
			grant := t.expiredAt(places.Each, t.JustAfter)
			places.Each(func() { t.Judge(t.Call(grant.Credentials()), check.Turned()) })
		}, check.Waits, check.OfAccess),
		on("EXP-05", "look at the refusal of an expired access token", func(t *T) {
			grant := t.expiredGrant(t.WellAfter)
			t.Judge(t.Call(grant.Credentials()), t.wordedLike(t.Call(scenarios.Bearer(t.Nonce()))))
		}, check.Waits, check.OfAccess),
		on("EXP-06", "use an access token all its life, and just after the end", func(t *T) {
			asked := t.Clock.Now()
			grant := t.Grant()
			life := t.LifeOf(grant)
			t.NeedsPatience(life)
			end := t.WellAfter(life)
			for quarter := range 4 {
				t.Until(asked.Add(life * time.Duration(quarter) / 4))
				t.Control(t.Call(grant.Credentials()), check.Alive())
			}
			t.Until(end)
			t.Judge(t.Call(grant.Credentials()), check.Turned())
		}, check.Waits, check.OfAccess),
	}
}

// wordedLike accepts the refusal of an expired token: 401 and invalid_token. What
// is missing in the refusal of a token that was never issued, too, is a habit of
// the server, which PRE-28 and PRE-07 judge.
func (t *T) wordedLike(strange *scenarios.Reply) check.Answer {
	t.Control(strange, check.Turned())
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
	return check.Reply("a refusal with "+strings.Join(want, " and "), func(r *scenarios.Reply) bool {
		return check.IsRefused(r) && (!status || r.Status == http.StatusUnauthorized) && (!named || invalidNamed(r))
	})
}

// invalidNamed says whether a challenge names invalid_token, RFC 6750 §3.1.
func invalidNamed(r *scenarios.Reply) bool {
	return slices.ContainsFunc(scenarios.Challenges(r.Header), func(c scenarios.Challenge) bool {
		return c.Params["error"] == "invalid_token"
	})
}

// expiredGrant is given: an access token whose life has ended. It was good, or a
// sister of the same age was where it is one that nobody has used.
func (t *T) expiredGrant(after func(life time.Duration) time.Time) scenarios.Grant {
	return t.expiredAt(func(look func()) { look() }, after)
}

// expiredAt is expiredGrant for several resources: each is where its control is looked
// at.
func (t *T) expiredAt(each func(look func()), after func(life time.Duration) time.Time) scenarios.Grant {
	grant := t.Grant()
	if t.Kit.ExpiredToken != "" && !t.outlives(grant) {
		each(func() { t.Control(t.Call(grant.Credentials()), check.Alive()) })
		return t.expiredAtHand()
	}
	end := after(t.LifeOf(grant))
	each(func() { t.controlLife(grant) })
	t.Until(end)
	return grant
}

// controlLife is the positive control of a token that is to die: it opens the API,
// or its sister does where the moment is that nobody has used it.
func (t *T) controlLife(grant scenarios.Grant) {
	if t.unused() {
		grant = t.Grant()
	}
	t.Control(t.Call(grant.Credentials()), check.Alive())
}

// outlives says whether the end of an access token can be waited for: it is known
// and near enough.
func (t *T) outlives(grant scenarios.Grant) bool {
	life := t.Policy.AccessTokenLifetime
	if t.Policy.ExpiresIn == "trusted" {
		life = grant.ExpiresIn
	}
	return life > 0 && t.Endures(life)
}

// expiredAtHand is given: an access token that the target file says has expired.
// What says of itself that it has not is no such token.
func (t *T) expiredAtHand() scenarios.Grant {
	if token, signed := jwt.Peek(t.Kit.ExpiredToken); signed {
		if end, named := token.Time("exp"); named && end.After(t.Clock.Now()) {
			t.Untested("expired_token of the target file says of itself that it lives until %s", end.UTC().Format(time.RFC3339))
		}
	}
	t.Measure("an expired access token", "that of the target file (expired_token), since none could be waited for")
	return scenarios.Grant{AccessToken: t.Kit.ExpiredToken}
}

// expiringRefreshed looks at lifetimes beside refreshes.
func expiringRefreshed() []check.Check {
	return []check.Check{
		on("EXP-07", "refresh after the end and use the expired access token", func(t *T) {
			grant := t.expiredGrant(t.WellAfter)
			t.Control(t.Refresh(grant.RefreshToken), check.Granted())
			t.Judge(t.Call(grant.Credentials()), check.Turned())
		}, check.Waits, check.OfAccess),
		on("EXP-08", "use a refreshed access token just after the end of its life", func(t *T) {
			refreshed := t.Granted(t.Refresh(t.Grant().RefreshToken))
			end := t.WellAfter(t.LifeOf(refreshed))
			t.controlLife(refreshed)
			t.Until(end)
			t.Judge(t.Call(refreshed.Credentials()), check.Turned())
		}, check.Waits, check.OfAccess),
		on("EXP-10", "let one access token expire and look at the grants of others", func(t *T) {
			grant := t.Living()
			life := t.LifeOf(grant)
			t.NeedsPatience(life)
			end := t.WellAfter(life)
			t.Until(t.Latest().Add(life / 4))
			all := t.bystanders()
			t.Until(end.Add(-life / 4))
			if slices.ContainsFunc(all, func(b bystander) bool { return t.CallIn(b.in, b.grant.Credentials()).Class != scenarios.Alive }) {
				t.Inapplicable("access tokens die before their time here, which is for EXP-03 to say")
			}
			t.Until(end)
			if t.Call(grant.Credentials()).Class == scenarios.Alive {
				t.Inapplicable("access tokens do not end here, which is for EXP-04 to say")
			}
			t.spared(all, "the end of a token")
		}, check.Waits, check.OfAccess),
	}
}
