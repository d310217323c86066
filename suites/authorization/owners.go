package authorization

import (
	"errors"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// owners holds the endpoint to its resource owner.
func owners() []check.Check {
	return []check.Check{
		on("AUT-18", "log in as a member without administrator rights", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.AsMember)
			t.PassedLogin("the member", l)
			t.Judge(l, check.NoCode("access_denied", "unauthorized_client"))
		}),
		on("AUT-19", "log in with a wrong password", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Mistypes)
			if l.Code() == "" && !l.Entered && !check.IsBroken(l) {
				t.Untested("no password was sent: the visit ended at %s", check.Describe(l))
			}
			t.Judge(l, check.NoCode("access_denied"))
		}, check.Attacks),
		on("AUT-20", "open the authorization endpoint and do not log in", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			t.Judge(t.Authorize(scenarios.Waits), check.NoCode("access_denied", "login_required"))
		}, check.Looks),
		on("AUT-22", "have another site send the consent, without what cannot be guessed", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l := t.Authorize(scenarios.Forges)
			switch {
			case check.IsBroken(l):
			case l.Forged == scenarios.ForgedNone && l.Code() != "":
				t.Inapplicable("nobody is asked for consent here, so there is no consent to forge")
			case l.Forged == scenarios.ForgedNone:
				t.Untested("the visit did not come to a consent that could be forged: it ended at %s", check.Describe(l))
			case l.Forged == scenarios.ForgedHidden:
				t.Require(l.Code() == "", "a consent that another site cannot send", "the consent goes to an address that is another each time")
				return
			}
			t.Judge(l, check.NoCode("access_denied", "invalid_request"))
		}, check.Attacks),
	}
}

// denial has the resource owner refuse.
func denial() []check.Check {
	return []check.Check{
		on("AUT-17", "log in and refuse consent", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			l, known := t.denied()
			switch {
			case !known:
				t.Untested("the target file does not say how consent is refused (login.deny_steps)")
			case unasked(l):
				t.Untested("consent was not asked for, so it could not be refused (absent: [denial] says that this server never asks)")
			}
			t.Judge(l, check.WithError("access_denied"))
		}),
		on("AUT-26", "bring about an error and look at its description", func(t *T) {
			text := t.failed().Answer.Get("error_description")
			t.Require(check.Describable(text), "a description of the characters %x20-21 %x23-5B %x5D-7E, or none", "%q", text)
		}),
	}
}

// denied goes through the pages and refuses consent, where the target file says
// how. A server that remembers an earlier consent is told to ask again (OpenID
// Connect Core 1.0 §3.1.2.1).
func (t *T) denied(bends ...scenarios.Bend) (l *scenarios.Landing, known bool) {
	asking := t.Asking()
	for _, how := range [][]scenarios.Bend{bends, append(slices.Clone(bends), scenarios.Again("prompt", "consent"))} {
		var err error
		l, err = t.GoThrough(asking, asking.RedirectURI, scenarios.Denies, how...)
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
func (t *T) failed(bends ...scenarios.Bend) *scenarios.Landing {
	t.Control(t.Authorize(scenarios.Consents), check.WithCode())
	if _, unfit := t.Preflight.Unfit[check.Denial]; !unfit && !slices.Contains(t.Absent, "denial") {
		if l, known := t.denied(bends...); known && !unasked(l) {
			t.Control(l, check.WithError("access_denied"))
			return l
		}
	}
	l := t.Authorize(scenarios.Consents, append(slices.Clone(bends), scenarios.With("response_type", "assay"))...)
	if l.URL == nil && !check.IsBroken(l) {
		t.Untested("no error response was to be had: consent cannot be refused here, and an unknown response_type ended at %s", check.Describe(l))
	}
	t.Control(l, check.WithError("unsupported_response_type"))
	return l
}
