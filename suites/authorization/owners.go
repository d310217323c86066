package authorization

import (
	"errors"

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
		on("AUT-22", "have another site send the consent, which knows nothing that cannot be guessed", func(t *T) {
			t.Control(t.Authorize(scenarios.Consents), check.WithCode())
			asking := t.Asking()
			l, err := t.GoThrough(asking, asking.RedirectURI, forgeries[t.Way()])
			if err == nil && l.Forged == scenarios.ForgedNone && l.Code() != "" { // an earlier consent may be remembered
				if again, err := t.GoThrough(asking, asking.RedirectURI, forgeries[t.Way()], scenarios.Again("prompt", "consent")); err == nil && again.Forged != scenarios.ForgedNone {
					l = again
				}
			}
			switch {
			case errors.Is(err, scenarios.ErrNoConduct) && t.Way() != "nothing":
				t.Inapplicable("with this way of logging in no form of another login can be sent")
			case err != nil:
				t.Untested("the pages cannot be gone through: %v", err)
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
			l, known := t.denied(t.Asking())
			switch {
			case !known:
				t.Untested("the target file does not say how consent is refused (login.deny_steps)")
			case unasked(l):
				t.Untested("consent was not asked for, so it could not be refused (absent: [denial] says that this server never asks)")
			}
			t.Judge(l, check.WithError("access_denied"))
		}),
	}
}

// forgeries are what another site sends of a consent, by the ways of the catalogue.
var forgeries = map[string]scenarios.Conduct{
	"nothing": scenarios.Forges, "fields of another login": scenarios.Borrows, "form of another login": scenarios.Swaps,
}
