package temporary

import (
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

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
			for fifth := range 4 {
				t.Until(begin.Add(check.ShortLife * time.Duration(fifth) / 5))
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

// outliving is what the end of one token leaves as it was.
func outliving() []check.Check {
	return []check.Check{
		on("TMP-112", "let a token expire, and use another one of its user and another user's", func(t *T) {
			end, asked := t.soon(), t.someone()
			longer := asked
			asked.Expires = t.unix(end)
			c := company{pair: t.posted(asked).Minted}
			if r := t.post(longer); t.lives(r.Minted) && r.Minted != c.pair {
				c.others = append(c.others, bystander{"another token of its user", r.Minted})
			}
			c.others = append(c.others, bystander{"another user's token", t.Temporary()})
			t.Until(end.Add(check.ShortLife))
			t.Control(t.Call(c.pair), check.Dead())
			t.unharmed(c, false, "the expiry of one token")
		}, check.Waits, check.Looks, check.OfShorts),
		on("TMP-113", "issue for the same user after a token has expired, and use the expired one", func(t *T) {
			end, asked := t.soon(), t.someone()
			longer := asked
			asked.Expires = t.unix(end)
			pair := t.posted(asked).Minted
			t.Control(t.Call(t.posted(t.lasting(t.unix(end))).Minted), check.Alive())
			t.Until(end.Add(check.ShortLife))
			t.Control(t.Call(pair), check.Dead())
			t.again(longer)
			t.Judge(t.Call(pair), check.Dead())
		}, check.Waits, check.Looks, check.OfShorts),
	}
}
