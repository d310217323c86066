package suites

import (
	"fmt"
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// defaultLife is how long a token lives that was asked for without an expiry.
func (t *Trial) defaultLife() time.Duration {
	if t.Policy.TemporaryLifetime <= 0 {
		t.Inapplicable("the target declares that temporary tokens live without end unless told otherwise")
	}
	return t.Policy.TemporaryLifetime
}

// temporaryDefaultLife brackets the life of a token that was asked for without
// an expiry.
func temporaryDefaultLife(w World) {
	w.Check("TMP-29", "issue without an expiry and read it", func(t *Trial) {
		life := t.defaultLife()
		t.Judge(t.issued(t.somebody()), t.expiring(t.Clock.Now().Add(life)))
	})
	w.Check("TMP-30", "use a token just before the end of the default life", func(t *Trial) {
		life := t.defaultLife()
		t.Judge(t.brink(func() mortal {
			asked, pair := t.Clock.Now(), t.issued(t.somebody()).Minted
			return mortal{asked.Add(life), func() *scenarios.Reply { return t.Call(pair) }}
		}), Alive())
	}, Waits, ofTemporaries)
	w.Check("TMP-31", "use a token just after the end of the default life", func(t *Trial) {
		life := t.defaultLife()
		pair := t.issued(t.somebody()).Minted
		end := t.justAfter(life)
		t.Control(t.Call(pair), Alive())
		t.Until(end)
		t.Judge(t.Call(pair), Turned())
	}, Waits, ofTemporaries)
}

// expiring accepts a token that is announced to expire at a moment.
func (t *Trial) expiring(at time.Time) Answer {
	at = t.there(at)
	return Issued().That(fmt.Sprintf("announces the expiry %d", at.Unix()), func(r *scenarios.Reply) bool {
		return t.near(r.Temporary.Expires, at)
	})
}

// unix writes a moment in seconds since 1970.
func (t *Trial) unix(at time.Time) any { return t.there(at).Unix() }

// iso writes a moment in UTC, as ISO 8601 and RFC 3339 have it.
func (t *Trial) iso(at time.Time) any { return t.there(at).UTC().Format(time.RFC3339) }

// temporaryAskedLife brackets the life of a token that was asked for with an
// expiry.
func temporaryAskedLife(w World) {
	bracket := func(before, after, form string, write func(*Trial, time.Time) any) {
		w.Check(idOf(before), "use a token just before its "+form+" expiry", func(t *Trial) {
			t.Temporary()
			t.Judge(t.brink(func() mortal {
				end := t.soon()
				r := t.Issue(t.until(write(t, end)))
				t.Judge(r, Issued())
				return mortal{end, func() *scenarios.Reply { return t.Call(r.Minted) }}
			}), Alive())
		}, Waits, ofShorts)
		w.Check(idOf(after), "use a token just after its "+form+" expiry", func(t *Trial) {
			end := t.soon()
			pair := t.issued(t.until(write(t, end))).Minted
			t.Control(t.Call(t.issued(t.until(write(t, end))).Minted), Alive())
			t.Until(t.afterAsked(end))
			t.Judge(t.Call(pair), Turned())
		}, Waits, ofShorts)
	}
	bracket("TMP-32", "TMP-33", "ISO 8601", (*Trial).iso)
	bracket("TMP-34", "TMP-35", "Unix", (*Trial).unix)
	w.Check("TMP-36", "write the expiry with an offset to the east and to the west", func(t *Trial) {
		end := t.soon()
		t.Control(t.Issue(t.until(t.iso(end))), Issued())
		for _, zone := range []*time.Location{time.FixedZone("east", 330*60), time.FixedZone("west", -8*3600)} {
			r := t.Issue(t.until(t.there(end).In(zone).Format(time.RFC3339)))
			t.Judge(r, t.expiring(end))
			t.Control(t.Call(r.Minted), Alive())
		}
		r := t.issued(t.until(t.there(end).In(time.FixedZone("east", 330*60)).Format(time.RFC3339)))
		t.Until(t.afterAsked(end))
		t.Judge(t.Call(r.Minted), Turned())
	}, Waits, ofShorts)
	w.Check("TMP-37", "write the expiry with thousandths of a second", func(t *Trial) {
		end := t.soon().Add(250 * time.Millisecond)
		t.Control(t.Issue(t.until(t.iso(end))), Issued())
		t.Judge(t.Issue(t.until(t.there(end).UTC().Format("2006-01-02T15:04:05.000Z07:00"))), t.expiring(end))
	})
	w.Check("TMP-38", "write a Unix expiry as text", func(t *Trial) {
		end := t.soon()
		t.Control(t.Issue(t.until(t.unix(end))), Issued())
		t.Judge(t.Issue(t.until(fmt.Sprint(t.unix(end)))), t.expiring(end))
	})
}

// afterAsked is when a token is dead that was asked for until a moment. Where a
// default life is declared the leeway of the target is measured with that.
func (t *Trial) afterAsked(end time.Time) time.Time {
	if t.Policy.TemporaryLifetime > 0 {
		return end.Add(shortLife / 2)
	}
	return end.Add(t.Policy.Skew + wholeSecond)
}

// until is what a token with an expiry is asked for.
func (t *Trial) until(expires any) scenarios.Asked {
	asked := t.somebody()
	asked.Expires = expires
	return asked
}

// unreadable are expiries that are no time.
var unreadable = []any{"", "soon", "tomorrow", "2026-13-45T99:99:99Z", "12:00", "0x10", true, []int{1}, map[string]int{"at": 1}}

// temporaryOddExpiries asks for lives that nobody should.
func temporaryOddExpiries(w World) {
	w.Check("TMP-39", "ask for an expiry that is past", func(t *Trial) {
		t.Control(t.Issue(t.until(t.unix(t.soon()))), Issued())
		past := t.Clock.Now().Add(-time.Hour)
		for _, expires := range []any{t.unix(past), t.iso(past), 0, -1, "1970-01-01T00:00:00Z"} {
			r := t.Issue(t.until(expires))
			t.Judge(r, Either(Barred(http.StatusBadRequest), Issued().That("is called expired",
				func(r *scenarios.Reply) bool { return r.Temporary.Expired })))
			if r.Minted.User != "" {
				t.Judge(t.Call(r.Minted), Dead())
			}
		}
	})
	w.Check("TMP-40", "ask for an expiry that is no time", func(t *Trial) {
		t.Control(t.Issue(t.until(t.iso(t.soon()))), Issued())
		for _, expires := range unreadable {
			t.Judge(t.Issue(t.until(expires)), badRequest())
		}
	})
	w.Check("TMP-41", "ask for an expiry of null", func(t *Trial) {
		plain := t.issued(t.somebody())
		t.Control(plain, Issued())
		end := plain.Temporary.Expires
		t.Judge(t.Issue(t.until(scenarios.Null)), t.expiring(end.Add(t.Clock.Now().Sub(t.there(t.Clock.Now())))))
	})
	w.Check("TMP-42", "ask for expiries in thousands of years", func(t *Trial) {
		t.Temporary()
		for _, expires := range []int64{32503680000, 253402300799, 9000000000000000} {
			r := t.Issue(t.until(expires))
			judge := Either(Barred(http.StatusBadRequest), Issued().That("keeps the expiry, or brings it forward",
				func(r *scenarios.Reply) bool {
					return r.Temporary.Expires.Unix() <= expires && r.Temporary.Expires.After(t.there(t.Clock.Now()))
				}))
			judge.JudgesBroken = true
			t.Judge(r, judge)
			if r.Minted.User != "" {
				t.Judge(t.Call(r.Minted), Alive())
			}
		}
	})
}

// longestLife is how long a token may live where nobody declares that it lives
// for ever: ten years, and the days that leap years add.
const longestLife = 3653 * 24 * time.Hour

// temporaryLongestLife asks for lives without a reasonable end.
func temporaryLongestLife(w World) {
	w.Check("TMP-99", "ask for an expiry in a century, for one in a thousand years, and for none", func(t *Trial) {
		t.defaultLife()
		t.Control(t.Issue(t.until(t.unix(t.soon()))), Issued())
		bounded := Issued().That("expires within ten years", func(r *scenarios.Reply) bool {
			return r.Temporary.Expires.Before(t.there(t.Clock.Now()).Add(longestLife)) && !r.Temporary.Expires.IsZero()
		})
		now := t.Clock.Now()
		for _, years := range []int{100, 1000} {
			t.Judge(t.Issue(t.until(t.unix(now.AddDate(years, 0, 0)))), Either(badRequest(), bounded))
		}
		t.Judge(t.Issue(t.somebody()), bounded)
	})
}

// outlived is given: a token that has been dead for a while and that nobody
// ever used, while a sister of the same age was good.
func (t *Trial) outlived() scenarios.Credentials {
	end := t.soon()
	pair, sister := t.issued(t.until(t.unix(end))).Minted, t.issued(t.until(t.unix(end))).Minted
	t.Control(t.Call(sister), Alive())
	t.Until(end.Add(shortLife))
	return pair
}

// temporaryAfterlife looks at tokens around their end.
func temporaryAfterlife(w World) {
	w.Check("TMP-43", "look at the refusal of an expired token", func(t *Trial) {
		t.Judge(t.Call(t.outlived()), Dead())
	}, Waits, ofShorts)
	prolong := func(id, when string, use func(t *Trial, pair scenarios.Credentials) *scenarios.Reply) {
		w.Check(idOf(id), when, func(t *Trial) {
			begin, end := t.Clock.Now(), t.soon()
			pair := t.issued(t.until(t.unix(end))).Minted
			for quarter := range 4 {
				t.Until(begin.Add(shortLife * time.Duration(quarter) / 4))
				t.Control(use(t, pair), Alive())
			}
			t.Until(end.Add(shortLife))
			t.Judge(t.Call(pair), Turned())
		}, Waits, ofShorts)
	}
	prolong("TMP-44", "use a token all its life, and after the end",
		func(t *Trial, pair scenarios.Credentials) *scenarios.Reply { return t.Call(pair) })
	prolong("TMP-45", "inspect a token all its life, and use it after the end",
		func(t *Trial, pair scenarios.Credentials) *scenarios.Reply { return t.Inspect(pair) })
	w.Check("TMP-46", "compare the answers to an expired token, an unknown key and a wrong secret", func(t *Trial) {
		living := t.Temporary()
		expired := t.Call(t.outlived())
		t.alike(expired, t.Call(scenarios.Basic(t.Nonce(), t.Nonce())))
		t.alike(expired, t.Call(scenarios.Basic(living.User, t.Nonce())))
	}, Waits, ofShorts)
	w.Check("TMP-47", "inspect an expired token", func(t *Trial) {
		t.Judge(t.Inspect(t.outlived()), Issued().That("is called expired and has nothing left",
			func(r *scenarios.Reply) bool { return r.Temporary.Expired && r.Temporary.Left <= 0 }))
	}, Waits, ofShorts)
}
