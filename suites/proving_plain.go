package suites

import (
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// provingPlain goes on with RFC 7636.
func provingPlain(w World) {
	w.Check("PKC-07", "use verifiers of 42 and of 129 characters", func(t *Trial) {
		t.controlProof()
		for _, length := range []int{42, 129} {
			verifier := strings.Repeat(t.verifier(), 4)[:length]
			step := t.asking()
			step.Challenge, step.ChallengeMethod = s256(verifier), "S256"
			r := t.Exchange(t.codeOf(step), scenarios.With("code_verifier", verifier))
			t.Judge(r, Refused("invalid_grant", "invalid_request"))
		}
	})
	w.Check("PKC-08", "redeem a code of a plain challenge", func(t *Trial) {
		verifier := t.verifier()
		l := t.visit(t.challenging(verifier, "plain"), scenarios.Consents)
		if t.Policy.PKCE == "plain" {
			t.declaredBy(l, l.Code() != "", "plain challenges are taken")
		}
		if l.Code() == "" {
			t.Lacking("an authorization code", l)
		}
		r := t.Exchange(l.Code(), scenarios.With("code_verifier", verifier))
		if t.Policy.PKCE == "plain" {
			t.declaredBy(r, r.Class == scenarios.Alive, "plain challenges are taken")
		}
		t.Judge(r, Granted())
	}, Looks)
	w.Check("PKC-09", "redeem a code of a plain challenge with another verifier", func(t *Trial) {
		verifier := t.verifier()
		t.Control(t.Exchange(t.challenged(verifier, "plain"), scenarios.With("code_verifier", verifier)), Granted())
		r := t.Exchange(t.challenged(t.verifier(), "plain"), scenarios.With("code_verifier", t.verifier()))
		t.Judge(r, Refused("invalid_grant"))
	})
	w.Check("PKC-11", "redeem the code of one request with the verifier of another", func(t *Trial) {
		t.controlProof()
		first, second := t.verifier(), t.verifier()
		code := t.challenged(s256(first), "S256")
		other := t.challenged(s256(second), "S256")
		t.Judge(t.Exchange(code, scenarios.With("code_verifier", second)), Refused("invalid_grant"))
		t.Judge(t.Exchange(other, scenarios.With("code_verifier", first)), Refused("invalid_grant"))
	})
}
