package suites

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// temporaryInspecting is how a token is looked at, and by whom.
func temporaryInspecting(w World) {
	temporaryShown(w)
	temporaryHidden(w)
	w.Check("TMP-53", "inspect without credentials", func(t *Trial) {
		pair := t.shown()
		t.Judge(t.Do(scenarios.Step{Verb: scenarios.Inspect, Of: pair}), Dead())
	})
	w.Check("TMP-54", "inspect with a living key that may not administer", func(t *Trial) {
		pair := t.shown()
		t.Judge(t.Do(scenarios.Step{Verb: scenarios.Inspect, As: t.keyHolder(), Of: pair}), t.unprivileged())
	})
}

// shown is given: a token that the administrator can inspect.
func (t *Trial) shown() scenarios.Credentials {
	pair := t.issued(t.somebody()).Minted
	t.Control(t.Inspect(pair), Issued())
	return pair
}

// temporaryShown is what an inspection says.
func temporaryShown(w World) {
	w.Check("TMP-48", "compare an inspection with the issue", func(t *Trial) {
		asked, end := t.somebody(), t.soon()
		asked.Scopes, asked.Permissions = rights(scenarios.Reading), rights(scenarios.Everything)
		asked.Expires = t.unix(end)
		was := t.issued(asked)
		t.Control(was, Issued())
		t.Judge(t.Inspect(was.Minted), Issued().That("holds every member of an issue, with what was asked for", func(r *scenarios.Reply) bool {
			shown := r.Temporary
			return r.Minted == was.Minted && t.near(shown.Expires, t.there(end)) && len(shown.Missing) == 0 && len(shown.Odd) == 0 &&
				slices.Equal(shown.Scopes, rights(scenarios.Reading))
		}))
	})
	w.Check("TMP-49", "inspect a token halfway through its life", func(t *Trial) {
		end := t.soon()
		pair := t.issued(t.until(t.unix(end))).Minted
		t.Control(t.Inspect(pair), Issued())
		t.Until(end.Add(-shortLife / 2))
		t.Judge(t.Inspect(pair), Issued().That("has half of its life left", func(r *scenarios.Reply) bool {
			return t.near(t.Clock.Now().Add(r.Temporary.Left), end) && !r.Temporary.Expired
		}))
	}, Waits, ofShorts)
	w.Check("TMP-56", "look for no-store in the answer to an inspection", func(t *Trial) {
		t.Judge(t.Inspect(t.shown()), uncached())
	})
	w.Check("TMP-86", "inspect the tokens of two users, the first one last", func(t *Trial) {
		one, other := t.somebody(), t.somebody()
		first, second := t.issued(one).Minted, t.issued(other).Minted
		for _, of := range []struct {
			asked scenarios.Asked
			pair  scenarios.Credentials
		}{{other, second}, {one, first}} {
			t.Judge(t.Inspect(of.pair), Issued().That("names the token's own user", func(r *scenarios.Reply) bool {
				return r.Temporary.Email == of.asked.Email
			}))
		}
	})
}

// concealed accepts the refusal to show a token.
func concealed() Answer {
	a := Barred(http.StatusNotFound, http.StatusForbidden)
	a.JudgesBroken = true
	return a
}

// temporaryHidden is what an inspection must not say.
func temporaryHidden(w World) {
	w.Check("TMP-50", "inspect a key that does not exist", func(t *Trial) {
		t.Judge(t.Inspect(scenarios.Basic(t.Nonce(), t.shown().Secret)), concealed())
	})
	w.Check("TMP-51", "inspect with a wrong secret", func(t *Trial) {
		pair := t.shown()
		for _, wrong := range append(alterations(pair.Secret), t.Nonce()) {
			t.Judge(t.Inspect(scenarios.Basic(pair.User, wrong)), concealed())
		}
	})
	w.Check("TMP-52", "compare the inspections of an unknown key and with a wrong secret", func(t *Trial) {
		secret := t.Nonce()
		wrong := t.Inspect(scenarios.Basic(t.shown().User, secret))
		t.alike(wrong, t.Inspect(scenarios.Basic(t.Nonce(), secret)))
	})
	w.Check("TMP-55", "inspect with the key alone, with the secret alone, and with neither", func(t *Trial) {
		pair := t.shown()
		for _, of := range []scenarios.Credentials{{User: pair.User}, {Secret: pair.Secret}, {}} {
			t.Judge(t.Inspect(of), reveals(pair.Secret))
		}
	})
	w.Check("TMP-57", "inspect a token that was withdrawn", func(t *Trial) {
		pair := t.shown()
		t.Control(t.Withdraw(pair), success())
		t.Judge(t.Inspect(pair), concealed())
	})
}

// reveals accepts a refusal without the secret. A success without a token is
// no refusal either.
func reveals(secret string) Answer {
	a := reply("a refusal below 500 without any secret", func(r *scenarios.Reply) bool {
		return r.Status >= 400 && r.Status < 500 && r.Minted.User == "" && !strings.Contains(string(r.Body), secret)
	})
	a.JudgesBroken = true
	return a
}
