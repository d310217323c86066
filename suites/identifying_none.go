package suites

import (
	"github.com/authassay/authassay/scenarios"
)

// public says whether the tester's client is a public one, which has no secret
// and proves itself to no endpoint. RFC 6749 §2.1.
func (t *Trial) public() bool {
	return t.Kit.Client.Authentication == "none" || t.Kit.Client.Secret == ""
}

// confidential is given: a client with a secret.
func (t *Trial) confidential() {
	if t.public() {
		t.Inapplicable("the client of the target file is a public one, which has no secret")
	}
}

// identifyingNone tries to get in without the secret. Some servers take the
// proof of a challenge, RFC 7636, for the client's authentication, so each is
// tried with it and without it, whatever the target file says of proof keys.
func identifyingNone(w World) {
	w.Check("IDN-03", "leave out client_secret", func(t *Trial) {
		t.confidential()
		t.secretless()
	})
	w.Check("IDN-08", "authenticate with an empty secret", func(t *Trial) {
		t.confidential()
		if t.Kit.Client.AuthenticationTo("token") == "basic" {
			t.secretless() // the header has the empty secret already
			return
		}
		t.secretless(scenarios.With("client_secret", ""))
	})
}

// secretless redeems good codes without the client's secret.
func (t *Trial) secretless(bends ...scenarios.Bend) {
	t.Control(t.Exchange(t.Code()), Granted())
	client := t.Kit.Client
	client.Secret = ""
	refusal := Refused("invalid_client", "invalid_request")
	if t.Kit.Client.PKCE == "" {
		t.Judge(t.exchangeAs(client, t.Code(), bends...), refusal)
	}
	verifier := t.verifier()
	l := t.visit(t.challenging(s256(verifier), "S256"), scenarios.Consents)
	if l.Code() == "" && t.Kit.Client.PKCE == "" {
		return // a challenge gets no code here
	}
	step := t.redeeming(l.Code())
	step.Client, step.Verifier = client, verifier
	t.Judge(t.Do(step, bends...), refusal)
}
