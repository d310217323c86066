package temporary

import (
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// longestLife is how long a token may live where nobody declares that it lives
// for ever: ten years, and the days that leap years add.
const longestLife = 3653 * 24 * time.Hour

// temporaryLongestLife asks for lives without a reasonable end, and withdraws
// what it was given.
func temporaryLongestLife() []check.Check {
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
