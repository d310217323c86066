package suites

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// clientAuthentication is the chapter of client authentication at the token endpoint.
// RFC 6749 §2.3 and §3.2.1.
func clientAuthentication() []check.Check {
	return slices.Concat(
		clientAuthenticationSecrets(),
		clientAuthenticationNone(),
		clientAuthenticationHeader(),
		clientAuthenticationWays(),
		clientAuthenticationGuessing(),
		[]check.Check{
			on("IDN-02", "name a client that does not exist", func(t *T) {
				t.refusesClient(func(c *scenarios.Registration) { c.ID = t.Nonce() }, "invalid_client")
			}),
			on("IDN-04", "leave out client_id", func(t *T) {
				t.refusesClient(func(c *scenarios.Registration) { c.ID = "" }, "invalid_client", "invalid_request")
			}),
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

// clientAuthenticationGuessing looks at what guessing at clients and secrets
// brings.
func clientAuthenticationGuessing() []check.Check {
	return []check.Check{
		on("IDN-05", "compare the answers to an unknown client and to a wrong secret", func(t *T) {
			t.confidential()
			t.Control(t.Exchange(t.Code()), check.Granted())
			unknown, wrong := t.Kit.Client, t.Kit.Client
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
			guesser := t.Kit.Client
			for range 10 {
				guesser.Secret = t.Nonce()
				if r := t.exchangeAs(guesser, t.Nonce()); r.Status == http.StatusTooManyRequests {
					t.Judge(r, check.RefusedWith(http.StatusTooManyRequests))
					return
				}
			}
			r := t.Exchange(t.Code())
			t.Sound(r)
			t.Measure("the right client secret after ten wrong ones", "%s", check.Describe(r))
			t.Judge(r, check.Turned())
		}, check.Destructive),
	}
}

// clientAuthenticationSecrets bends the secret.
func clientAuthenticationSecrets() []check.Check {
	return []check.Check{
		on("IDN-01", "authenticate with a wrong secret", func(t *T) {
			t.confidential()
			t.refusesClient(func(c *scenarios.Registration) { c.Secret = t.Nonce() }, "invalid_client")
		}, check.Attacks),
		on("IDN-06", "authenticate with what only resembles the secret", func(t *T) {
			p := t.proves()
			check.SweepWith(t.T, filled(t.spellings(nearmiss.ClientSecret, p.client.Secret)), check.Lent[string]{
				Obtain: p.obtain, Good: p.good,
				Send: func(about string, m nearmiss.Miss) any {
					client := p.client
					client.Secret = m.Value
					return p.send(client, about)
				},
				Use: func(about string) any { return p.send(p.client, about) },
			}, check.Refused("invalid_client", "invalid_request"))
		}, check.Attacks),
		on("IDN-07", "authenticate with the secret in another case", func(t *T) {
			t.confidential()
			swapped := check.SwapCase(t.Kit.Client.Secret)
			if swapped == t.Kit.Client.Secret {
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
	client := t.Kit.Client
	spoil(&client)
	t.Judge(t.exchangeAs(client, t.Code()), check.Refused(codes...))
}

// clientAuthenticationHeader holds the token endpoint to HTTP Basic. RFC 6749 §2.3.1.
func clientAuthenticationHeader() []check.Check {
	return []check.Check{
		on("IDN-10", "authenticate in the header", func(t *T) {
			t.Judge(t.exchangeAs(t.inHeader(), t.Code()), check.Granted())
		}, check.Looks),
		on("IDN-11", "authenticate in the header with characters that form encoding escapes", func(t *T) {
			t.confidential()
			client := t.awkward()
			client.Authentication = "basic"
			t.Judge(t.exchangeAs(client, t.codeFor(client)), check.Granted())
		}, check.Looks),
		on("IDN-12", "authenticate in the header with a wrong secret and look for the challenge", func(t *T) {
			t.Judge(t.wrongInHeader(), check.RefusedWith(http.StatusUnauthorized).That("has a Basic challenge",
				func(r *scenarios.Reply) bool {
					for _, c := range scenarios.Challenges(r.Header) {
						if c.Is(scenarios.SchemeBasic) {
							return true
						}
					}
					return false
				}))
		}, check.Attacks),
		on("IDN-13", "authenticate in the header with a wrong secret", func(t *T) {
			t.Judge(t.wrongInHeader(), check.Refused("invalid_client"))
		}, check.Attacks),
		on("IDN-17", "write the scheme in small letters and in capitals", func(t *T) {
			client := t.inHeader()
			t.Control(t.exchangeAs(client, t.Code()), check.Granted())
			credentials := check.Encoded(scenarios.Credentials{User: url.QueryEscape(client.ID), Secret: url.QueryEscape(client.Secret)})
			for _, scheme := range []string{"basic ", "BASIC "} {
				t.Judge(t.exchangeAs(client, t.Code(), scenarios.Authorized(scheme+credentials)), check.Granted())
			}
		}, check.Looks),
	}
}

// inHeader is the tester's client, authenticating by HTTP Basic.
func (t *T) inHeader() scenarios.Registration {
	t.confidential()
	client := t.Kit.Client
	client.Authentication = "basic"
	return client
}

// wrongInHeader redeems a good code with a wrong secret in the header.
func (t *T) wrongInHeader() *scenarios.Reply {
	client := t.inHeader()
	t.Control(t.exchangeAs(client, t.Code()), check.Granted())
	client.Secret = t.Nonce()
	return t.exchangeAs(client, t.Code())
}

// awkward is given: a client whose id or secret needs form encoding.
func (t *T) awkward() scenarios.Registration {
	clients := []scenarios.Registration{t.Kit.Client}
	if t.Kit.OtherClient != nil {
		clients = append(clients, *t.Kit.OtherClient)
	}
	for _, c := range clients {
		if c.Secret != "" && (url.QueryEscape(c.ID) != c.ID || url.QueryEscape(c.Secret) != c.Secret) {
			return c
		}
	}
	t.Inapplicable("no id or secret of the target file holds a character that form encoding escapes")
	return scenarios.Registration{}
}

// codeFor is given: a code for another client.
func (t *T) codeFor(client scenarios.Registration) string {
	step := t.Asking()
	step.Client, step.Scope = client, client.Scope
	return t.CodeOf(step)
}

// clientAuthenticationWays mixes the ways of authenticating, and leaves them all.
func clientAuthenticationWays() []check.Check {
	return []check.Check{
		on("IDN-14", "authenticate in the header and in the body", func(t *T) {
			client := t.inHeader()
			t.Control(t.exchangeAs(client, t.Code()), check.Granted())
			r := t.exchangeAs(client, t.Code(), scenarios.With("client_id", client.ID), scenarios.With("client_secret", client.Secret))
			t.Judge(r, check.Refused("invalid_request", "invalid_client"))
		}),
		on("IDN-15", "send the secret in the URI", func(t *T) {
			t.confidential()
			t.Control(t.Exchange(t.Code()), check.Granted())
			client := t.Kit.Client
			client.Secret = ""
			client.Authentication = "post"
			if r := t.exchangeAs(client, t.Code()); r.Grant.AccessToken != "" {
				t.Inapplicable("no secret is asked for, wherever it stands, which is for IDN-03 to say: %s", check.Describe(r))
			}
			r := t.exchangeAs(client, t.Code(), scenarios.WithQuery("client_secret", t.Kit.Client.Secret))
			t.Judge(r, check.Turned())
		}),
		on("IDN-16", "send HTTP Basic that cannot be read", func(t *T) {
			client := t.inHeader()
			t.Control(t.exchangeAs(client, t.Code()), check.Granted())
			for _, value := range []string{"Basic", "Basic ", "Basic !!!", "Basic Og==", "Basic " + strings.Repeat("QUFB", 1<<10), "Basic YWJj"} {
				t.Judge(t.exchangeAs(client, t.Nonce(), scenarios.Authorized(value)), check.RefusedUnbroken())
			}
		}, check.Attacks),
		on("IDN-18", "name one client in the header and another in the body", func(t *T) {
			client := t.inHeader()
			t.Control(t.exchangeAs(client, t.Code()), check.Granted())
			r := t.exchangeAs(client, t.Code(), scenarios.With("client_id", t.OtherClient().ID))
			t.Sound(r)
			t.Measure("another client_id in the body than in the header", "%s", check.Describe(r))
			t.Judge(r, check.Reply("a refusal without tokens", check.IsRefused))
		}),
		on("IDN-19", "ask for a token for the client itself", func(t *T) {
			t.Control(t.Exchange(t.Code()), check.Granted())
			r := t.Do(scenarios.Step{Verb: scenarios.ClientCredentials, Client: t.Kit.Client})
			t.Judge(r, check.Refused("unsupported_grant_type", "unauthorized_client", "invalid_client", "invalid_grant", "invalid_scope"))
		}),
	}
}

// public says whether the tester's client is a public one, which has no secret
// and proves itself to no endpoint. RFC 6749 §2.1.
func (t *T) public() bool {
	return t.Kit.Client.Authentication == "none" || t.Kit.Client.Secret == ""
}

// confidential is given: a client with a secret.
func (t *T) confidential() {
	if t.public() {
		t.Inapplicable("the client of the target file is a public one, which has no secret")
	}
}

// clientAuthenticationNone tries to get in without the secret. Some servers take the
// proof of a challenge, RFC 7636, for the client's authentication, so each is
// tried with it and without it, whatever the target file says of proof keys.
func clientAuthenticationNone() []check.Check {
	return []check.Check{
		on("IDN-03", "leave out client_secret", func(t *T) {
			t.confidential()
			t.secretless()
		}),
		on("IDN-08", "authenticate with an empty secret", func(t *T) {
			t.confidential()
			if t.Kit.Client.AuthenticationTo("token") == "basic" {
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
	client := t.Kit.Client
	client.Secret = ""
	refusal := check.Refused("invalid_client", "invalid_request")
	if t.Kit.Client.PKCE == "" {
		t.Judge(t.exchangeAs(client, t.Code(), bends...), refusal)
	}
	verifier := t.Verifier()
	l := t.Visit(t.challenging(check.S256(verifier), "S256"), scenarios.Consents)
	if l.Code() == "" && t.Kit.Client.PKCE == "" {
		return // a challenge gets no code here
	}
	step := t.Redeeming(l.Code())
	step.Client, step.Verifier = client, verifier
	t.Judge(t.Do(step, bends...), refusal)
}
