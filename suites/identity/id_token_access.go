package identity

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/jwt"
	"github.com/authassay/authassay/suites/check"
)

// idTokenAccess looks into access tokens that are signed. RFC 9068.
func idTokenAccess() []check.Check {
	return []check.Check{
		on("IDT-20", "look for the client in an access token", func(t *T) {
			a, _ := t.signedAccess()
			client := a.Text("client_id")
			if client == "" {
				client = a.Text("azp")
			}
			t.Require(client == t.Kit.Client.ID, "client_id "+t.Kit.Client.ID, "client_id %q", client)
		}),
		on("IDT-21", "compare exp of an access token with expires_in", func(t *T) {
			grant, before, _ := t.Lately()
			a := t.signed(grant)
			if t.AnnouncedLife(grant) == 0 {
				t.Inapplicable("the token response says nothing of a lifetime")
			}
			exp, there := a.Time("exp")
			skew := t.Policy.Skew + 2*check.WholeSecond + t.ClockDoubt()
			off := exp.Sub(before.Add(t.AnnouncedLife(grant))).Abs()
			if !there && a.Claims["exp"] != nil {
				t.Inapplicable("exp is no number, which is for IDT-28 to say")
			}
			t.Require(there && off <= skew, "exp within "+skew.String()+" of what expires_in says", "%s off", off.Round(time.Second))
		}),
		on("IDT-28", "look at the times in an access token", func(t *T) {
			grant, asked, arrived := t.Lately()
			Dated(t.T, t.signed(grant).Claims, asked, arrived, "exp", "iat", "nbf")
		}, check.Looks),
	}
}

// signedAccess is given: an access token that is signed and lives. An opaque
// one is nobody's fault.
func (t *T) signedAccess() (jwt.Token, scenarios.Grant) {
	grant := t.Living()
	return t.signed(grant), grant
}

// signed is the access token of a grant as what was signed says it.
func (t *T) signed(grant scenarios.Grant) jwt.Token {
	a, signed := jwt.Peek(grant.AccessToken)
	if !signed {
		t.Inapplicable("access tokens are opaque here")
	}
	return a
}

// longestAhead is how far away the end of anything may be that is told in seconds:
// what is told in milliseconds lies beyond it by far.
const longestAhead = 100 * 365 * 24 * time.Hour

// Dated holds what is said of times, where it is said, to numbers of seconds since
// the Unix epoch, RFC 7519 §2: iat between the times at which a token was asked for
// and arrived, nbf no later, and exp ahead.
func Dated(t *check.T, claims map[string]any, asked, arrived time.Time, names ...string) {
	skew := t.Policy.Skew + 2*check.WholeSecond
	(&T{t}).datedWithin(claims, map[string][2]time.Time{
		"exp": {arrived, arrived.Add(longestAhead)}, "iat": {asked.Add(-skew), arrived.Add(skew)}, "nbf": {time.Unix(0, 0), arrived.Add(skew)},
	}, names...)
}

// bound is what no time may lie behind that is to have been already.
func (t *T) bound() time.Time { return t.Latest().Add(t.Policy.Skew + 2*check.WholeSecond) }

// datedWithin holds times to bounds, earliest and latest.
func (t *T) datedWithin(claims map[string]any, bounds map[string][2]time.Time, names ...string) {
	now := t.Latest()
	var wrong []string
	said := 0
	for _, name := range names {
		value, there := claims[name]
		if !there {
			continue
		}
		said++
		if text := misdated(value, bounds[name][0], bounds[name][1], now); text != "" {
			wrong = append(wrong, name+" "+text)
		}
	}
	if said == 0 {
		t.Inapplicable("nothing is said of times")
	}
	t.Require(len(wrong) == 0, "numbers of seconds since 1970, each where it belongs", "%d times are told; wrong: %s", said, strings.Join(wrong, ", "))
}

// misdated is what is wrong with a time that lies between two others, as it would be
// told at a moment; "" for nothing.
func misdated(value any, earliest, latest, now time.Time) string {
	seconds, number := value.(float64)
	at := time.Unix(int64(seconds), 0)
	switch {
	case !number:
		return fmt.Sprintf("is a %T and no number", value)
	case seconds > float64(now.Add(longestAhead).Unix()):
		return "is no number of seconds: it looks like milliseconds"
	case at.Before(earliest):
		return "is " + now.Sub(at).Round(time.Second).String() + " ago"
	case at.After(latest):
		return "is " + at.Sub(now).Round(time.Second).String() + " ahead"
	}
	return ""
}

// longestIdentity is how long an ID token may live before that is worth a warning:
// it says that somebody has just logged in.
const longestIdentity = 24 * time.Hour

// idTokenBounds holds the times in an ID token to both of their sides.
func idTokenBounds() []check.Check {
	return []check.Check{
		on("IDT-25", "look at the times in the ID token", func(t *T) {
			id := t.identified()
			ever := time.Unix(0, 0)
			t.datedWithin(id.Claims, map[string][2]time.Time{ // when exp and iat are is for IDT-05 to say
				"exp": {ever, t.Latest().Add(longestAhead)}, "iat": {ever, t.Latest().Add(longestAhead)},
				"nbf": {ever, t.bound()}, "auth_time": {ever, t.bound()},
			}, "exp", "iat", "nbf", "auth_time")
		}, check.Looks),
		on("IDT-26", "look how long the ID token lives", func(t *T) {
			id := t.identified()
			exp, told := id.Time("exp")
			if !told {
				t.Inapplicable("exp is no number, which is for IDT-25 to say")
			}
			life := exp.Sub(t.Clock.Now())
			t.Measure("ID tokens live for", "%v", life.Round(time.Second))
			t.Require(life <= longestIdentity, "an end within a day", "an end in %s", life.Round(time.Second))
		}, check.Looks),
		on("IDT-27", "log in afresh and look at auth_time", func(t *T) {
			step := t.AskingFor(t.OpenID())
			step.OIDCNonce = t.Nonce()
			before := t.Clock.Now()
			l := t.Visit(step, scenarios.LogsIn)
			if l.Code() == "" {
				t.Lacking("an authorization code", l)
			}
			grant := t.Granted(t.Exchange(l.Code()))
			id, ok := jwt.Peek(grant.IDToken)
			if !ok {
				t.Lacking("an ID token that can be verified", l)
			}
			at, there := id.Time("auth_time")
			switch {
			case id.Claims["auth_time"] == nil:
				t.Inapplicable("the ID token has no auth_time, which is optional")
			case !there:
				t.Inapplicable("auth_time is no number, which is for IDT-25 to say")
			}
			skew := t.Policy.Skew + 2*check.WholeSecond
			t.Require(!at.Before(before.Add(-skew)), "an auth_time of the login that was just now", "%s before that login", before.Sub(at).Round(time.Second))
		}, check.Looks),
	}
}

// refreshing identities: an ID token and the one that a refresh gave a while later.
type reidentity struct {
	first, again identity
	asked        time.Time // when the last refresh was
	arrived      time.Time
	err          error // why the signature of the second does not hold
}

// refreshedIdentity is given: an ID token, and the one of as many refreshes as the
// moment says, a pause after the login. Where the clock is moved it is looked at by
// every check of the moment; who waits waits beside the others.
func (t *T) refreshedIdentity() reidentity {
	obtain := func() reidentity {
		id := t.identified()
		t.Pauses()
		out, grant := reidentity{first: id}, id.grant
		for i := 0; i == 0 || i == 1 && t.Moment() == "refreshed twice"; i++ {
			out.asked = t.Clock.Now()
			r := t.Refresh(grant.RefreshToken)
			t.Control(r, check.Granted())
			grant = check.Newest(grant, r.Grant)
		}
		out.arrived, out.again.grant = t.Latest(), grant
		if grant.IDToken != "" {
			out.again.Token, out.err = t.vouched(grant.IDToken)
		}
		return out
	}
	if !t.Clock.Instant() {
		return obtain()
	}
	return check.Borrow(t.T, "refreshed ID token "+t.Moment(), func(reidentity) bool { return true }, obtain)
}

// reidentified is given: an ID token, and the one of a refresh, with what is wrong
// with its signature.
func (t *T) reidentified() (first, again identity, err error) {
	r := t.refreshedIdentity()
	if r.again.grant.IDToken == "" {
		t.Inapplicable("a refresh is answered without an ID token, which is optional")
	}
	return r.first, r.again, r.err
}

// idTokenRefreshed holds the ID token of a refresh to OpenID Connect Core 1.0 §12.2.
func idTokenRefreshed() []check.Check {
	compared := func(id, when string, compare func(t *T, r reidentity)) check.Check {
		return on(id, when, func(t *T) {
			if _, _, err := t.reidentified(); err != nil {
				t.Inapplicable("the signature of the ID token of a refresh does not hold, which is for IDT-13 to say: %v", errors.Unwrap(err))
			}
			compare(t, t.refreshedIdentity())
		}, check.Looks)
	}
	return []check.Check{
		compared("IDT-29", "compare iat of the refreshed ID token with the clock", func(t *T, r reidentity) {
			Dated(t.T, map[string]any{"iat": r.again.Claims["iat"]}, r.asked, r.arrived, "iat")
		}),
		compared("IDT-30", "compare auth_time of the ID tokens", func(t *T, r reidentity) {
			if r.again.Claims["auth_time"] == nil || r.first.Claims["auth_time"] == nil {
				t.Inapplicable("one of the ID tokens has no auth_time, which is optional")
			}
			t.Require(fmt.Sprint(r.again.Claims["auth_time"]) == fmt.Sprint(r.first.Claims["auth_time"]), "the auth_time of the login",
				"%v, and %v after the refresh", r.first.Claims["auth_time"], r.again.Claims["auth_time"])
		}),
		compared("IDT-31", "compare the nonces of the ID tokens", func(t *T, r reidentity) {
			again, there := r.again.Claims["nonce"]
			t.Require(!there || again == r.first.nonce, "no nonce, or that of the login", "the nonce: %v, the same: %v", there, again == r.first.nonce)
		}),
		compared("IDT-32", "look for a nonce in the refreshed ID token", func(t *T, r reidentity) {
			t.Require(r.again.Claims["nonce"] == nil, "no nonce", "a nonce")
		}),
		compared("IDT-33", "compare azp of the ID tokens", func(t *T, r reidentity) {
			t.Require(r.again.Claims["azp"] == r.first.Claims["azp"], "azp as at the login, or none in either", "azp %v, and %v after the refresh",
				r.first.Claims["azp"], r.again.Claims["azp"])
		}),
		compared("IDT-34", "compare at_hash of the refreshed ID token with the access token", func(t *T, r reidentity) {
			if r.again.Claims["at_hash"] == nil {
				t.Inapplicable("the ID token of a refresh has no at_hash, which is optional")
			}
			t.Require(r.again.Text("at_hash") == r.again.HalfHash(r.again.grant.AccessToken), "half of the access token's hash",
				"at_hash of %d characters", len(r.again.Text("at_hash")))
		}),
	}
}
