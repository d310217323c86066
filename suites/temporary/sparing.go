package temporary

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// company is a token with others beside it, all of them alive: who is ended by
// what has nothing to do with him is told by name.
type company struct {
	pair   scenarios.Credentials // that a request is about
	others []bystander
}

// bystander is a token that a request is not about.
type bystander struct {
	who  string
	pair scenarios.Credentials
}

// company is given: a token, another of its user and one of somebody else's.
// Where a user has no second token beside the first, as TMP-10 says he has, there
// is one bystander less.
func (t *T) company() company {
	asked := t.someone()
	c := company{pair: t.posted(asked).Minted}
	t.Control(t.Call(c.pair), check.Alive())
	if r := t.post(asked); t.lives(r.Minted) && r.Minted != c.pair && t.lives(c.pair) {
		c.others = append(c.others, bystander{"another token of its user", r.Minted})
	} else if r.Minted.User != "" {
		c.pair = t.Temporary()
	}
	c.others = append(c.others, bystander{"another user's token", t.Temporary()})
	return c
}

// lives says whether a token was had, and is alive.
func (t *T) lives(pair scenarios.Credentials) bool {
	return pair.User != "" && t.Call(pair).Class == scenarios.Alive
}

// unharmed holds what was done to having ended nobody: bystanders, and the token
// itself where it was to be spared as well.
func (t *T) unharmed(c company, itself bool, done string) {
	harmed := t.harmed(c, itself)
	t.Require(len(harmed) == 0, "that all of these live on: "+named(c.all(itself)), "%s; afterwards %s", done,
		cmp.Or(strings.Join(harmed, ", "), "all of them do"))
}

// harmed says who of a company is not alive, and how he is answered.
func (t *T) harmed(c company, itself bool) (out []string) {
	for _, one := range c.all(itself) {
		r := t.Call(one.pair)
		t.Sound(r)
		if r.Class != scenarios.Alive {
			out = append(out, one.who+": "+check.Describe(r))
		}
	}
	return out
}

// all are the bystanders, and the token itself among them where it is one.
func (c company) all(itself bool) []bystander {
	if !itself {
		return c.others
	}
	return append([]bystander{{"the token itself", c.pair}}, c.others...)
}

// named are the names of bystanders.
func named(all []bystander) string {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = one.who
	}
	return strings.Join(names, ", ")
}

// sparing is what a withdrawal must leave alone.
func sparing() []check.Check {
	return slices.Concat(
		[]check.Check{
			on("TMP-61", "issue, inspect and withdraw, and use the caller's own credential", func(t *T) {
				t.Control(t.Call(t.administrator()), check.Alive())
				pair := t.Temporary()
				t.Inspect(pair)
				t.Withdraw(pair)
				t.Judge(t.Call(t.administrator()), check.Alive())
				t.Judge(t.Issue(t.somebody()), Issued())
			}, check.Ends),
			on("TMP-60", "withdraw one of a user's two tokens, twice, and use the other", func(t *T) {
				asked := t.someone()
				one, other := t.posted(asked).Minted, t.oneMore(asked)
				t.Control(t.Call(other), check.Alive())
				t.withdrawn(one)
				c := company{pair: one, others: []bystander{{"another token of its user", other}}}
				t.unharmed(c, false, "a withdrawal of one token")
				t.Withdraw(one)
				t.unharmed(c, false, "the withdrawal of a token that was withdrawn before")
				t.dead(one)
			}, check.Ends),
			on("TMP-62", "withdraw one user's token, and one that never was, and use another user's", func(t *T) {
				c := company{pair: t.Temporary(), others: []bystander{{"another user's token", t.Temporary()}}}
				t.withdrawn(c.pair)
				t.unharmed(c, false, "a withdrawal of one token")
				t.Withdraw(scenarios.Basic(t.Nonce(), t.Nonce()))
				t.unharmed(c, false, "the withdrawal of a token that never was")
				t.dead(c.pair)
			}, check.Ends),
			on("TMP-64", "withdraw with a wrong secret, and with another user's", withdrawsWrongly, check.Ends),
		},
		unallowed(),
	)
}

// withdrawsWrongly names a token by its key and every near miss of its secret.
// Where somebody has lived through all of them, none has harmed him; else each is
// sent once more, to tokens of its own, to tell which one it was.
func withdrawsWrongly(t *T) {
	victim, c := t.victim(), t.company()
	crossedBy := func(c company) []nearmiss.Miss { return crossed(c.pair, c.others[len(c.others)-1].pair, "assay") }
	misses := crossedBy(c)
	for _, answer := range t.Swept(misses, func(m nearmiss.Miss) any { return t.Withdraw(scenarios.Basic(c.pair.User, m.Value)) }) {
		t.Sound(answer.Actual)
		t.Note(answer.Actual, unnamed())
	}
	if len(t.harmed(c, true)) > 0 {
		for i := range misses {
			own := t.company()
			m := crossedBy(own)[i]
			answer := t.Withdraw(scenarios.Basic(own.pair.User, m.Value))
			t.unharmed(own, true, fmt.Sprintf("a withdrawal by the key and %s for the secret, the first of %d to do harm, answered with %s",
				m.As, len(misses), check.Describe(answer)))
		}
	}
	t.unharmed(c, true, fmt.Sprintf("withdrawals by the key and each of %d near misses of the secret", len(misses)))
	t.dead(victim)
}

// unnamed accepts the refusal of a withdrawal that does not name a token by key
// and secret.
func unnamed() check.Answer {
	a := refusedBy(kindAsked, http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound)
	a.JudgesBroken = true
	return a
}

// misnamed is a withdrawal that names no token by key and secret.
type misnamed struct {
	how  string
	send func(c company) *scenarios.Reply
}

// namingByHalf are the withdrawals by less than a key and its secret.
func (t *T) namingByHalf() []misnamed {
	return []misnamed{
		{"the key alone", func(c company) *scenarios.Reply { return t.Withdraw(scenarios.Credentials{User: c.pair.User}) }},
		{"the key and an empty secret", func(c company) *scenarios.Reply {
			return t.Withdraw(scenarios.Credentials{User: c.pair.User}, scenarios.WithQuery("secret", ""))
		}},
	}
}

// namingNone are the withdrawals without a key.
func (t *T) namingNone() []misnamed {
	return []misnamed{
		{"neither key nor secret", func(company) *scenarios.Reply { return t.Withdraw(scenarios.Credentials{}) }},
		{"the secret alone", func(c company) *scenarios.Reply { return t.Withdraw(scenarios.Credentials{Secret: c.pair.Secret}) }},
		{"an empty key and an empty secret", func(company) *scenarios.Reply {
			return t.Withdraw(scenarios.Credentials{}, scenarios.WithRawQuery("key=&secret="))
		}},
	}
}

// patterns are queries that a careless server takes for one that fits every key
// and every secret: wildcards of its database, and operators that PHP and others
// read out of the names of parameters.
func patterns() []string {
	return []string{"key=%25&secret=%25", "key=*&secret=*", "key=.*&secret=.*", "key[]=a&secret[]=a", "key[$ne]=a&secret[$ne]=a", "key[$regex]=.*&secret[$regex]=.*"}
}

// namingAny are the withdrawals by what is no key.
func (t *T) namingAny() (out []misnamed) {
	for _, query := range patterns() {
		out = append(out, misnamed{query, func(company) *scenarios.Reply {
			return t.Withdraw(scenarios.Credentials{}, scenarios.WithRawQuery(query))
		}})
	}
	return out
}

// misnaming withdraws without saying which token. The worst comes last.
func misnaming() []check.Check {
	spared := func(id, when string, of func(*T) []misnamed) check.Check {
		return on(id, when, func(t *T) {
			victim, c := t.victim(), t.company()
			for _, wrong := range of(t) {
				answer := wrong.send(c)
				t.Note(answer, unnamed())
				t.unharmed(c, true, fmt.Sprintf("a withdrawal by %s, answered with %s", wrong.how, check.Describe(answer)))
			}
			t.dead(victim)
		}, check.Destructive)
	}
	return []check.Check{
		spared("TMP-65", "withdraw by the key alone, and with an empty secret", (*T).namingByHalf),
		spared("TMP-66", "withdraw by neither key nor secret, by the secret alone, and by empty ones", (*T).namingNone),
		spared("TMP-109", "withdraw by wildcards and operators instead of a key", (*T).namingAny),
		on("TMP-107", "withdraw by less than key and secret, and look at the answers", func(t *T) {
			t.victim()
			c := company{pair: t.Temporary()}
			var all []labelled[*scenarios.Reply]
			for _, wrong := range append(t.namingByHalf(), t.namingNone()...) {
				all = append(all, labelled[*scenarios.Reply]{wrong.how, wrong.send(c)})
			}
			t.each(all, unnamed())
		}, check.Destructive),
	}
}
