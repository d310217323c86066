package suites

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// pkce is the chapter of proof key for code exchange: whoever redeems a
// code proves to be the one who asked for it. RFC 7636.
func pkce() []check.Check {
	return slices.Concat(
		pkcePlain(),
		pkcePolicy(),
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
				if l.Code() == "" && (t.Kit.Client.PKCE != "" || t.Policy.PKCE == "required") {
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

// pkcePlain goes on with RFC 7636.
func pkcePlain() []check.Check {
	return []check.Check{
		on("PKC-07", "use verifiers of 42 and of 129 characters", func(t *T) {
			t.controlProof()
			for _, length := range []int{42, 129} {
				verifier := strings.Repeat(t.Verifier(), 4)[:length]
				step := t.Asking()
				step.Challenge, step.ChallengeMethod = check.S256(verifier), "S256"
				r := t.Exchange(t.CodeOf(step), scenarios.With("code_verifier", verifier))
				t.Judge(r, check.Refused("invalid_grant", "invalid_request"))
			}
		}),
		on("PKC-08", "redeem a code of a plain challenge", func(t *T) {
			verifier := t.Verifier()
			l := t.Visit(t.challenging(verifier, "plain"), scenarios.Consents)
			if t.Policy.PKCE == "plain" {
				t.DeclaredBy(l, l.Code() != "", "plain challenges are taken")
			}
			if l.Code() == "" {
				t.Lacking("an authorization code", l)
			}
			r := t.Exchange(l.Code(), scenarios.With("code_verifier", verifier))
			if t.Policy.PKCE == "plain" {
				t.DeclaredBy(r, r.Class == scenarios.Alive, "plain challenges are taken")
			}
			t.Judge(r, check.Granted())
		}, check.Looks),
		on("PKC-09", "redeem a code of a plain challenge with another verifier", func(t *T) {
			verifier := t.Verifier()
			t.Control(t.Exchange(t.challenged(verifier, "plain"), scenarios.With("code_verifier", verifier)), check.Granted())
			r := t.Exchange(t.challenged(t.Verifier(), "plain"), scenarios.With("code_verifier", t.Verifier()))
			t.Judge(r, check.Refused("invalid_grant"))
		}),
		on("PKC-11", "redeem the code of one request with the verifier of another", func(t *T) {
			t.controlProof()
			first, second := t.Verifier(), t.Verifier()
			code := t.challenged(check.S256(first), "S256")
			other := t.challenged(check.S256(second), "S256")
			t.Judge(t.Exchange(code, scenarios.With("code_verifier", second)), check.Refused("invalid_grant"))
			t.Judge(t.Exchange(other, scenarios.With("code_verifier", first)), check.Refused("invalid_grant"))
		}),
	}
}

// pkcePolicy holds the server to what it declares about proof keys: RFC 7636
// §4.4.1 leaves to it whether it insists on one, and with which challenges.
func pkcePolicy() []check.Check {
	return []check.Check{
		on("PKC-10", "ask without a challenge", func(t *T) {
			declared := t.Policy.PKCE
			if t.Kit.Client.PKCE == "" && declared != "optional" && declared != "required" {
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
