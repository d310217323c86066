package temporary

import (
	"net/http"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// A token is asked for by POST and by PUT, which acts as POST: a rule of issuing
// holds on both ways. A check says Issue, and the way of its turn says how.

// byPut is the way of PUT, of those in the catalogue.
const byPut = "put"

// onItsWay tries a check on the way of its turn. Where nothing is to be had on it
// there is nothing to hold to a rule, and TMP-70 is what says so.
func (t *T) onItsWay(body func(*T)) {
	if t.Way() == byPut {
		known := func(bool) bool { return true }
		check.Borrow(t.T, "a replacement", known, func() bool {
			t.replaced(t.somebody())
			return true
		})
	}
	body(t)
}

// issueAs asks for a temporary token with the credentials of some caller, on the
// way of the check.
func (t *T) issueAs(as scenarios.Credentials, asked scenarios.Asked, bends ...scenarios.Bend) *scenarios.Reply {
	step := scenarios.Step{Verb: scenarios.Issue, As: as, Asked: asked}
	if t.Way() == byPut {
		step.Verb = scenarios.Replace
	}
	return t.Do(step, bends...)
}

// Issue asks for a temporary token as the administrator, on the way of the check.
func (t *T) Issue(asked scenarios.Asked, bends ...scenarios.Bend) *scenarios.Reply {
	return t.issueAs(t.administrator(), asked, bends...)
}

// issued is given: what the issue of a temporary token answered.
func (t *T) issued(asked scenarios.Asked) *scenarios.Reply {
	r := t.Issue(asked)
	if r.Minted.User == "" {
		t.Lacking("a temporary token", r)
	}
	return r
}

// post asks for a temporary token as the administrator, by POST.
func (t *T) post(asked scenarios.Asked) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Issue, As: t.administrator(), Asked: asked})
}

// posted is given: what that answered.
func (t *T) posted(asked scenarios.Asked) *scenarios.Reply {
	r := t.post(asked)
	if r.Minted.User == "" {
		t.Lacking("a temporary token", r)
	}
	return r
}

// oneMore is given: a further token for a user who is known.
func (t *T) oneMore(asked scenarios.Asked) scenarios.Credentials {
	r := t.post(asked)
	if r.Minted.User == "" {
		t.Lacking("a second token of a known user", r)
	}
	return r.Minted
}

// replace asks for a token by the verb that is meant for replacing, whatever the
// way of the check.
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

// Lacking ends the check because something that was to be given was not. Where the
// target breaks over it again and again, that is what the requirement of it finds,
// and the check is left to that: it is untested, and no accident.
func (t *T) Lacking(what string, actual any) {
	if first, ok := actual.(*scenarios.Reply); ok && first.Status >= http.StatusInternalServerError {
		if second := t.Do(first.Step); second.Status >= http.StatusInternalServerError {
			t.LeftTo(what, second, "%s was to be had first, and the target breaks over it each time, which another requirement is about", what)
		}
	}
	t.T.Lacking(what, actual)
}
