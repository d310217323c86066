package suites

import (
	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// public says whether the tester's client is a public one, which has no secret
// and proves itself to no endpoint. RFC 6749 §2.1.
func (t *T) public() bool {
	return t.Held.Client.Authentication == "none" || t.Held.Client.Secret == ""
}

// confidential is given: a client with a secret.
func (t *T) confidential() {
	if t.public() {
		t.Inapplicable("the client of the target file is a public one, which has no secret")
	}
}

// identifyingNone tries to get in without the secret. Some servers take the
// proof of a challenge, RFC 7636, for the client's authentication, so each is
// tried with it and without it, whatever the target file says of proof keys.
func identifyingNone() []check.Check {
	return []check.Check{
		on("IDN-03", "leave out client_secret", func(t *T) {
			t.confidential()
			t.secretless()
		}),
		on("IDN-08", "authenticate with an empty secret", func(t *T) {
			t.confidential()
			if t.Held.Client.AuthenticationTo("token") == "basic" {
				t.secretless() // the header has the empty secret already
				return
			}
			t.secretless(scenarios.With("client_secret", ""))
		}),
	}
}

// secretless redeems good codes without the client's secret.
func (t *T) secretless(bends ...scenarios.Bend) {
	t.Control(t.Exchange(t.Code()), check.Granted())
	client := t.Held.Client
	client.Secret = ""
	refusal := check.Refused("invalid_client", "invalid_request")
	if t.Held.Client.PKCE == "" {
		t.Judge(t.exchangeAs(client, t.Code(), bends...), refusal)
	}
	verifier := t.Verifier()
	l := t.Visit(t.challenging(check.S256(verifier), "S256"), scenarios.Consents)
	if l.Code() == "" && t.Held.Client.PKCE == "" {
		return // a challenge gets no code here
	}
	step := t.Redeeming(l.Code())
	step.Client, step.Verifier = client, verifier
	t.Judge(t.Do(step, bends...), refusal)
}
