package temporary

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// defaultLife is how long a token lives that was asked for without an expiry.
func (t *T) defaultLife() time.Duration {
	if t.Policy.TemporaryLifetime <= 0 {
		t.Inapplicable("the target declares that temporary tokens live without end unless told otherwise")
	}
	return t.Policy.TemporaryLifetime
}

// defaultLife brackets the life of a token that was asked for without
// an expiry.
func defaultLife() []check.Check {
	return []check.Check{
		on("TMP-29", "issue without an expiry and read it", func(t *T) {
			life := t.defaultLife()
			t.Judge(t.tells(t.issued(t.somebody()), "expiresAt"), t.expiring(t.Clock.Now().Add(life)))
		}, check.Looks),
		on("TMP-30", "use a token just before the end of the default life", func(t *T) {
			life, someone := t.defaultLife(), t.someone()
			t.Judge(t.JustBefore(func() check.Mortal {
				someone.Email = t.somebody().Email
				asked, pair := t.Clock.Now(), t.issued(someone).Minted
				return check.Mortal{End: asked.Add(life), Use: func() *scenarios.Reply { return t.Call(pair) }}
			}), check.Alive())
		}, check.Waits, check.Looks, check.OfTemporaries),
		on("TMP-31", "use a token just after the end of the default life", func(t *T) {
			life := t.defaultLife()
			pair := t.issued(t.someone()).Minted
			end := t.JustAfter(life)
			t.Control(t.Call(pair), check.Alive())
			t.Until(end)
			t.Judge(t.Call(pair), check.Dead())
		}, check.Waits, check.OfTemporaries),
	}
}

// expiring accepts a token that is announced to expire at a moment.
func (t *T) expiring(at time.Time) check.Answer {
	at = t.there(at)
	return Issued().That(fmt.Sprintf("announces the expiry %d", at.Unix()), func(r *scenarios.Reply) bool {
		return t.near(r.Temporary.Expires, at)
	})
}

// unix writes a moment in seconds since 1970.
func (t *T) unix(at time.Time) any { return t.there(at).Unix() }

// iso writes a moment in UTC, as ISO 8601 and RFC 3339 have it.
func (t *T) iso(at time.Time) any { return t.there(at).UTC().Format(time.RFC3339) }

// askedLife brackets the life of a token that was asked for with an
// expiry.
func askedLife() []check.Check {
	bracket := func(before, after, form string, write func(*T, time.Time) any) []check.Check {
		return []check.Check{on(before, "use a token just before its "+form+" expiry", func(t *T) {
			t.Temporary()
			t.Judge(t.JustBefore(func() check.Mortal {
				end := t.soon()
				r := t.Issue(t.lasting(write(t, end)))
				t.Judge(r, Issued())
				return check.Mortal{End: end, Use: func() *scenarios.Reply { return t.Call(r.Minted) }}
			}), check.Alive())
		}, check.Waits, check.Looks, check.OfShorts), on(after, "use a token just after its "+form+" expiry", func(t *T) {
			end := t.soon()
			pair := t.issued(t.lasting(write(t, end))).Minted
			t.Control(t.Call(t.issued(t.lasting(write(t, end))).Minted), check.Alive())
			t.Until(t.afterAsked(end))
			t.Judge(t.Call(pair), check.Dead())
		}, check.Waits, check.OfShorts)}
	}
	return slices.Concat(bracket("TMP-32", "TMP-33", "ISO 8601", (*T).iso), bracket("TMP-34", "TMP-35", "Unix", (*T).unix))
}

// writtenLife is in which other ways an expiry may be written.
func writtenLife() []check.Check {
	return []check.Check{
		on("TMP-36", "write the expiry with offsets to the east and to the west, half hours and fourteen too", func(t *T) {
			end := t.soon()
			t.Control(t.Issue(t.until(t.iso(end))), Issued())
			for _, minutes := range []int{330, -8 * 60, -(9*60 + 30), 14 * 60} {
				written := t.there(end).In(time.FixedZone("", minutes*60)).Format(time.RFC3339)
				r := t.Issue(t.lasting(written))
				t.JudgeEach(written, r, Issued())
				t.JudgeEach(written, t.tells(r, "expiresAt"), t.expiring(end))
				t.Control(t.Call(r.Minted), check.Alive())
			}
			r := t.issued(t.lasting(t.there(end).In(time.FixedZone("east", 330*60)).Format(time.RFC3339)))
			t.Until(end.Add(check.ShortLife)) // a leeway is for TMP-33
			t.Judge(t.Call(r.Minted), check.Dead())
		}, check.Waits, check.Looks, check.OfShorts),
		on("TMP-37", "write the expiry with a tenth of a second, and with thousandths, millionths and billionths", func(t *T) {
			end := t.soon().Add(250 * time.Millisecond)
			t.Control(t.Issue(t.until(t.iso(end))), Issued())
			for _, digits := range []int{1, 3, 6, 9} {
				written := t.there(end).UTC().Format("2006-01-02T15:04:05." + strings.Repeat("0", digits) + "Z07:00")
				r := t.Issue(t.until(written))
				t.JudgeEach(written, r, Issued())
				t.JudgeEach(written, t.tells(r, "expiresAt"), t.expiring(end))
			}
		}, check.Looks),
		on("TMP-38", "write a Unix expiry as text", func(t *T) {
			end := t.soon()
			t.Control(t.Issue(t.until(t.unix(end))), Issued())
			r := t.Issue(t.until(fmt.Sprint(t.unix(end))))
			t.Judge(r, Issued())
			t.Judge(t.tells(r, "expiresAt"), t.expiring(end))
		}, check.Looks),
	}
}

// afterAsked is when a token is dead that was asked for until a moment. Where a
// default life is declared the leeway of the target is measured with that.
func (t *T) afterAsked(end time.Time) time.Time {
	if t.Policy.TemporaryLifetime > 0 {
		return end.Add(check.ShortLife / 2)
	}
	return end.Add(t.Policy.Skew + check.WholeSecond)
}

// lasting is what a token is asked for that reads until an expiry.
func (t *T) lasting(expires any) scenarios.Asked {
	asked := t.someone()
	asked.Expires = expires
	return asked
}

// until is what a token with an expiry is asked for.
func (t *T) until(expires any) scenarios.Asked {
	asked := t.somebody()
	asked.Expires = expires
	return asked
}
