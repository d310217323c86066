package temporary

import (
	"net/http"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// withdrawing is how a token is ended.
func withdrawing() []check.Check {
	return []check.Check{
		on("TMP-57", "inspect a token that was withdrawn", func(t *T) {
			pair := t.Temporary()
			t.inspected(pair)
			t.unknown(t.Nonce())
			t.ended(pair)
			t.Judge(t.Inspect(pair), concealed())
		}, check.Ends),
		on("TMP-58", "withdraw a token and look at the answer", func(t *T) {
			t.Judge(t.Withdraw(t.Temporary()), Withdrawn().That("has no body",
				func(r *scenarios.Reply) bool { return len(r.Body) == 0 }))
		}, check.Ends),
		on("TMP-59", "use a token at once after its withdrawal", func(t *T) {
			pair := t.Temporary()
			t.withdrawn(pair)
			t.Judge(t.Call(pair), check.Dead())
		}, check.Ends),
		on("TMP-63", "withdraw a token twice, and one that never was", func(t *T) {
			pair := t.Temporary()
			t.withdrawn(pair)
			t.each([]labelled[*scenarios.Reply]{
				{"one that is withdrawn", t.Withdraw(pair)},
				{"one that never was", t.Withdraw(scenarios.Basic(t.Nonce(), t.Nonce()))},
			}, doneOrRefused())
		}, check.Ends),
		on("TMP-69", "issue for the same user after a withdrawal and use the old token", func(t *T) {
			asked := t.someone()
			old := t.issued(asked).Minted
			t.Control(t.Call(old), check.Alive())
			t.ended(old)
			t.again(asked)
			t.Judge(t.Call(old), check.Dead())
		}, check.Ends),
	}
}

// again is given: a further token for a user who is known, on the way of the
// check.
func (t *T) again(asked scenarios.Asked) {
	if r := t.Issue(asked); r.Minted.User == "" {
		t.Lacking("a second token of a known user", r)
	}
}

// Withdrawn accepts the answer to a withdrawal.
func Withdrawn() check.Answer { return check.RefusedWith(http.StatusNoContent) }

// success accepts any success.
func success() check.Answer { return check.Alive() }

// doneOrRefused accepts every answer that can be read.
func doneOrRefused() check.Answer {
	return check.Either(success(), check.Reply("a refusal", check.IsRefused))
}

// withdrawn withdraws a token. That this can be done is what TMP-58 says.
func (t *T) withdrawn(of scenarios.Credentials) {
	if r := t.Withdraw(of); r.Class != scenarios.Alive {
		t.Lacking("a withdrawal", r)
	}
}

// victim is given: a token that lived and was withdrawn as it should be. Whether
// this has ended it is seen where nothing worse was.
func (t *T) victim() scenarios.Credentials {
	pair := t.Temporary()
	t.withdrawn(pair)
	return pair
}

// barring holds a request for something to its refusal, where the administrator
// is not refused the same. Whether he gets what he asks for is for others; where
// both find the server broken, that is all there is to say.
func (t *T) barring(what string, administrator, r *scenarios.Reply, a check.Answer) {
	t.ShowControl(administrator)
	if check.IsRefused(administrator) || check.IsBroken(administrator) && check.IsBroken(r) {
		t.Lacking(what, administrator)
	}
	t.Judge(r, a)
}

// ended withdraws a token, and sees that this ends it, as TMP-59 says.
func (t *T) ended(of scenarios.Credentials) {
	t.withdrawn(of)
	t.dead(of)
}

// dead sees that a withdrawn token is dead.
func (t *T) dead(of scenarios.Credentials) {
	if r := t.Call(of); !check.IsRefused(r) {
		t.Lacking("a withdrawal that ends a token", r)
	}
}

// unallowed withdraws without the right to.
func unallowed() []check.Check {
	return []check.Check{
		on("TMP-67", "withdraw without credentials", func(t *T) {
			done, pair := t.Withdraw(t.Temporary()), t.Temporary()
			t.barring("a withdrawal", done, t.Do(scenarios.Step{Verb: scenarios.Withdraw, Of: pair}), check.Dead())
			t.Judge(t.Call(pair), check.Alive())
		}, check.Ends),
		on("TMP-68", "withdraw with a living key that may not administer", func(t *T) {
			done, pair := t.Withdraw(t.Temporary()), t.Temporary()
			t.barring("a withdrawal", done, t.Do(scenarios.Step{Verb: scenarios.Withdraw, As: t.KeyHolder(), Of: pair}), t.unprivileged())
			t.Judge(t.Call(pair), check.Alive())
		}, check.Ends),
	}
}

// replacing is the verb that is meant for replacing, and issues.
func replacing() []check.Check {
	return []check.Check{
		on("TMP-70", "replace, and use the token", func(t *T) {
			t.Temporary()
			was := t.issued(t.someone())
			t.Control(was, Issued())
			r := t.replace(t.administrator(), t.someone())
			t.Judge(r, Issued().That("hands out a new pair", func(r *scenarios.Reply) bool { return r.Minted.User != was.Minted.User }))
			t.Judge(t.Call(r.Minted), check.Alive())
		}, check.Looks),
		on("TMP-71", "replace with a living key that may not administer", func(t *T) {
			done := t.replace(t.administrator(), t.somebody())
			t.barring("a replacement", done, t.replace(t.KeyHolder(), t.somebody()), t.unprivileged())
		}),
		on("TMP-72", "replace for a user who has a token, and use both", func(t *T) {
			asked := t.someone()
			old := t.issued(asked).Minted
			t.Control(t.Call(old), check.Alive())
			fresh := t.replace(t.administrator(), asked)
			if fresh.Minted.User == "" {
				t.replaced(t.someone()) // where nothing is replaced, that is the root of it
				t.Lacking("a second token of a known user", fresh)
			}
			t.Control(t.Call(fresh.Minted), check.Alive())
			t.Judge(t.Call(old), check.Alive())
		}, check.Looks),
	}
}
