package temporary

import (
	"slices"
	"strings"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// inspecting is how a token is looked at, and by whom.
func inspecting() []check.Check {
	return slices.Concat(
		shown(),
		hidden(),
		[]check.Check{
			on("TMP-53", "inspect without credentials", func(t *T) {
				pair := t.issued(t.somebody()).Minted
				t.barring("an inspection", t.Inspect(pair), t.Do(scenarios.Step{Verb: scenarios.Inspect, Of: pair}), check.Dead())
			}),
			on("TMP-54", "inspect with a living key that may not administer", func(t *T) {
				pair := t.issued(t.somebody()).Minted
				t.barring("an inspection", t.Inspect(pair),
					t.Do(scenarios.Step{Verb: scenarios.Inspect, As: t.KeyHolder(), Of: pair}), t.unprivileged())
			}),
		},
	)
}

// shown is given: a token that the administrator can inspect.
func (t *T) shown() scenarios.Credentials {
	pair := t.issued(t.somebody()).Minted
	t.Control(t.inspected(pair), Issued())
	return pair
}

// inspected is given: the inspection of a living token. That it can be had is
// what TMP-48 says.
func (t *T) inspected(of scenarios.Credentials) *scenarios.Reply {
	r := t.Inspect(of)
	if r.Minted.User == "" {
		t.Lacking("an inspection", r)
	}
	return r
}

// unknown is given: the refusal of an inspection of a key that does not exist.
// That it is one is what TMP-50 says.
func (t *T) unknown(secret string) *scenarios.Reply {
	r := t.Inspect(scenarios.Basic(t.Nonce(), secret))
	if !check.IsRefused(r) {
		t.Lacking("an inspection that is refused", r)
	}
	return r
}

// shown is what an inspection says.
func shown() []check.Check {
	return []check.Check{
		on("TMP-48", "compare an inspection with the issue", func(t *T) {
			asked, end := t.somebody(), t.soon()
			asked.Permissions = rights(scenarios.Everything, scenarios.Reading)
			asked.Scopes, asked.Expires = rights(scenarios.Reading), t.unix(end)
			was := t.issued(asked)
			t.Control(was, Issued())
			r := t.Inspect(was.Minted)
			t.Judge(r, Issued())
			odd := t.unlike(r, was, t.there(end))
			t.Require(len(odd) == 0, "the members of an issue, with what was asked for", "otherwise: %s", listed(odd))
		}, check.Looks),
		on("TMP-49", "inspect a token halfway through its life", func(t *T) {
			end := t.soon()
			pair := t.issued(t.until(t.unix(end))).Minted
			t.Control(t.inspected(pair), Issued())
			t.Until(end.Add(-check.ShortLife / 2))
			t.Judge(t.Inspect(pair), Issued().That("has half of its life left", func(r *scenarios.Reply) bool {
				return t.near(t.Clock.Now().Add(r.Temporary.Left), end) && !r.Temporary.Expired
			}))
		}, check.Waits, check.Looks, check.OfShorts),
		on("TMP-56", "look for no-store in the answer to an inspection", func(t *T) {
			t.Judge(t.Inspect(t.shown()), uncached())
		}, check.Looks),
		on("TMP-86", "inspect the tokens of two users, the first one last", func(t *T) {
			one, other := t.somebody(), t.somebody()
			first, second := t.issued(one).Minted, t.issued(other).Minted
			for _, of := range []struct {
				asked scenarios.Asked
				pair  scenarios.Credentials
			}{{other, second}, {one, first}} {
				t.Judge(t.tells(t.inspected(of.pair), "user.email"), Issued().That("names the token's own user", func(r *scenarios.Reply) bool {
					return r.Temporary.Email == of.asked.Email
				}))
			}
		}, check.Looks),
	}
}

// unlike names the members of an inspection of a token for reading that are not
// as was asked for, or not as in the issue.
func (t *T) unlike(r, issue *scenarios.Reply, end time.Time) (names []string) {
	shown, was := r.Temporary, issue.Temporary
	told := func(name string) bool { return !slices.Contains(shown.Missing, name) }
	if r.Minted != issue.Minted {
		names = append(names, "key and secret")
	}
	if told("expiresAt") && !t.near(shown.Expires, end) {
		names = append(names, "expiresAt")
	}
	if told("scopes") && !slices.Equal(shown.Scopes, rights(scenarios.Reading)) {
		names = append(names, "scopes")
	}
	for _, name := range shown.Missing {
		if !slices.Contains(was.Missing, name) {
			names = append(names, name+" (missing)")
		}
	}
	for _, name := range shown.Odd {
		if !slices.Contains(was.Odd, name) {
			names = append(names, name+" (of another type)")
		}
	}
	return names
}

// hidden is what an inspection must not say.
func hidden() []check.Check {
	return []check.Check{
		on("TMP-50", "inspect a key that does not exist", func(t *T) {
			t.Judge(t.Inspect(scenarios.Basic(t.Nonce(), t.shown().Secret)), concealed())
		}),
		on("TMP-51", "inspect with a wrong secret", func(t *T) {
			pair := t.shown()
			misses := crossed(pair, t.posted(t.somebody()).Minted, t.Nonce())
			t.Sweep(misses, func(m nearmiss.Miss) any { return t.Inspect(scenarios.Basic(pair.User, m.Value)) }, concealed())
			t.Control(t.Inspect(pair), Issued())
		}),
		on("TMP-52", "compare the inspections of an unknown key and with a wrong secret", func(t *T) {
			secret := t.Nonce()
			wrong := t.Inspect(scenarios.Basic(t.shown().User, secret))
			t.Alike(wrong, t.unknown(secret))
		}),
		on("TMP-55", "inspect with the key alone, with the secret alone, with neither, and by patterns", func(t *T) {
			pair := t.shown()
			all := []labelled[*scenarios.Reply]{
				{"the key alone", t.Inspect(scenarios.Credentials{User: pair.User})},
				{"the key and an empty secret", t.Inspect(scenarios.Credentials{User: pair.User}, scenarios.WithQuery("secret", ""))},
				{"the secret alone", t.Inspect(scenarios.Credentials{Secret: pair.Secret})},
				{"neither", t.Inspect(scenarios.Credentials{})},
			}
			for _, query := range patterns() {
				if r := t.Inspect(scenarios.Credentials{}, scenarios.WithRawQuery(query)); !check.IsBroken(r) { // which shows nothing
					all = append(all, labelled[*scenarios.Reply]{query, r})
				}
			}
			t.each(all, reveals(pair.Secret))
		}),
	}
}

// crossed are what a careless server takes for a token's secret, right values of
// others among them. Pieces of it are left out: with a character less it has been
// tried whether a piece will do, and a report that knows a piece for a secret would
// show the rest. That there has to be one is for other requirements.
func crossed(pair, other scenarios.Credentials, foreign string) []nearmiss.Miss {
	misses := nearmiss.Of(nearmiss.ClientSecret, pair.Secret,
		nearmiss.Miss{As: "another value", Why: "a secret that nobody looks at", Value: foreign},
		nearmiss.Crossed("the secret of another token", other.Secret), nearmiss.Crossed("its own key", pair.User))
	return slices.DeleteFunc(misses, func(m nearmiss.Miss) bool {
		piece := len(m.Value) < len(pair.Secret)-1 && strings.Contains(pair.Secret, m.Value)
		return piece && m.Value != foreign
	})
}

// reveals accepts a refusal without the secret. A success without a token is
// no refusal either.
func reveals(secret string) check.Answer {
	a := check.Reply("a refusal below 500 without any secret", func(r *scenarios.Reply) bool {
		return r.Status >= 400 && r.Status < 500 && r.Minted.User == "" && !strings.Contains(string(r.Body), secret)
	})
	a.JudgesBroken = true
	return a
}
