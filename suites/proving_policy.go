package suites

import (
	"github.com/authassay/authassay/scenarios"
)

// provingPolicy holds the server to what it declares about proof keys: RFC 7636
// §4.4.1 leaves to it whether it insists on one, and with which challenges.
func provingPolicy(w World) {
	w.Check("PKC-10", "ask without a challenge", func(t *Trial) {
		declared := t.Policy.PKCE
		if t.Kit.Client.PKCE == "" && declared != "optional" && declared != "required" {
			t.Inapplicable("the target file says nothing of a challenge that the server insists on")
		}
		t.controlProof()
		l := t.Authorize(scenarios.Consents, scenarios.Without("code_challenge"), scenarios.Without("code_challenge_method"))
		t.sound(l)
		t.Measure("a request without a challenge gets a code", "%v", l.Code() != "")
		switch declared {
		case "optional":
			t.declaredBy(l, l.Code() != "", "a request without a challenge gets a code")
		case "required":
			t.declaredBy(l, l.Code() == "", "a request without a challenge gets no code")
		default:
			t.Judge(l, NoCode("invalid_request"))
		}
	})
	w.Check("PKC-12", "send a challenge, then another verifier, where neither counts", func(t *Trial) {
		if t.Policy.PKCE != "off" {
			t.Inapplicable("the target does not declare that it ignores proof keys")
		}
		t.Control(t.Exchange(t.Code()), Granted())
		l := t.visit(t.challenging(s256(t.verifier()), "S256"), scenarios.Consents)
		t.declaredBy(l, l.Code() != "", "a challenge is ignored")
		r := t.Exchange(l.Code(), scenarios.With("code_verifier", t.verifier()))
		t.declaredBy(r, r.Class == scenarios.Alive, "a verifier is ignored")
	})
	w.Check("PKC-13", "ask with a plain challenge where S256 alone is taken", func(t *Trial) {
		if t.Policy.PKCE != "S256" {
			t.Inapplicable("the target does not declare that it takes S256 alone")
		}
		t.controlProof()
		verifier := t.verifier()
		l := t.visit(t.challenging(verifier, "plain"), scenarios.Consents)
		if l.Code() == "" {
			t.declaredBy(l, true, "a plain challenge gets no tokens")
			return
		}
		r := t.Exchange(l.Code(), scenarios.With("code_verifier", verifier))
		t.declaredBy(r, r.Class != scenarios.Alive, "a plain challenge gets no tokens")
	})
}

// challenging is an authorization request with a challenge.
func (t *Trial) challenging(challenge, method string) scenarios.Step {
	step := t.asking()
	step.Challenge, step.ChallengeMethod = challenge, method
	return step
}
