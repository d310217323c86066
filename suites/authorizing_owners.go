package suites

import (
	"errors"
	"slices"

	"github.com/authassay/authassay/scenarios"
)

// authorizingOwners holds the endpoint to its resource owner.
func authorizingOwners(w World) {
	w.Check("AUT-18", "log in as a member without administrator rights", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.AsMember)
		t.passedLogin("the member", l)
		t.Judge(l, NoCode("access_denied", "unauthorized_client"))
	})
	w.Check("AUT-19", "log in with a wrong password", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Mistypes)
		if l.Code() == "" && !l.Entered && !broken(l) {
			t.Untested("no password was sent: the visit ended at %s", describe(l))
		}
		t.Judge(l, NoCode("access_denied"))
	}, Attacks)
	w.Check("AUT-20", "open the authorization endpoint and do not log in", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.Authorize(scenarios.Waits), NoCode("access_denied", "login_required"))
	}, Looks)
	w.Check("AUT-22", "have another site send the consent, without what cannot be guessed", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.Authorize(scenarios.Forges)
		switch {
		case broken(l):
		case l.Forged == scenarios.ForgedNone && l.Code() != "":
			t.Inapplicable("nobody is asked for consent here, so there is no consent to forge")
		case l.Forged == scenarios.ForgedNone:
			t.Untested("the visit did not come to a consent that could be forged: it ended at %s", describe(l))
		case l.Forged == scenarios.ForgedHidden:
			t.Require(l.Code() == "", "a consent that another site cannot send", "the consent goes to an address that is another each time")
			return
		}
		t.Judge(l, NoCode("access_denied", "invalid_request"))
	}, Attacks)
}

// authorizingDenial has the resource owner refuse.
func authorizingDenial(w World) {
	w.Check("AUT-17", "log in and refuse consent", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l, known := t.denied()
		switch {
		case !known:
			t.Untested("the target file does not say how consent is refused (login.deny_steps)")
		case unasked(l):
			t.Untested("consent was not asked for, so it could not be refused (absent: [denial] says that this server never asks)")
		}
		t.Judge(l, WithError("access_denied"))
	})
	w.Check("AUT-26", "bring about an error and look at its description", func(t *Trial) {
		text := t.failed().Answer.Get("error_description")
		t.Require(describable(text), "a description of the characters %x20-21 %x23-5B %x5D-7E, or none", "%q", text)
	})
}

// denied goes through the pages and refuses consent, where the target file says
// how. A server that remembers an earlier consent is told to ask again (OpenID
// Connect Core 1.0 §3.1.2.1).
func (t *Trial) denied(bends ...scenarios.Bend) (l *scenarios.Landing, known bool) {
	asking := t.asking()
	for _, how := range [][]scenarios.Bend{bends, append(slices.Clone(bends), scenarios.Again("prompt", "consent"))} {
		var err error
		l, err = t.goThrough(asking, asking.RedirectURI, scenarios.Denies, how...)
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

// failed is given: an error response at the redirect URI, by refused consent or,
// where that is not to be had, by a response_type that nobody has.
func (t *Trial) failed(bends ...scenarios.Bend) *scenarios.Landing {
	t.Control(t.Authorize(scenarios.Consents), WithCode())
	if _, unfit := t.Preflight.Unfit[Denial]; !unfit && !slices.Contains(t.Absent, "denial") {
		if l, known := t.denied(bends...); known && !unasked(l) {
			t.Control(l, WithError("access_denied"))
			return l
		}
	}
	l := t.Authorize(scenarios.Consents, append(slices.Clone(bends), scenarios.With("response_type", "assay"))...)
	if l.URL == nil && !broken(l) {
		t.Untested("no error response was to be had: consent cannot be refused here, and an unknown response_type ended at %s", describe(l))
	}
	t.Control(l, WithError("unsupported_response_type"))
	return l
}
