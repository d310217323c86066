package temporary

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// strangers is how users are told apart, and their tokens.
func strangers() []check.Check {
	return []check.Check{
		on("TMP-110", "issue for addresses that are nearly those of a known user", func(t *T) {
			known := t.somebody()
			known.Permissions, known.Scopes = rights(scenarios.Reading), rights(scenarios.Reading)
			t.Control(t.tells(t.issued(known), "user.email", "user.permissions"), Issued())
			fresh := t.tells(t.issued(t.somebody()), "user.permissions").Temporary.Permissions
			email, _ := known.Email.(string)
			var all []labelled[*scenarios.Reply]
			for _, near := range nearAddresses(email) {
				if r := t.Issue(scenarios.Asked{Email: near}); !check.IsRefused(r) { // which addresses are taken is left to the server
					all = append(all, labelled[*scenarios.Reply]{near, r})
				}
			}
			if len(all) == 0 {
				t.Inapplicable("no other address is taken here")
			}
			t.each(all, Issued().That("is for a new user of that address", func(r *scenarios.Reply) bool {
				return r.Temporary.Email == r.Step.Asked.Email && slices.Equal(r.Temporary.Permissions, fresh)
			}))
		}, check.Looks),
		on("TMP-111", "issue for somebody, once and again, and use another user's token", func(t *T) {
			c := company{others: []bystander{{"another user's token", t.Temporary()}}}
			asked := t.someone()
			if r := t.Issue(asked); r.Minted.User == "" || r.Minted == c.others[0].pair {
				t.Lacking("a token of its own for somebody else", r)
			}
			t.Issue(asked)
			t.unharmed(c, false, "two issues for somebody else")
		}, check.Looks),
		on("TMP-114", "use near misses of a token's secret", func(t *T) {
			t.guessesAtSecrets()
		}),
	}
}

// guessesAtSecrets calls the API with near misses of the secrets of fresh tokens.
func (t *T) guessesAtSecrets() {
	// Each token is for a few guesses, since a server may stop who makes many.
	const guesses = 4
	pairs, all := []scenarios.Credentials{t.Temporary()}, []check.Labelled(nil)
	for from := 0; ; from += guesses {
		pair := pairs[len(pairs)-1]
		misses := crossed(pair, pairs[0], t.Nonce())
		if from >= len(misses) {
			break
		}
		some := misses[from:min(from+guesses, len(misses))]
		all = append(all, t.Swept(some, func(m nearmiss.Miss) any { return t.Call(scenarios.Basic(pair.User, m.Value)) })...)
		pairs = append(pairs, t.Temporary())
	}
	t.JudgeAll(all, check.Dead())
	for _, pair := range pairs {
		t.Control(t.Call(pair), check.Alive())
	}
}

// nearAddresses are addresses of other users that a careless server takes for
// one: by what mail providers make of them, by its beginning, or by its ending.
// Whether the case of letters matters is left to the server.
func nearAddresses(email string) []string {
	name, domain, _ := strings.Cut(email, "@")
	return []string{
		name + "+else@" + domain, name[:4] + "." + name[4:] + "@" + domain, name + "1@" + domain, name[:len(name)-1] + "@" + domain,
		"a" + email, name + "@mail." + domain, email + ".test", name + "@authassay.test",
	}
}
