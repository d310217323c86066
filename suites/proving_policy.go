package suites

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// provingPolicy holds the server to what it declares about proof keys: RFC 7636
// §4.4.1 leaves to it whether it insists on one, and with which challenges.
func provingPolicy() []check.Check {
	return []check.Check{
		on("PKC-10", "ask without a challenge", func(t *T) {
			declared := t.Policy.PKCE
			if t.Held.Client.PKCE == "" && declared != "optional" && declared != "required" {
				t.Inapplicable("the target file says nothing of a challenge that the server insists on")
			}
			t.controlProof()
			l := t.Authorize(scenarios.Consents, scenarios.Without("code_challenge"), scenarios.Without("code_challenge_method"))
			t.Sound(l)
			t.Measure("a request without a challenge gets a code", "%v", l.Code() != "")
			switch declared {
			case "optional":
				t.DeclaredBy(l, l.Code() != "", "a request without a challenge gets a code")
			case "required":
				t.DeclaredBy(l, l.Code() == "", "a request without a challenge gets no code")
			default:
				t.Judge(l, check.NoCode("invalid_request"))
			}
		}),
		on("PKC-12", "send a challenge, then another verifier, where neither counts", func(t *T) {
			if t.Policy.PKCE != "off" {
				t.Inapplicable("the target does not declare that it ignores proof keys")
			}
			t.Control(t.Exchange(t.Code()), check.Granted())
			l := t.Visit(t.challenging(check.S256(t.Verifier()), "S256"), scenarios.Consents)
			t.DeclaredBy(l, l.Code() != "", "a challenge is ignored")
			r := t.Exchange(l.Code(), scenarios.With("code_verifier", t.Verifier()))
			t.DeclaredBy(r, r.Class == scenarios.Alive, "a verifier is ignored")
		}),
		on("PKC-13", "ask with a plain challenge where S256 alone is taken", func(t *T) {
			if t.Policy.PKCE != "S256" {
				t.Inapplicable("the target does not declare that it takes S256 alone")
			}
			t.controlProof()
			verifier := t.Verifier()
			l := t.Visit(t.challenging(verifier, "plain"), scenarios.Consents)
			if l.Code() == "" {
				t.DeclaredBy(l, true, "a plain challenge gets no tokens")
				return
			}
			r := t.Exchange(l.Code(), scenarios.With("code_verifier", verifier))
			t.DeclaredBy(r, r.Class != scenarios.Alive, "a plain challenge gets no tokens")
		}),
	}
}

// challenging is an authorization request with a challenge.
func (t *T) challenging(challenge, method string) scenarios.Step {
	step := t.Asking()
	step.Challenge, step.ChallengeMethod = challenge, method
	return step
}
