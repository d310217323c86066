package suites

import (
	"net/http"

	"github.com/authassay/authassay/scenarios"
)

// scopedTo is given: a token with scopes, for a user who may do everything.
func (t *Trial) scopedTo(scopes ...scenarios.Right) scenarios.Credentials {
	asked := t.somebody()
	asked.Permissions, asked.Scopes = rights(scenarios.Everything), scopes
	return t.issued(asked).Minted
}

// temporaryScopes is what a token may do.
func temporaryScopes(w World) {
	w.Check("TMP-74", "read with the scope of reading", func(t *Trial) {
		t.Temporary()
		t.Judge(t.Call(t.scopedTo(scenarios.Reading)), Alive())
	})
	w.Check("TMP-75", "write with the scope of reading", func(t *Trial) {
		t.Control(t.Write(t.scopedTo(scenarios.Everything)), Alive())
		t.Judge(t.Write(t.scopedTo(scenarios.Reading)), Barred(http.StatusForbidden))
	})
	w.Check("TMP-76", "write with the scope of writing", func(t *Trial) {
		t.Temporary()
		t.Judge(t.Write(t.scopedTo(scenarios.Writing)), Alive())
	})
	w.Check("TMP-77", "read with the scope of writing", func(t *Trial) {
		t.Control(t.Call(t.scopedTo(scenarios.Everything)), Alive())
		t.Judge(t.Call(t.scopedTo(scenarios.Writing)), Barred(http.StatusForbidden))
	})
	w.Check("TMP-78", "read and write with full access", func(t *Trial) {
		t.Temporary()
		pair := t.scopedTo(scenarios.Everything)
		t.Judge(t.Call(pair), Alive())
		t.Judge(t.Write(pair), Alive())
	})
	w.Check("TMP-84", "write for a user who may only read", func(t *Trial) {
		t.Control(t.Write(t.scopedTo(scenarios.Everything)), Alive())
		asked := t.somebody()
		asked.Permissions = rights(scenarios.Reading)
		r := t.Issue(asked)
		if r.Class == scenarios.Rejected {
			t.Inapplicable("full access is refused here to a user who may only read")
		}
		t.Control(t.Call(r.Minted), Alive())
		t.Judge(t.Write(r.Minted), Barred(http.StatusForbidden))
	})
	w.Check("TMP-85", "use the key of one user with the secret of another", func(t *Trial) {
		one, other := t.Temporary(), t.Temporary()
		t.Judge(t.Call(scenarios.Basic(one.User, other.Secret)), Dead())
		t.Judge(t.Call(scenarios.Basic(other.User, one.Secret)), Dead())
	})
}

// temporaryDelegation is what a token must not be made to do.
func temporaryDelegation(w World) {
	w.Check("TMP-73", "issue, inspect and withdraw with a temporary token", func(t *Trial) {
		holder, pair := t.Temporary(), t.shown()
		t.Judge(t.issueAs(holder, t.somebody()), t.unprivileged())
		for _, of := range []scenarios.Credentials{pair, holder} {
			t.Judge(t.Do(scenarios.Step{Verb: scenarios.Inspect, As: holder, Of: of}), t.unprivileged())
			t.Judge(t.Do(scenarios.Step{Verb: scenarios.Withdraw, As: holder, Of: of}), t.unprivileged())
			t.Judge(t.Call(of), Alive())
		}
	})
	w.Check("TMP-79", "ask for scopes that the user has no permission for", func(t *Trial) {
		t.Control(t.Write(t.scopedTo(scenarios.Everything)), Alive())
		for _, scope := range rights(scenarios.Writing, scenarios.Everything) {
			asked := t.somebody()
			asked.Permissions, asked.Scopes = rights(scenarios.Reading), rights(scope)
			r := t.Issue(asked)
			t.Judge(r, Either(refusedRequest(), Issued()))
			if r.Minted.User != "" {
				t.Judge(t.Write(r.Minted), Barred(http.StatusForbidden))
			}
		}
	})
	temporaryElevation(w)
	temporaryUnknownRights(w)
}

// temporaryElevation asks for administration.
func temporaryElevation(w World) {
	powerless := func(id, when string, ask func(*scenarios.Asked)) {
		w.Check(idOf(id), when, func(t *Trial) {
			t.Control(t.Issue(t.somebody()), Issued())
			asked := t.somebody()
			ask(&asked)
			r := t.Issue(asked)
			t.Judge(r, Either(refusedRequest(), Issued()))
			if r.Minted.User != "" {
				t.Judge(t.issueAs(r.Minted, t.somebody()), Turned())
			}
		})
	}
	powerless("TMP-80", "ask for the scope of administration",
		func(a *scenarios.Asked) { a.Scopes = rights(scenarios.Everything, scenarios.Administration) })
	powerless("TMP-81", "ask for the permission of administration",
		func(a *scenarios.Asked) { a.Permissions = rights(scenarios.Everything, scenarios.Administration) })
}

// temporaryUnknownRights asks for rights that do not exist.
func temporaryUnknownRights(w World) {
	w.Check("TMP-82", "ask for a scope that does not exist", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		asked := t.somebody()
		asked.Scopes = rights("assay/" + scenarios.Right(t.Nonce()))
		t.Judge(t.Issue(asked), Barred(http.StatusBadRequest))
	})
	w.Check("TMP-83", "ask for a permission that does not exist", func(t *Trial) {
		t.Control(t.Issue(t.somebody()), Issued())
		asked := t.somebody()
		asked.Permissions = rights("assay/" + scenarios.Right(t.Nonce()))
		t.Judge(t.Issue(asked), Barred(http.StatusBadRequest))
	})
}

// refusedRequest accepts the refusal of what was asked for.
func refusedRequest() Answer { return Barred(http.StatusBadRequest, http.StatusForbidden) }
