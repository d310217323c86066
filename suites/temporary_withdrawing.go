package suites

import (
	"net/http"

	"github.com/authassay/authassay/scenarios"
)

// temporaryWithdrawing is how a token is ended.
func temporaryWithdrawing(w World) {
	w.Check("TMP-58", "withdraw a token and look at the answer", func(t *Trial) {
		t.Judge(t.Withdraw(t.Temporary()), Withdrawn().That("has no body",
			func(r *scenarios.Reply) bool { return len(r.Body) == 0 }))
	})
	w.Check("TMP-59", "use a token at once after its withdrawal", func(t *Trial) {
		pair := t.Temporary()
		t.Control(t.Withdraw(pair), success())
		t.Judge(t.Call(pair), Dead())
	})
	w.Check("TMP-63", "withdraw a token twice, and one that never was", func(t *Trial) {
		pair := t.Temporary()
		t.Control(t.Withdraw(pair), success())
		for _, gone := range []scenarios.Credentials{pair, scenarios.Basic(t.Nonce(), t.Nonce())} {
			a := Barred(http.StatusNoContent, http.StatusNotFound)
			a.JudgesBroken = true
			t.Judge(t.Withdraw(gone), a)
		}
	})
	w.Check("TMP-69", "issue for the same user after a withdrawal and use the old token", func(t *Trial) {
		asked := t.somebody()
		old := t.issued(asked).Minted
		t.Control(t.Call(old), Alive())
		t.Control(t.Withdraw(old), success())
		t.Control(t.Issue(asked), Issued())
		t.Judge(t.Call(old), Dead())
	})
}

// success accepts any success.
func success() Answer { return Alive() }

// temporarySparing is what a withdrawal must leave alone.
func temporarySparing(w World) {
	w.Check("TMP-60", "withdraw one of a user's two tokens and use the other", func(t *Trial) {
		asked := t.somebody()
		one, other := t.issued(asked).Minted, t.issued(asked).Minted
		t.Control(t.Call(other), Alive())
		t.Control(t.Withdraw(one), success())
		t.Judge(t.Call(other), Alive())
	})
	w.Check("TMP-61", "issue, inspect and withdraw, and use the caller's own credential", func(t *Trial) {
		pair := t.shown()
		t.Control(t.Call(t.administrator()), Alive())
		t.Control(t.Withdraw(pair), success())
		t.Judge(t.Call(t.administrator()), Alive())
		t.Judge(t.Issue(t.somebody()), Issued())
	})
	w.Check("TMP-62", "withdraw one user's token and use another user's", func(t *Trial) {
		one, other := t.Temporary(), t.Temporary()
		t.Control(t.Withdraw(one), success())
		t.Judge(t.Call(other), Alive())
	})
	w.Check("TMP-64", "withdraw with a wrong secret, and with another user's", func(t *Trial) {
		pair, other := t.Temporary(), t.Temporary()
		for _, wrong := range append(alterations(pair.Secret), t.Nonce(), other.Secret) {
			t.Judge(t.Withdraw(scenarios.Basic(pair.User, wrong)),
				Barred(http.StatusNoContent, http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound))
			t.Judge(t.Call(pair), Alive())
		}
		t.Judge(t.Call(other), Alive())
	})
	temporaryUnnamed(w)
	temporaryUnallowed(w)
}

// temporaryUnnamed withdraws without saying which token.
func temporaryUnnamed(w World) {
	spared := func(id, when string, of func(pair scenarios.Credentials) scenarios.Credentials) {
		w.Check(idOf(id), when, func(t *Trial) {
			pair := t.Temporary()
			t.Judge(t.Withdraw(of(pair)), refusedUnbroken())
			t.Judge(t.Call(pair), Alive())
		}, Destructive)
	}
	spared("TMP-65", "withdraw by the key alone",
		func(pair scenarios.Credentials) scenarios.Credentials { return scenarios.Credentials{User: pair.User} })
	spared("TMP-66", "withdraw without key and secret",
		func(scenarios.Credentials) scenarios.Credentials { return scenarios.Credentials{} })
}

// temporaryUnallowed withdraws without the right to.
func temporaryUnallowed(w World) {
	w.Check("TMP-67", "withdraw without credentials", func(t *Trial) {
		pair := t.Temporary()
		t.Judge(t.Do(scenarios.Step{Verb: scenarios.Withdraw, Of: pair}), Dead())
		t.Judge(t.Call(pair), Alive())
	})
	w.Check("TMP-68", "withdraw with a living key that may not administer", func(t *Trial) {
		pair := t.Temporary()
		t.Judge(t.Do(scenarios.Step{Verb: scenarios.Withdraw, As: t.keyHolder(), Of: pair}), t.unprivileged())
		t.Judge(t.Call(pair), Alive())
	})
}

// temporaryReplacing is the verb that is meant for replacing, and issues.
func temporaryReplacing(w World) {
	replace := func(t *Trial, as scenarios.Credentials, asked scenarios.Asked) *scenarios.Reply {
		return t.Do(scenarios.Step{Verb: scenarios.Replace, As: as, Asked: asked})
	}
	w.Check("TMP-70", "replace, and use the token", func(t *Trial) {
		t.Temporary()
		asked := t.somebody()
		old := t.issued(asked)
		t.Control(old, Issued())
		r := replace(t, t.administrator(), asked)
		t.Judge(r, Issued().That("hands out a new pair in the form of an issue", func(r *scenarios.Reply) bool {
			return r.Minted.User != old.Minted.User && len(r.Temporary.Missing) == len(old.Temporary.Missing) &&
				len(r.Temporary.Odd) == len(old.Temporary.Odd) && r.Temporary.Email == old.Temporary.Email
		}))
		t.Judge(t.Call(r.Minted), Alive())
	})
	w.Check("TMP-71", "replace with a living key that may not administer", func(t *Trial) {
		t.Control(replace(t, t.administrator(), t.somebody()), Issued())
		t.Judge(replace(t, t.keyHolder(), t.somebody()), t.unprivileged())
	})
	w.Check("TMP-72", "replace for a user who has a token, and use that", func(t *Trial) {
		asked := t.somebody()
		old := t.issued(asked).Minted
		t.Control(t.Call(old), Alive())
		t.Control(replace(t, t.administrator(), asked), Issued())
		t.Judge(t.Call(old), Alive())
	})
}
