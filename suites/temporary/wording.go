package temporary

import (
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// The kinds of refusals of temporary tokens, each with a requirement that says
// how it is worded.
const (
	kindAsked        check.Kind = "asked"        // what no token can be had for, RFC 9110 §15.5.1
	kindUnprivileged check.Kind = "unprivileged" // a caller who may not administer, RFC 9110 §15.5.4
	kindBeyond       check.Kind = "beyond"       // what a token's scope does not cover, xAPI 1.0.3 Communication §3.2
	kindHidden       check.Kind = "hidden"       // a token that is not shown, RFC 9110 §15.5.5
)

// refusedBy accepts a refusal, and notes whether its status is one of those that
// such refusals should have.
func refusedBy(k check.Kind, statuses ...int) check.Answer {
	return check.Reply("a refusal", check.IsRefused).AnsweredWith(k, check.Statuses(statuses...), statuses...)
}

// badRequest accepts the refusal of what no client should send.
func badRequest() check.Answer {
	a := refusedBy(kindAsked, http.StatusBadRequest)
	a.JudgesBroken = true
	return a
}

// refusedRights accepts the refusal of rights that may not be given.
func refusedRights() check.Answer {
	return refusedBy(kindAsked, http.StatusBadRequest, http.StatusForbidden)
}

// unprivileged accepts the refusal of a caller without administration rights.
func (t *T) unprivileged() check.Answer {
	if t.Policy.Unprivileged == 0 {
		return refusedBy(kindUnprivileged, http.StatusUnauthorized, http.StatusForbidden)
	}
	return refusedBy(kindUnprivileged, t.Policy.Unprivileged)
}

// outOfScope accepts the refusal of what a token may not do.
func outOfScope() check.Answer { return refusedBy(kindBeyond, http.StatusForbidden) }

// concealed accepts the refusal to show a token.
func concealed() check.Answer {
	return refusedBy(kindHidden, http.StatusNotFound, http.StatusForbidden)
}

// worded judges how refusals were worded, wherever they were seen.
func worded() []check.Check {
	return []check.Check{
		wordings("TMP-102", "look at the status of refused requests", kindAsked, badRequest(), func(t *T) any {
			return t.Issue(scenarios.Asked{})
		}),
		on("TMP-103", "look at the status of refused callers", func(t *T) {
			if len(t.Noticed(kindUnprivileged)) == 0 {
				r := t.issueAs(t.KeyHolder(), t.somebody())
				t.Sound(r)
				t.Note(r, t.unprivileged())
			}
			t.worded("a caller without administration rights", t.Noticed(kindUnprivileged))
		}, check.Gathers),
		wordings("TMP-104", "look at the status of what is out of scope", kindBeyond, outOfScope(), func(t *T) any {
			t.writer()
			return t.Write(t.scopedTo(scenarios.Reading))
		}),
		wordings("TMP-105", "look at the status of inspections of what is not there", kindHidden, concealed(), func(t *T) any {
			t.shown()
			return t.unknown(t.Nonce())
		}),
		wordings("TMP-106", "look at the status of refused credentials", check.KindToken, check.Dead(), func(t *T) any {
			return t.issueAs(scenarios.Credentials{}, t.somebody())
		}),
		on("TMP-90", "look for a Basic challenge in refusals with 401", func(t *T) {
			seen := t.unauthorized()
			if len(seen) == 0 {
				r := t.issueAs(scenarios.Credentials{}, t.somebody())
				t.Sound(r)
				t.Note(r, check.Dead())
				seen = t.unauthorized()
			}
			if len(seen) == 0 {
				t.Inapplicable("nothing is refused with 401; whether it should be is for other requirements")
			}
			t.JudgeWordings(seen, "a Basic challenge with a realm", func(n check.Noted) bool { return challenged(n.Reply()) })
		}, check.Gathers),
	}
}

// worded judges the refusals of a kind by what each was to be.
func (t *T) worded(what string, seen []check.Noted) {
	if len(seen) == 0 {
		t.Inapplicable("%s was not refused; whether it should have been is for other requirements", what)
	}
	t.JudgeNoted(seen)
}

// unauthorized are the refusals with 401 so far.
func (t *T) unauthorized() []check.Noted {
	return slices.DeleteFunc(t.Noticed(check.KindToken, kindUnprivileged), func(n check.Noted) bool {
		r := n.Reply()
		return r == nil || r.Status != http.StatusUnauthorized
	})
}

// challenged says whether an answer carries a Basic challenge with a realm,
// RFC 7617 §2.
func challenged(r *scenarios.Reply) bool {
	return slices.ContainsFunc(scenarios.Challenges(r.Header), func(c scenarios.Challenge) bool {
		_, realm := c.Params["realm"]
		return c.Is(scenarios.SchemeBasic) && realm
	})
}

// each judges every one of several requests.
func (t *T) each(all []labelled[*scenarios.Reply], a check.Answer) {
	seen := make([]check.Labelled, len(all))
	for i, one := range all {
		seen[i] = check.Labelled{Label: one.as, Actual: one.thing}
	}
	t.JudgeAll(seen, a)
}

// tells is given: an answer with the members that a check looks at. That they
// are there is what TMP-19 says.
func (t *T) tells(r *scenarios.Reply, members ...string) *scenarios.Reply {
	for _, name := range members {
		parent, _, _ := strings.Cut(name, ".")
		if slices.Contains(r.Temporary.Missing, name) || slices.Contains(r.Temporary.Missing, parent) {
			t.LeftTo("a member of the answer", r, "the answer has no member %s, which another requirement is about", name)
		}
	}
	return r
}
