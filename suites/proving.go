package suites

import (
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// proving is the chapter of proof key for code exchange: whoever redeems a
// code proves to be the one who asked for it. RFC 7636.
func proving() []check.Check {
	return slices.Concat(
		provingPlain(),
		provingPolicy(),
		[]check.Check{
			on("PKC-01", "redeem the code with its verifier", func(t *T) {
				t.Control(t.Exchange(t.Code()), check.Granted())
				verifier := t.Verifier()
				code := t.challenged(check.S256(verifier), "S256")
				t.Judge(t.Exchange(code, scenarios.With("code_verifier", verifier)), check.Granted())
			}, check.Looks),
			on("PKC-02", "redeem the code with another verifier", func(t *T) {
				t.controlProof()
				code := t.challenged(check.S256(t.Verifier()), "S256")
				t.Judge(t.Exchange(code, scenarios.With("code_verifier", t.Verifier())), check.Refused("invalid_grant"))
			}),
			on("PKC-03", "redeem the code without its verifier", func(t *T) {
				t.controlProof()
				code := t.challenged(check.S256(t.Verifier()), "S256")
				r := t.Exchange(code, scenarios.Without("code_verifier"))
				t.Judge(r, check.Refused("invalid_grant", "invalid_request"))
			}),
			on("PKC-04", "send a verifier for a code without a challenge", func(t *T) {
				t.controlProof()
				l := t.Authorize(scenarios.Consents, scenarios.Without("code_challenge"), scenarios.Without("code_challenge_method"))
				if l.Code() == "" && (t.Held.Client.PKCE != "" || t.Policy.PKCE == "required") {
					t.Inapplicable("a request without a challenge gets no code here: %s", check.Describe(l))
				}
				if l.Code() == "" {
					t.Lacking("an authorization code", l)
				}
				r := t.Exchange(l.Code(), scenarios.With("code_verifier", t.Verifier()))
				t.Judge(r, check.Refused("invalid_grant", "invalid_request"))
			}),
			on("PKC-05", "send the challenge itself as the verifier", func(t *T) {
				t.controlProof()
				challenge := check.S256(t.Verifier())
				code := t.challenged(challenge, "S256")
				t.Judge(t.Exchange(code, scenarios.With("code_verifier", challenge)), check.Refused("invalid_grant"))
			}),
			on("PKC-06", "ask with a challenge method that does not exist", func(t *T) {
				t.controlProof()
				step := t.Asking()
				step.Challenge, step.ChallengeMethod = check.S256(t.Verifier()), "S999"
				t.Judge(t.Visit(step, scenarios.Consents), check.NoCode("invalid_request"))
			}),
		},
	)
}

// challenged is given: a code that was asked for with a challenge.
func (t *T) challenged(challenge, method string) string {
	l := t.Visit(t.challenging(challenge, method), scenarios.Consents)
	if l.Code() == "" {
		t.Lacking("an authorization code", l)
	}
	return l.Code()
}

// controlProof is the positive control of the chapter: the right verifier is
// accepted.
func (t *T) controlProof() {
	verifier := t.Verifier()
	code := t.challenged(check.S256(verifier), "S256")
	t.Control(t.Exchange(code, scenarios.With("code_verifier", verifier)), check.Granted())
}
