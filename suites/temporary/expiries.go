package temporary

import (
	"fmt"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// unreadable are expiries that are no time: no text at all, words that the
// parsers of some languages take for a moment, times that no calendar or clock
// has, which others roll over into the next month, and values of another type.
func (t *T) unreadable() []any {
	year := t.there(t.Clock.Now()).UTC().Year() + 1
	on := func(rest string) string { return fmt.Sprintf("%d-%s", year, rest) }
	return []any{
		"", " ", "soon", "never", "now", "tomorrow", "next week", "+1 hour", "3600 seconds", "12:00", "0x10", "0x7fffffff", "NaN", "Infinity",
		on("13-45T99:99:99Z"), on("02-30T00:00:00Z"), on("01-01T25:00:00Z"), on("01-01T00:61:00Z"), on("01-01T00:00:00+99:99"),
		on("01-01T00:00:00Z and more"), "0000-00-00", "0000-00-00T00:00:00Z",
		true, false, []int{}, []int{1}, map[string]int{}, map[string]int{"at": 1},
	}
}

// oddExpiries asks for lives that nobody should.
func oddExpiries() []check.Check {
	return []check.Check{
		on("TMP-39", "ask for an expiry that is past", func(t *T) {
			sister := t.issued(t.lasting(t.unix(t.soon())))
			t.Control(t.Call(sister.Minted), check.Alive())
			past, now := t.Clock.Now().Add(-time.Hour), t.Clock.Now()
			for _, expires := range []any{
				t.unix(past), t.iso(past), t.unix(now.Add(-24 * time.Hour)), t.iso(now.AddDate(-30, 0, 0)), 0, 1, -1, -3600, 0.5,
				"1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1901-12-13T00:00:00Z",
			} {
				r, as := t.Issue(t.lasting(expires)), inJSON(expires)
				if r.Minted.User == "" {
					t.JudgeEach(as, r, badRequest())
					continue
				}
				t.JudgeEach(as, t.tells(r, "expired"), Issued().That("is called expired", func(r *scenarios.Reply) bool { return r.Temporary.Expired }))
				t.JudgeEach(as, t.Call(r.Minted), check.Dead())
			}
		}),
		on("TMP-40", "ask for an expiry that is no time", func(t *T) {
			t.Control(t.Issue(t.until(t.iso(t.soon()))), Issued())
			var all []labelled[*scenarios.Reply]
			for _, expires := range t.unreadable() {
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
					t.JudgeEach(fmt.Sprint(expires), r, badRequest())
					continue
				}
				t.JudgeEach(fmt.Sprint(expires), t.tells(r, "expiresAt"), Issued().That("keeps the expiry, or brings it forward", func(r *scenarios.Reply) bool {
					return r.Temporary.Expires.Unix() <= expires && r.Temporary.Expires.After(t.there(t.Clock.Now()))
				}))
				t.JudgeEach(fmt.Sprint(expires), t.Call(r.Minted), check.Alive())
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
