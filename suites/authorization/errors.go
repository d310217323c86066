package authorization

import (
	"errors"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// faulty holds every error response that is to be had to RFC 6749 §4.1.2.1 and
// RFC 9207 §2: each of the ways of the catalogue brings about another one.
func faulty() []check.Check {
	return []check.Check{
		on("AUT-04", "bring about an error and look at the state", func(t *T) {
			e := t.erred()
			t.Judge(e.landing, withState(check.Landed(), e.step.State))
		}),
		on("AUT-26", "bring about an error and look at its description", func(t *T) {
			t.Judge(t.erred().landing, check.Landed().ThatLands("has its error and description of the characters %x20-21 %x23-5B %x5D-7E",
				func(l *scenarios.Landing) bool {
					return check.Describable(l.Answer.Get("error")) && check.Describable(l.Answer.Get("error_description"))
				}))
		}),
		on("AUT-35", "bring about an error and look for iss", func(t *T) {
			issuer := t.Issuer()
			t.Judge(t.erred().landing, withIssuer(issuer))
		}),
		on("AUT-47", "bring about an error and look where it stands, and what beside it", func(t *T) {
			e := t.erred()
			t.Judge(e.landing, check.Landed().ThatLands("has one error in the "+e.due+", and neither code nor token", func(l *scenarios.Landing) bool {
				return len(l.Answer["error"]) == 1 && t.stands(l, "error") == e.due && len(l.Answer["state"]) < 2 &&
					!l.Answer.Has("code") && !l.Answer.Has("access_token") && !l.Answer.Has("id_token")
			}))
		}),
	}
}

// The places where an answer stands.
const (
	inQuery    = "query"
	inFragment = "fragment"
)

// stands says in which part of the address a parameter of the answer stands.
func (t *T) stands(l *scenarios.Landing, name string) string {
	query := t.Client.Heard(l.URL.Query()).Has(name)
	fragment := strings.Contains("&"+l.URL.EscapedFragment(), "&"+name+"=")
	switch {
	case query && fragment:
		return inQuery + " and " + inFragment
	case fragment:
		return inFragment
	case query:
		return inQuery
	}
	return "neither of them"
}

// mistake is an authorization request that has to fail, and what came of it.
type mistake struct {
	step    scenarios.Step
	bends   []scenarios.Bend
	codes   []string // what the error may be called
	due     string   // where it is to stand
	how     scenarios.Conduct
	good    *scenarios.Landing // what came of the request as it should be
	landing *scenarios.Landing
}

// erred is given: the error response of the check's way. One serves all checks of
// the way. Whether a request has to fail, and whether the client is told, is for
// others to say: where it does not come to an error response, there is nothing to
// look at.
func (t *T) erred() mistake {
	m := check.Borrow(t.T, "error: "+t.Way(), func(mistake) bool { return true }, t.err)
	t.ShowControl(m.good)
	l := m.landing
	if l.URL != nil && l.Answer.Has("error") {
		t.Note(l, check.WithError(m.codes...))
	}
	switch {
	case check.IsBroken(l) || l.URL != nil && l.Answer.Has("error"):
	case t.Way() == "response type" && t.undeniable():
		t.Untested("no error response was to be had: consent cannot be refused here, and an unknown response_type ended at %s", check.Describe(l))
	default:
		t.Inapplicable("such a request comes to no error response here: %s", check.Describe(l))
	}
	return m
}

// undeniable says whether consent cannot be refused here.
func (t *T) undeniable() bool {
	_, unfit := t.Preflight.Unfit[check.Denial]
	return unfit || slices.Contains(t.Absent, "denial")
}

// err brings the error of the check's way about.
func (t *T) err() mistake {
	m := mistake{step: t.Asking(), codes: []string{"invalid_request"}, due: inQuery, how: scenarios.LogsIn}
	switch t.Way() {
	case "denial":
		m.how, m.codes = scenarios.Denies, []string{"access_denied"}
	case "response type":
		m.bends, m.codes = bent(scenarios.With("response_type", "assay")), []string{"unsupported_response_type"}
	case "no response type":
		m.bends = bent(scenarios.Without("response_type"))
		m.codes = append(m.codes, "unsupported_response_type")
	case "repeated":
		m.bends = bent(twice("response_type"))
	case "scope":
		m.step.Scope = strings.Join(append(t.Scope(), "assay_"+strings.ToLower(t.Nonce())), " ")
		m.codes = []string{"invalid_scope"}
	case "challenge method":
		m.step.Challenge, m.step.ChallengeMethod = check.S256(t.Verifier()), "S999"
	case "nonce":
		m.step, m.due = t.Hybrid(), inFragment
		m.step.ResponseMode, m.bends = "", bent(scenarios.Without("nonce"))
	case "implicit nonce":
		m.step, m.due = t.Implicit(), inFragment
		m.bends = bent(scenarios.Without("nonce"))
	}
	m.step.State = t.Nonce() + " +%&="
	m.good = t.Authorize(scenarios.Consents)
	t.Control(m.good, check.WithCode())
	if m.due == inFragment {
		if m.good = t.Visit(m.step, m.how); !m.good.Answer.Has("code") && !m.good.Answer.Has("access_token") {
			t.Inapplicable("such a request gets nothing here as it should be, which is for others to judge: %s", check.Describe(m.good))
		}
	}
	if m.how == scenarios.Denies {
		m.landing = t.refusal(m.step)
		return m
	}
	m.landing = t.Visit(m.step, m.how, m.bends...)
	return m
}

func bent(bends ...scenarios.Bend) []scenarios.Bend { return bends }

// refusal is what came of a refused consent, where consent can be refused.
func (t *T) refusal(step scenarios.Step) *scenarios.Landing {
	if t.undeniable() {
		t.Inapplicable("consent cannot be refused here")
	}
	l, known := t.denied(step)
	if !known {
		t.Inapplicable("the target file does not say how consent is refused (login.deny_steps)")
	}
	return l
}

// denied goes through the pages and refuses consent, where the target file says
// how. A server that remembers an earlier consent is told to ask again (OpenID
// Connect Core 1.0 §3.1.2.1).
func (t *T) denied(step scenarios.Step, bends ...scenarios.Bend) (l *scenarios.Landing, known bool) {
	for _, how := range [][]scenarios.Bend{bends, append(slices.Clone(bends), scenarios.Again("prompt", "consent"))} {
		var err error
		l, err = t.GoThrough(step, step.RedirectURI, scenarios.Denies, how...)
		if errors.Is(err, scenarios.ErrNoConduct) {
			return nil, false
		} else if err != nil {
			t.Untested("the pages cannot be gone through: %v", err)
		}
		if !unasked(l) {
			break
		}
	}
	return l, true
}

// unasked says whether a visit that was to refuse consent was never asked for
// it.
func unasked(l *scenarios.Landing) bool { return l.Code() != "" && !l.Finished }
