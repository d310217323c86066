package temporary

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// replace asks for a token by the verb that is meant for replacing.
func (t *T) replace(as scenarios.Credentials, asked scenarios.Asked) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Replace, As: as, Asked: asked})
}

// replaced is given: a token by that verb. That it can be had is what TMP-70
// says.
func (t *T) replaced(asked scenarios.Asked) scenarios.Credentials {
	r := t.replace(t.administrator(), asked)
	if r.Minted.User == "" {
		t.Lacking("a replacement", r)
	}
	return r.Minted
}

// temporaryReplacing is the verb that is meant for replacing, and issues.
func temporaryReplacing() []check.Check {
	return []check.Check{
		on("TMP-70", "replace, and use the token", func(t *T) {
			t.Temporary()
			was := t.issued(t.someone())
			t.Control(was, Issued())
			r := t.replace(t.administrator(), t.someone())
			t.Judge(r, Issued().That("hands out a new pair in the form of an issue", func(r *scenarios.Reply) bool {
				return r.Minted.User != was.Minted.User && len(r.Temporary.Missing) == len(was.Temporary.Missing) &&
					len(r.Temporary.Odd) == len(was.Temporary.Odd)
			}))
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
