package temporary

import (
	"fmt"
	"slices"
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
	return slices.Concat(bracket("TMP-32", "TMP-33", "ISO 8601", (*T).iso), bracket("TMP-34", "TMP-35", "Unix", (*T).unix), []check.Check{
		on("TMP-36", "write the expiry with an offset to the east and to the west", func(t *T) {
			end := t.soon()
			t.Control(t.Issue(t.until(t.iso(end))), Issued())
			for _, zone := range []*time.Location{time.FixedZone("east", 330*60), time.FixedZone("west", -8*3600)} {
				r := t.Issue(t.lasting(t.there(end).In(zone).Format(time.RFC3339)))
				t.Judge(r, Issued())
				t.Judge(t.tells(r, "expiresAt"), t.expiring(end))
				t.Control(t.Call(r.Minted), check.Alive())
			}
			r := t.issued(t.lasting(t.there(end).In(time.FixedZone("east", 330*60)).Format(time.RFC3339)))
			t.Until(end.Add(check.ShortLife)) // a leeway is for TMP-33
			t.Judge(t.Call(r.Minted), check.Dead())
		}, check.Waits, check.Looks, check.OfShorts),
		on("TMP-37", "write the expiry with thousandths of a second", func(t *T) {
			end := t.soon().Add(250 * time.Millisecond)
			t.Control(t.Issue(t.until(t.iso(end))), Issued())
			r := t.Issue(t.until(t.there(end).UTC().Format("2006-01-02T15:04:05.000Z07:00")))
			t.Judge(r, Issued())
			t.Judge(t.tells(r, "expiresAt"), t.expiring(end))
		}, check.Looks),
		on("TMP-38", "write a Unix expiry as text", func(t *T) {
			end := t.soon()
			t.Control(t.Issue(t.until(t.unix(end))), Issued())
			r := t.Issue(t.until(fmt.Sprint(t.unix(end))))
			t.Judge(r, Issued())
			t.Judge(t.tells(r, "expiresAt"), t.expiring(end))
		}, check.Looks),
	})
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

// unreadable are expiries that are no time.
var unreadable = []any{"", "soon", "tomorrow", "2026-13-45T99:99:99Z", "12:00", "0x10", true, []int{1}, map[string]int{"at": 1}}

// oddExpiries asks for lives that nobody should.
func oddExpiries() []check.Check {
	return []check.Check{
		on("TMP-39", "ask for an expiry that is past", func(t *T) {
			sister := t.issued(t.lasting(t.unix(t.soon())))
			t.Control(t.Call(sister.Minted), check.Alive())
			past := t.Clock.Now().Add(-time.Hour)
			for _, expires := range []any{t.unix(past), t.iso(past), 0, -1, "1970-01-01T00:00:00Z"} {
				r := t.Issue(t.lasting(expires))
				if r.Minted.User == "" {
					t.Judge(r, badRequest())
					continue
				}
				t.Judge(t.tells(r, "expired"), Issued().That("is called expired", func(r *scenarios.Reply) bool { return r.Temporary.Expired }))
				t.Judge(t.Call(r.Minted), check.Dead())
			}
		}),
		on("TMP-40", "ask for an expiry that is no time", func(t *T) {
			t.Control(t.Issue(t.until(t.iso(t.soon()))), Issued())
			var all []labelled[*scenarios.Reply]
			for _, expires := range unreadable {
				all = append(all, labelled[*scenarios.Reply]{inJSON(expires), t.Issue(t.until(expires))})
			}
			t.each(all, badRequest())
		}),
		on("TMP-41", "ask for an expiry of null", func(t *T) {
			plain := t.tells(t.issued(t.somebody()), "expiresAt")
			t.Control(plain, Issued())
			end := plain.Temporary.Expires
			r := t.Issue(t.until(scenarios.Null))
			t.Judge(r, Issued())
			t.Judge(t.tells(r, "expiresAt"), Issued().That("announces an end as a token does that was asked for without one",
				func(r *scenarios.Reply) bool {
					return t.near(r.Temporary.Expires, end) && r.Temporary.Expires.IsZero() == end.IsZero()
				}))
		}, check.Looks),
	}
}

// outlived is given: a token that has been dead for a while and that nobody
// ever used, while a sister of the same age was good.
func (t *T) outlived() scenarios.Credentials {
	end := t.soon()
	pair, sister := t.issued(t.lasting(t.unix(end))).Minted, t.issued(t.lasting(t.unix(end))).Minted
	t.Control(t.Call(sister), check.Alive())
	t.Until(end.Add(check.ShortLife))
	return pair
}

// afterlife looks at tokens around their end.
func afterlife() []check.Check {
	prolong := func(id, when string, use func(t *T, pair scenarios.Credentials) *scenarios.Reply) check.Check {
		return on(id, when, func(t *T) {
			begin, end := t.Clock.Now(), t.soon()
			pair := t.issued(t.lasting(t.unix(end))).Minted
			t.Control(t.Call(t.issued(t.lasting(t.unix(end))).Minted), check.Alive())
			for quarter := range 4 {
				t.Until(begin.Add(check.ShortLife * time.Duration(quarter) / 4))
				t.Control(use(t, pair), check.Alive())
			}
			t.Until(end.Add(check.ShortLife))
			t.Judge(t.Call(pair), check.Dead())
		}, check.Waits, check.Looks, check.OfShorts)
	}
	return []check.Check{
		prolong("TMP-44", "use a token all its life, and after the end",
			func(t *T, pair scenarios.Credentials) *scenarios.Reply { return t.Call(pair) }),
		prolong("TMP-45", "inspect a token all its life, and use it after the end",
			func(t *T, pair scenarios.Credentials) *scenarios.Reply { return t.inspected(pair) }),
		on("TMP-46", "compare the answers to an expired token, an unknown key and a wrong secret", func(t *T) {
			living := t.Temporary()
			expired := t.Call(t.outlived())
			t.Alike(expired, t.Call(scenarios.Basic(t.Nonce(), t.Nonce())))
			t.Alike(expired, t.Call(scenarios.Basic(living.User, t.Nonce())))
		}, check.Waits, check.OfShorts),
		on("TMP-47", "inspect an expired token", func(t *T) {
			end := t.soon()
			pair := t.issued(t.lasting(t.unix(end))).Minted
			t.Control(t.inspected(pair), Issued())
			t.Until(end.Add(check.ShortLife))
			t.Judge(t.Inspect(pair), Issued().That("is called expired and has nothing left",
				func(r *scenarios.Reply) bool { return r.Temporary.Expired && r.Temporary.Left <= 0 }))
		}, check.Waits, check.Looks, check.OfShorts),
	}
}

// longestLife is how long a token may live where nobody declares that it lives
// for ever: ten years, and the days that leap years add.
const longestLife = 3653 * 24 * time.Hour

// asLongAsPossible asks for lives without a reasonable end, and withdraws
// what it was given.
func asLongAsPossible() []check.Check {
	return []check.Check{
		on("TMP-42", "ask for expiries in thousands of years", func(t *T) {
			t.Temporary()
			for _, expires := range []int64{32503680000, 253402300799, 9000000000000000} {
				r := t.Issue(t.lasting(expires))
				if r.Minted.User == "" {
					t.Judge(r, badRequest())
					continue
				}
				t.Judge(t.tells(r, "expiresAt"), Issued().That("keeps the expiry, or brings it forward", func(r *scenarios.Reply) bool {
					return r.Temporary.Expires.Unix() <= expires && r.Temporary.Expires.After(t.there(t.Clock.Now()))
				}))
				t.Judge(t.Call(r.Minted), check.Alive())
				t.Withdraw(r.Minted)
			}
		}, check.Ends),
		on("TMP-99", "ask for an expiry in a century and for one in a thousand years", func(t *T) {
			t.defaultLife()
			t.Control(t.Issue(t.until(t.unix(t.soon()))), Issued())
			now, latest := t.Clock.Now(), t.there(t.Clock.Now()).Add(longestLife)
			for _, years := range []int{100, 1000} {
				r := t.Issue(t.until(t.unix(now.AddDate(years, 0, 0))))
				if r.Minted.User == "" {
					t.Judge(r, badRequest())
					continue
				}
				t.Withdraw(r.Minted)
				t.Judge(t.tells(r, "expiresAt"), Issued().That("expires within ten years", func(r *scenarios.Reply) bool {
					return r.Temporary.Expires.Before(latest) && !r.Temporary.Expires.IsZero()
				}))
			}
		}, check.Ends),
	}
}
