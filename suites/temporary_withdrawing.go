package suites

import (
	"net/http"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// temporaryWithdrawing is how a token is ended.
func temporaryWithdrawing(w World) {
	w.Check("TMP-57", "inspect a token that was withdrawn", func(t *Trial) {
		pair := t.Temporary()
		t.inspected(pair)
		t.unknown(t.Nonce())
		t.ended(pair)
		t.Judge(t.Inspect(pair), concealed())
	}, Ends)
	w.Check("TMP-58", "withdraw a token and look at the answer", func(t *Trial) {
		t.Judge(t.Withdraw(t.Temporary()), Withdrawn().That("has no body",
			func(r *scenarios.Reply) bool { return len(r.Body) == 0 }))
	}, Ends)
	w.Check("TMP-59", "use a token at once after its withdrawal", func(t *Trial) {
		pair := t.Temporary()
		t.withdrawn(pair)
		t.Judge(t.Call(pair), Dead())
	}, Ends)
	w.Check("TMP-63", "withdraw a token twice, and one that never was", func(t *Trial) {
		pair := t.Temporary()
		t.withdrawn(pair)
		t.each([]labelled[*scenarios.Reply]{
			{"one that is withdrawn", t.Withdraw(pair)},
			{"one that never was", t.Withdraw(scenarios.Basic(t.Nonce(), t.Nonce()))},
		}, doneOrRefused())
	}, Ends)
	w.Check("TMP-69", "issue for the same user after a withdrawal and use the old token", func(t *Trial) {
		asked := t.someone()
		old := t.issued(asked).Minted
		t.Control(t.Call(old), Alive())
		t.ended(old)
		t.oneMore(asked)
		t.Judge(t.Call(old), Dead())
	}, Ends)
}

// Withdrawn accepts the answer to a withdrawal.
func Withdrawn() Answer { return Barred(http.StatusNoContent) }

// success accepts any success.
func success() Answer { return Alive() }

// doneOrRefused accepts every answer that can be read.
func doneOrRefused() Answer { return Either(success(), reply("a refusal", refused)) }

// withdrawn withdraws a token. That this can be done is what TMP-58 says.
func (t *Trial) withdrawn(of scenarios.Credentials) {
	if r := t.Withdraw(of); r.Class != scenarios.Alive {
		t.Lacking("a withdrawal", r)
	}
}

// victim is given: a token that lived and was withdrawn as it should be. Whether
// this has ended it is seen where nothing worse was.
func (t *Trial) victim() scenarios.Credentials {
	pair := t.Temporary()
	t.withdrawn(pair)
	return pair
}

// barring holds a request for something to its refusal, where the administrator
// is not refused the same. Whether he gets what he asks for is for others; where
// both find the server broken, that is all there is to say.
func (t *Trial) barring(what string, administrator, r *scenarios.Reply, a Answer) {
	t.showControl(administrator)
	if refused(administrator) || broken(administrator) && broken(r) {
		t.Lacking(what, administrator)
	}
	t.Judge(r, a)
}

// ended withdraws a token, and sees that this ends it, as TMP-59 says.
func (t *Trial) ended(of scenarios.Credentials) {
	t.withdrawn(of)
	t.dead(of)
}

// dead sees that a withdrawn token is dead.
func (t *Trial) dead(of scenarios.Credentials) {
	if r := t.Call(of); !refused(r) {
		t.Lacking("a withdrawal that ends a token", r)
	}
}

// temporarySparing is what a withdrawal must leave alone.
func temporarySparing(w World) {
	w.Check("TMP-61", "issue, inspect and withdraw, and use the caller's own credential", func(t *Trial) {
		t.Control(t.Call(t.administrator()), Alive())
		pair := t.Temporary()
		t.Inspect(pair)
		t.Withdraw(pair)
		t.Judge(t.Call(t.administrator()), Alive())
		t.Judge(t.Issue(t.somebody()), Issued())
	}, Ends)
	w.Check("TMP-60", "withdraw one of a user's two tokens and use the other", func(t *Trial) {
		asked := t.someone()
		one, other := t.issued(asked).Minted, t.oneMore(asked)
		t.Control(t.Call(other), Alive())
		t.withdrawn(one)
		t.Judge(t.Call(other), Alive())
		t.dead(one)
	}, Ends)
	w.Check("TMP-62", "withdraw one user's token and use another user's", func(t *Trial) {
		one, other := t.Temporary(), t.Temporary()
		t.withdrawn(one)
		t.Judge(t.Call(other), Alive())
		t.dead(one)
	}, Ends)
	w.Check("TMP-64", "withdraw with a wrong secret, and with another user's", func(t *Trial) {
		victim := t.victim()
		pair, other := t.Temporary(), t.Temporary()
		for _, wrong := range append(nearMisses(pair.Secret, t.Nonce()), nearMiss{"the secret of another token", other.Secret}) {
			t.spares(pair, "the key and "+wrong.how+" for the secret", t.Withdraw(scenarios.Basic(pair.User, wrong.value)))
		}
		t.spares(other, "another token's key and a wrong secret", nil)
		t.dead(victim)
	}, Ends)
	temporaryUnallowed(w)
}

// spares holds a withdrawal that names a token wrongly to leaving it alive, and
// says how it was answered.
func (t *Trial) spares(pair scenarios.Credentials, named string, answer *scenarios.Reply) {
	if answer != nil {
		t.sound(answer)
		t.note(answer, unnamed())
		named += ", answered with " + describe(answer)
	}
	r := t.Call(pair)
	t.sound(r)
	t.Require(r.Class == scenarios.Alive, "that the token lives on", "a withdrawal by %s; afterwards the token: %s", named, describe(r))
}

// unnamed accepts the refusal of a withdrawal that does not name a token by key
// and secret.
func unnamed() Answer {
	a := refusedBy(kindAsked, http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound)
	a.JudgesBroken = true
	return a
}

// temporaryUnnamed withdraws without saying which token. The worst comes last.
func temporaryUnnamed(w World) {
	spared := func(id, when string, of func(pair scenarios.Credentials) scenarios.Credentials) {
		w.Check(catalogue.ID(id), when, func(t *Trial) {
			victim, pair := t.victim(), t.Temporary()
			answer := t.Withdraw(of(pair))
			t.spares(pair, when[len("withdraw by "):], answer)
			t.dead(victim)
		}, Destructive)
	}
	spared("TMP-65", "withdraw by the key alone",
		func(pair scenarios.Credentials) scenarios.Credentials { return scenarios.Credentials{User: pair.User} })
	spared("TMP-66", "withdraw by neither key nor secret",
		func(scenarios.Credentials) scenarios.Credentials { return scenarios.Credentials{} })
	w.Check("TMP-107", "withdraw by the key alone and by neither, and look at the answers", func(t *Trial) {
		t.victim()
		pair := t.Temporary()
		t.each([]labelled[*scenarios.Reply]{
			{"the key alone", t.Withdraw(scenarios.Credentials{User: pair.User})},
			{"neither key nor secret", t.Withdraw(scenarios.Credentials{})},
		}, unnamed())
	}, Destructive)
}

// temporaryUnallowed withdraws without the right to.
func temporaryUnallowed(w World) {
	w.Check("TMP-67", "withdraw without credentials", func(t *Trial) {
		done, pair := t.Withdraw(t.Temporary()), t.Temporary()
		t.barring("a withdrawal", done, t.Do(scenarios.Step{Verb: scenarios.Withdraw, Of: pair}), Dead())
		t.Judge(t.Call(pair), Alive())
	}, Ends)
	w.Check("TMP-68", "withdraw with a living key that may not administer", func(t *Trial) {
		done, pair := t.Withdraw(t.Temporary()), t.Temporary()
		t.barring("a withdrawal", done, t.Do(scenarios.Step{Verb: scenarios.Withdraw, As: t.keyHolder(), Of: pair}), t.unprivileged())
		t.Judge(t.Call(pair), Alive())
	}, Ends)
}
