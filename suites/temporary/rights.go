package temporary

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// scopes is what a token may do.
func scopes() []check.Check {
	return slices.Concat(
		[]check.Check{
			on("TMP-74", "read with the scope of reading", func(t *T) {
				t.Temporary()
				t.Judge(t.Call(t.scopedTo(scenarios.Reading)), check.Alive())
			}, check.Looks),
			on("TMP-75", "write with the scope of reading", func(t *T) {
				t.writer()
				pair := t.scopedTo(scenarios.Reading)
				t.Control(t.Call(pair), check.Alive())
				t.Judge(t.Write(pair), outOfScope())
			}),
			on("TMP-76", "write with the scope of writing", func(t *T) {
				t.Temporary()
				t.Judge(t.Write(t.scopedTo(scenarios.Writing)), check.Alive())
			}, check.Looks),
			on("TMP-77", "read with the scope of writing", func(t *T) {
				t.Temporary()
				pair := t.scopedTo(scenarios.Writing)
				t.Control(t.Write(pair), check.Alive())
				t.Judge(t.Call(pair), outOfScope())
			}),
			on("TMP-78", "read and write with full access", func(t *T) {
				t.Temporary()
				pair := t.scopedTo(scenarios.Everything)
				t.Judge(t.Call(pair), check.Alive())
				t.Judge(t.Write(pair), check.Alive())
			}, check.Looks),
		},
		limits(),
	)
}

// limits is what a token may not do, or must not be kept from.
func limits() []check.Check {
	return []check.Check{
		on("TMP-84", "write for a user who may only read", func(t *T) {
			t.writer()
			t.limited()
			asked := t.somebody()
			asked.Permissions = rights(scenarios.Reading)
			r := t.Issue(asked)
			if check.IsRefused(r) {
				t.Inapplicable("full access is refused here to a user who may only read")
			}
			t.Control(t.Call(r.Minted), check.Alive())
			t.Judge(t.Write(r.Minted), outOfScope())
		}),
		on("TMP-85", "use the key of one user with the secret of another", func(t *T) {
			one, other := t.Temporary(), t.Temporary()
			t.Judge(t.Call(scenarios.Basic(one.User, other.Secret)), check.Dead())
			t.Judge(t.Call(scenarios.Basic(other.User, one.Secret)), check.Dead())
		}),
		on("TMP-101", "ask for the scope of reading for a user with full access", func(t *T) {
			full, narrow := t.somebody(), t.somebody()
			full.Permissions, full.Scopes = rights(scenarios.Everything), rights(scenarios.Everything)
			t.Control(t.Issue(full), Issued())
			narrow.Permissions, narrow.Scopes = rights(scenarios.Everything), rights(scenarios.Reading)
			t.Judge(t.Issue(narrow), Issued())
		}, check.Looks),
	}
}

// delegation is what a token must not be made to do.
func delegation() []check.Check {
	return []check.Check{
		on("TMP-73", "issue, inspect and withdraw with a temporary token", func(t *T) {
			t.withdrawn(t.Temporary()) // who withdraws nothing for anybody shows nothing here
			holder, pair := t.Temporary(), t.Temporary()
			t.Judge(t.issueAs(holder, t.somebody()), t.unprivileged())
			inspects := t.Inspect(pair).Minted.User != ""
			for _, of := range []scenarios.Credentials{pair, holder} {
				if inspects {
					t.Judge(t.Do(scenarios.Step{Verb: scenarios.Inspect, As: holder, Of: of}), t.unprivileged())
				}
				t.Judge(t.Do(scenarios.Step{Verb: scenarios.Withdraw, As: holder, Of: of}), t.unprivileged())
				t.Judge(t.Call(of), check.Alive())
			}
		}, check.Ends),
		on("TMP-79", "ask for scopes that the user has no permission for", func(t *T) {
			t.writer()
			t.limited()
			for _, scope := range rights(scenarios.Writing, scenarios.Everything) {
				asked := t.somebody()
				asked.Permissions, asked.Scopes = rights(scenarios.Reading), rights(scope)
				r := t.Issue(asked)
				t.Judge(r, check.Either(refusedRights(), Issued()))
				if r.Minted.User != "" {
					t.Judge(t.Write(r.Minted), outOfScope())
				}
			}
		}),
		on("TMP-82", "ask for scopes that do not exist, and that resemble one", func(t *T) {
			t.unknownRights(func(asked *scenarios.Asked, names any) { asked.Scopes = names })
		}),
		on("TMP-83", "ask for permissions that do not exist, and that resemble one", func(t *T) {
			t.unknownRights(func(asked *scenarios.Asked, names any) { asked.Permissions = names })
		}),
	}
}

// unknownRights asks for one name after the other that is none.
func (t *T) unknownRights(by func(asked *scenarios.Asked, names any)) {
	asked := t.somebody()
	asked.Permissions, asked.Scopes = rights(scenarios.Everything, scenarios.Reading), rights(scenarios.Everything, scenarios.Reading)
	known := t.Issue(asked)
	t.Control(known, Issued())
	var all []labelled[*scenarios.Reply]
	for _, name := range append(nearNames(known), "assay/"+t.Nonce()) {
		odd := t.somebody()
		by(&odd, []string{name})
		all = append(all, labelled[*scenarios.Reply]{inJSON(name), t.Issue(odd)})
	}
	t.each(all, badRequest())
}

// nearNames are what a careless server takes for the names of scopes that a
// request has asked for: in capitals, with blanks, several in one, and those that
// stand for all or for none.
func nearNames(asked *scenarios.Reply) []string {
	var names []string
	for _, p := range asked.Request.Body {
		if list, is := p.Value.([]string); is && p.Name == "scopes" {
			names = list
		}
	}
	out := []string{"", " ", "*"}
	for _, name := range names {
		out = append(out, strings.ToUpper(name), name+" ", " "+name, name+"/", name+"/*", name[:len(name)-1])
	}
	return append(out, strings.Join(names, ","), strings.Join(names, " "))
}

// elevation asks for administration. A token that may administer, and
// may not be ended by anything else, is withdrawn.
func elevation() []check.Check {
	return []check.Check{
		on("TMP-80", "ask for the scope of administration, for a user without its permission", func(t *T) {
			t.plain()
			asked := t.somebody()
			asked.Permissions = rights(scenarios.Everything)
			asked.Scopes = rights(scenarios.Everything, scenarios.Administration)
			r := t.Issue(asked)
			t.Judge(r, check.Either(refusedRights(), Issued()))
			t.powerless(r)
		}, check.Ends),
		on("TMP-115", "ask for scopes that the user has no permission for, and for that of administration", refusesWide, check.Ends),
		on("TMP-81", "ask for the permission of administration, and for no scope", func(t *T) {
			t.plain()
			asked := t.somebody()
			asked.Permissions = rights(scenarios.Everything, scenarios.Administration)
			r := t.Issue(asked)
			t.Judge(r, check.Either(refusedRights(), Issued()))
			t.powerless(r)
		}, check.Ends),
	}
}

// refusesWide asks for scopes that may not be given. What is given all the same
// is withdrawn: whether it is good for anything is for others.
func refusesWide(t *T) {
	wide := []struct{ permissions, scopes []scenarios.Right }{
		{rights(scenarios.Reading), rights(scenarios.Writing)},
		{rights(scenarios.Reading), rights(scenarios.Everything)},
		{rights(scenarios.Reading), rights(scenarios.Reading, scenarios.Writing)},
		{rights(scenarios.Everything), rights(scenarios.Administration)},
		{rights(scenarios.Everything), rights(scenarios.Everything, scenarios.Administration)},
	}
	narrow := t.somebody()
	narrow.Permissions, narrow.Scopes = rights(scenarios.Reading), rights(scenarios.Reading)
	t.Control(t.Issue(narrow), Issued())
	var all []labelled[*scenarios.Reply]
	for _, one := range wide {
		asked := t.somebody()
		asked.Permissions, asked.Scopes = one.permissions, one.scopes
		r := t.Issue(asked)
		if r.Minted.User != "" {
			t.Withdraw(r.Minted)
		}
		all = append(all, labelled[*scenarios.Reply]{joined(one.scopes) + ", with the permission of " + joined(one.permissions), r})
	}
	t.each(all, refusedRights())
}

// plain sees that a token without any right to administer does not. That this is
// so is what TMP-73 says.
func (t *T) plain() {
	if r := t.issueAs(t.Temporary(), t.somebody()); !check.IsRefused(r) {
		t.Lacking("a temporary token that does not administer", r)
	}
}

// powerless holds a token that was issued to not administering, unless its
// answer gives it the scope of that, and ends it.
func (t *T) powerless(r *scenarios.Reply) {
	if r.Minted.User == "" {
		return
	}
	got := t.issueAs(r.Minted, t.somebody())
	if t.Withdraw(r.Minted); got.Minted.User != "" {
		t.Withdraw(got.Minted)
	}
	asked, _ := r.Step.Asked.Permissions.([]scenarios.Right)
	if got.Minted.User != "" && slices.Contains(asked, scenarios.Administration) &&
		slices.Contains(t.tells(r, "scopes").Temporary.Scopes, scenarios.Administration) {
		t.Measure("the permission of administration, asked for", "is given, with its scope")
		return
	}
	t.Judge(got, check.Turned())
}

// limited sees that a token that may only read does not write. That this is so
// is what TMP-75 says.
func (t *T) limited() {
	if r := t.Write(t.scopedTo(scenarios.Reading)); !check.IsRefused(r) {
		t.Lacking("a temporary token that does not write", r)
	}
}
