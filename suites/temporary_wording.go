package suites

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// The kinds of refusals of temporary tokens, each with a requirement that says
// how it is worded.
const (
	kindAsked        kind = "asked"        // what no token can be had for, RFC 9110 §15.5.1
	kindUnprivileged kind = "unprivileged" // a caller who may not administer, RFC 9110 §15.5.4
	kindBeyond       kind = "beyond"       // what a token's scope does not cover, xAPI 1.0.3 Communication §3.2
	kindHidden       kind = "hidden"       // a token that is not shown, RFC 9110 §15.5.5
)

// refusedBy accepts a refusal, and notes whether its status is one of those that
// such refusals should have.
func refusedBy(k kind, statuses ...int) Answer {
	words := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(statuses)), " or "), "[]")
	return reply("a refusal", refused).answeredWith(k, words, statuses...)
}

// badRequest accepts the refusal of what no client should send.
func badRequest() Answer {
	a := refusedBy(kindAsked, http.StatusBadRequest)
	a.JudgesBroken = true
	return a
}

// refusedRights accepts the refusal of rights that may not be given.
func refusedRights() Answer { return refusedBy(kindAsked, http.StatusBadRequest, http.StatusForbidden) }

// unprivileged accepts the refusal of a caller without administration rights.
func (t *Trial) unprivileged() Answer {
	if t.Policy.Unprivileged == 0 {
		return refusedBy(kindUnprivileged, http.StatusUnauthorized, http.StatusForbidden)
	}
	return refusedBy(kindUnprivileged, t.Policy.Unprivileged)
}

// outOfScope accepts the refusal of what a token may not do.
func outOfScope() Answer { return refusedBy(kindBeyond, http.StatusForbidden) }

// concealed accepts the refusal to show a token.
func concealed() Answer { return refusedBy(kindHidden, http.StatusNotFound, http.StatusForbidden) }

// temporaryWordings judges how refusals were worded, wherever they were seen.
func temporaryWordings(w World) {
	w.wordings("TMP-102", "look at the status of refused requests", kindAsked, badRequest(), func(t *Trial) any {
		return t.Issue(scenarios.Asked{})
	})
	w.Check("TMP-103", "look at the status of refused callers", func(t *Trial) {
		if len(t.noticed(kindUnprivileged)) == 0 {
			r := t.issueAs(t.keyHolder(), t.somebody())
			t.sound(r)
			t.note(r, t.unprivileged())
		}
		t.worded("a caller without administration rights", t.noticed(kindUnprivileged))
	}, Gathers)
	w.wordings("TMP-104", "look at the status of what is out of scope", kindBeyond, outOfScope(), func(t *Trial) any {
		t.writer()
		return t.Write(t.scopedTo(scenarios.Reading))
	})
	w.wordings("TMP-105", "look at the status of inspections of what is not there", kindHidden, concealed(), func(t *Trial) any {
		t.shown()
		return t.unknown(t.Nonce())
	})
	w.wordings("TMP-106", "look at the status of refused credentials", kindToken, Dead(), func(t *Trial) any {
		return t.issueAs(scenarios.Credentials{}, t.somebody())
	})
	w.Check("TMP-90", "look for a Basic challenge in refusals with 401", func(t *Trial) {
		seen := t.unauthorized()
		if len(seen) == 0 {
			r := t.issueAs(scenarios.Credentials{}, t.somebody())
			t.sound(r)
			t.note(r, Dead())
			seen = t.unauthorized()
		}
		if len(seen) == 0 {
			t.Inapplicable("nothing is refused with 401; whether it should be is for other requirements")
		}
		t.judgeWordings(seen, "a Basic challenge with a realm", func(n noted) bool { return challenged(n.reply()) })
	}, Gathers)
}

// worded judges the refusals of a kind by what each was to be.
func (t *Trial) worded(what string, seen []noted) {
	if len(seen) == 0 {
		t.Inapplicable("%s was not refused; whether it should have been is for other requirements", what)
	}
	t.judgeNoted(seen)
}

// unauthorized are the refusals with 401 so far.
func (t *Trial) unauthorized() []noted {
	return slices.DeleteFunc(t.noticed(kindToken, kindUnprivileged), func(n noted) bool {
		r := n.reply()
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
func (t *Trial) each(all []labelled[*scenarios.Reply], a Answer) {
	seen := make([]Labelled, len(all))
	for i, one := range all {
		seen[i] = Labelled{Label: one.as, Reply: one.thing}
	}
	t.JudgeAll(seen, a)
}

// tells is given: an answer with the members that a check looks at. That they
// are there is what TMP-19 says.
func (t *Trial) tells(r *scenarios.Reply, members ...string) *scenarios.Reply {
	for _, name := range members {
		parent, _, _ := strings.Cut(name, ".")
		if slices.Contains(r.Temporary.Missing, name) || slices.Contains(r.Temporary.Missing, parent) {
			t.leftTo("a member of the answer", r, "the answer has no member %s, which another requirement is about", name)
		}
	}
	return r
}
