package suites

import (
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// provingPlain goes on with RFC 7636.
func provingPlain() []check.Check {
	return []check.Check{
		on("PKC-07", "use verifiers of 42 and of 129 characters", func(t *T) {
			t.controlProof()
			for _, length := range []int{42, 129} {
				verifier := strings.Repeat(t.Verifier(), 4)[:length]
				step := t.Asking()
				step.Challenge, step.ChallengeMethod = check.S256(verifier), "S256"
				r := t.Exchange(t.codeOf(step), scenarios.With("code_verifier", verifier))
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
