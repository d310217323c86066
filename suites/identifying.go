package suites

import (
	"net/http"
	"slices"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// identifying is the chapter of client authentication at the token endpoint.
// RFC 6749 §2.3 and §3.2.1.
func identifying() []check.Check {
	return slices.Concat(
		identifyingSecrets(),
		identifyingNone(),
		identifyingHeader(),
		identifyingWays(),
		[]check.Check{
			on("IDN-02", "name a client that does not exist", func(t *T) {
				t.refusesClient(func(c *scenarios.Registration) { c.ID = t.Nonce() }, "invalid_client")
			}),
			on("IDN-04", "leave out client_id", func(t *T) {
				t.refusesClient(func(c *scenarios.Registration) { c.ID = "" }, "invalid_client", "invalid_request")
			}),
			on("IDN-05", "compare the answers to an unknown client and to a wrong secret", func(t *T) {
				t.confidential()
				t.Control(t.Exchange(t.Code()), check.Granted())
				unknown, wrong := t.Held.Client, t.Held.Client
				wrong.Secret = t.Nonce()
				unknown.ID, unknown.Secret = t.Nonce(), wrong.Secret
				one, other := t.exchangeAs(wrong, t.Nonce()), t.exchangeAs(unknown, t.Nonce())
				if check.IsBroken(other) {
					t.Inapplicable("an unknown client is not refused at all, which is for IDN-02 to say: %s", check.Describe(other))
				}
				t.Alike(one, other)
			}, check.Attacks),
			on("IDN-21", "try ten wrong secrets, then the right one", func(t *T) {
				t.confidential()
				t.Control(t.Exchange(t.Code()), check.Granted())
				guesser := t.Held.Client
				for range 10 {
					guesser.Secret = t.Nonce()
					if r := t.exchangeAs(guesser, t.Nonce()); r.Status == http.StatusTooManyRequests {
						t.Judge(r, check.Barred(http.StatusTooManyRequests))
						return
					}
				}
				r := t.Exchange(t.Code())
				t.Sound(r)
				t.Measure("the right client secret after ten wrong ones", "%s", check.Describe(r))
				t.Judge(r, check.Turned())
			}, check.Destructive),
			on("IDN-09", "authenticate with the secret of another client", func(t *T) {
				t.confidential()
				other := t.OtherClient()
				if other.Secret == "" {
					t.Untested("the other client of the target file has no secret")
				}
				t.refusesClient(func(c *scenarios.Registration) { c.Secret = other.Secret }, "invalid_client")
			}, check.Attacks),
		},
	)
}

// identifyingSecrets bends the secret.
func identifyingSecrets() []check.Check {
	return []check.Check{
		on("IDN-01", "authenticate with a wrong secret", func(t *T) {
			t.confidential()
			t.refusesClient(func(c *scenarios.Registration) { c.Secret = t.Nonce() }, "invalid_client")
		}, check.Attacks),
		on("IDN-06", "authenticate with the secret less its last character, and with one more", func(t *T) {
			t.confidential()
			secret := t.Held.Client.Secret
			for _, near := range []string{secret[:max(0, len(secret)-1)], secret + "A"} {
				t.refusesClient(func(c *scenarios.Registration) { c.Secret = near }, "invalid_client")
			}
		}, check.Attacks),
		on("IDN-07", "authenticate with the secret in another case", func(t *T) {
			t.confidential()
			swapped := check.SwapCase(t.Held.Client.Secret)
			if swapped == t.Held.Client.Secret {
				t.Inapplicable("the client secret holds no letter")
			}
			t.refusesClient(func(c *scenarios.Registration) { c.Secret = swapped }, "invalid_client")
		}, check.Attacks),
	}
}

// refusesClient redeems a good code with a spoiled registration and expects
// the client to be refused.
func (t *T) refusesClient(spoil func(*scenarios.Registration), codes ...string) {
	t.Control(t.Exchange(t.Code()), check.Granted())
	client := t.Held.Client
	spoil(&client)
	t.Judge(t.exchangeAs(client, t.Code()), check.Refused(codes...))
}
