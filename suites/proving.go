package suites

import (
	"github.com/authassay/authassay/scenarios"
)

// proving is the chapter of proof key for code exchange: whoever redeems a
// code proves to be the one who asked for it. RFC 7636.
func proving(w World) {
	provingPlain(w)
	provingPolicy(w)
	w.Check("PKC-01", "redeem the code with its verifier", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		verifier := t.verifier()
		code := t.challenged(s256(verifier), "S256")
		t.Judge(t.Exchange(code, scenarios.With("code_verifier", verifier)), Granted())
	}, Looks)
	w.Check("PKC-02", "redeem the code with another verifier", func(t *Trial) {
		t.controlProof()
		code := t.challenged(s256(t.verifier()), "S256")
		t.Judge(t.Exchange(code, scenarios.With("code_verifier", t.verifier())), Refused("invalid_grant"))
	})
	w.Check("PKC-03", "redeem the code without its verifier", func(t *Trial) {
		t.controlProof()
		code := t.challenged(s256(t.verifier()), "S256")
		r := t.Exchange(code, scenarios.Without("code_verifier"))
		t.Judge(r, Refused("invalid_grant", "invalid_request"))
	})
	w.Check("PKC-04", "send a verifier for a code without a challenge", func(t *Trial) {
		t.controlProof()
		l := t.Authorize(scenarios.Consents, scenarios.Without("code_challenge"), scenarios.Without("code_challenge_method"))
		if l.Code() == "" && (t.Held.Client.PKCE != "" || t.Policy.PKCE == "required") {
			t.Inapplicable("a request without a challenge gets no code here: %s", describe(l))
		}
		if l.Code() == "" {
			t.Lacking("an authorization code", l)
		}
		r := t.Exchange(l.Code(), scenarios.With("code_verifier", t.verifier()))
		t.Judge(r, Refused("invalid_grant", "invalid_request"))
	})
	w.Check("PKC-05", "send the challenge itself as the verifier", func(t *Trial) {
		t.controlProof()
		challenge := s256(t.verifier())
		code := t.challenged(challenge, "S256")
		t.Judge(t.Exchange(code, scenarios.With("code_verifier", challenge)), Refused("invalid_grant"))
	})
	w.Check("PKC-06", "ask with a challenge method that does not exist", func(t *Trial) {
		t.controlProof()
		step := t.asking()
		step.Challenge, step.ChallengeMethod = s256(t.verifier()), "S999"
		t.Judge(t.visit(step, scenarios.Consents), NoCode("invalid_request"))
	})
}

// challenged is given: a code that was asked for with a challenge.
func (t *Trial) challenged(challenge, method string) string {
	l := t.visit(t.challenging(challenge, method), scenarios.Consents)
	if l.Code() == "" {
		t.Lacking("an authorization code", l)
	}
	return l.Code()
}

// controlProof is the positive control of the chapter: the right verifier is
// accepted.
func (t *Trial) controlProof() {
	verifier := t.verifier()
	code := t.challenged(s256(verifier), "S256")
	t.Control(t.Exchange(code, scenarios.With("code_verifier", verifier)), Granted())
}
