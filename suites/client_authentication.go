package suites

import (
	"net/http"
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
		clientAuthenticationTwice(),
		clientAuthenticationPackaging(),
		clientAuthenticationWays(),
		clientAuthenticationGuessing(),
		[]check.Check{
			on("IDN-02", "name a client that does not exist", func(t *T) {
				t.spoils(t.names(), []spoilt{posing("an unknown client", func(c *scenarios.Registration) { c.ID = t.Nonce() })},
					check.Refused("invalid_client"))
			}),
			on("IDN-04", "leave out client_id", func(t *T) {
				t.spoils(t.names(), []spoilt{posing("no client_id", func(c *scenarios.Registration) { c.ID = "" })},
					check.Refused("invalid_client", "invalid_request"))
			}),
			on("IDN-22", "name what only resembles the client", func(t *T) {
				p := t.names()
				t.spells(p, filled(t.spellings(nearmiss.Name, p.client.ID)), func(c *scenarios.Registration, value string) { c.ID = value },
					check.Refused("invalid_client", "invalid_request"))
			}, check.Attacks),
			on("IDN-09", "authenticate with the secret of another client, and as another client with one's own", func(t *T) {
				p := t.proves()
				other := t.OtherClient()
				if other.Secret == "" {
					t.Untested("the other client of the target file has no secret")
				}
				crossed := func(secret string) []spoilt {
					return []spoilt{posing("the secret of another client", func(c *scenarios.Registration) { c.Secret = secret })}
				}
				t.spoils(p, crossed(other.Secret), check.Refused("invalid_client"))
				t.spoils(t.provesAs(other), crossed(t.Kit.Client.Secret), check.Refused("invalid_client"))
			}, check.Attacks),
		},
	)
}

// clientAuthenticationGuessing looks at what guessing at clients and secrets
// brings.
func clientAuthenticationGuessing() []check.Check {
	return []check.Check{
		on("IDN-05", "compare the answers to an unknown client and to a wrong secret", func(t *T) {
			p := t.proves()
			t.Control(p.send(p.client, p.obtain()), p.good)
			unknown, wrong := p.client, p.client
			wrong.Secret = t.Nonce()
			unknown.ID, unknown.Secret = t.Nonce(), wrong.Secret
			one, other := p.send(wrong, t.Nonce()), p.send(unknown, t.Nonce())
			for id, r := range map[string]*scenarios.Reply{"IDN-01": one, "IDN-02": other} {
				if t.Sound(r); !check.IsRefused(r) {
					t.Inapplicable("the one or the other is not refused at all, which is for %s to say: %s", id, check.Describe(r))
				}
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
			t.spoils(t.proves(), []spoilt{posing("a wrong secret", func(c *scenarios.Registration) { c.Secret = t.Nonce() })},
				check.Refused("invalid_client"))
		}, check.Attacks),
		on("IDN-06", "authenticate with what only resembles the secret", func(t *T) {
			p := t.proves()
			t.spells(p, filled(t.spellings(nearmiss.ClientSecret, p.client.Secret, nearmiss.Crossed("the client's id", p.client.ID))), func(c *scenarios.Registration, value string) { c.Secret = value },
				check.Refused("invalid_client", "invalid_request"))
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

// clientAuthenticationWays leaves the ways of authenticating.
func clientAuthenticationWays() []check.Check {
	return []check.Check{
		on("IDN-15", "send the secret in the URI", func(t *T) {
			t.confidential()
			p := t.request()
			post := func(c *scenarios.Registration) {
				c.Secret, c.Authentication, c.AuthenticationAt = "", "post", nil
			}
			secret := scenarios.WithQuery("client_secret", p.client.Secret)
			r := posing("no secret", post).send(p, p.obtain())
			if t.Sound(r); !check.IsRefused(r) {
				t.Inapplicable("no secret is asked for, wherever it stands, which is for others to say: %s", check.Describe(r))
			}
			t.spoils(p, []spoilt{
				posing("client_id in the body", post, secret),
				posing("both in the URI", post, scenarios.Without("client_id"), scenarios.WithQuery("client_id", p.client.ID), secret),
			}, check.Turned())
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
func (t *T) public() bool { return t.Kit.Client.Public() }

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
		on("IDN-26", "authenticate with something else instead of the secret", func(t *T) {
			t.confidential()
			p := t.proves()
			none := func(c *scenarios.Registration) { c.Secret, c.Authentication, c.AuthenticationAt = "", "post", nil }
			r := posing("no secret", none, scenarios.Without("client_secret")).send(p, p.obtain())
			if t.Sound(r); !check.IsRefused(r) {
				t.Inapplicable("no secret is asked for, which is for others to say: %s", check.Describe(r))
			}
			t.spoils(p, t.insteadOfSecret(p), check.Turned())
		}, check.Attacks),
		on("IDN-08", "authenticate with an empty secret", func(t *T) {
			p := t.proves()
			empty := func(c *scenarios.Registration) { c.Secret = "" } // which the header has then
			all := []spoilt{posing("an empty secret", empty)}
			if p.place == "body" {
				all = []spoilt{posing("an empty secret", empty, scenarios.With("client_secret", ""))}
			}
			t.spoils(p, all, check.Refused("invalid_client", "invalid_request"))
			if request, _, _ := strings.Cut(t.Way(), " "); request == "exchange" {
				t.unproven(p, all[0])
			}
		}),
	}
}

// secretless redeems good codes without the client's secret.
func (t *T) secretless() {
	t.Control(t.Exchange(t.Code()), check.Granted())
	none := posing("no secret", func(c *scenarios.Registration) { c.Secret = "" })
	p := t.requests("exchange", t.Kit.Client)
	if t.Kit.Client.PKCE == "" {
		t.Judge(none.send(p, t.Code()), check.Refused("invalid_client", "invalid_request"))
	}
	t.unproven(p, none)
}

// unproven redeems a code in a request that is spoilt, with the proof of a challenge.
func (t *T) unproven(p proving, s spoilt) {
	verifier := t.Verifier()
	l := t.Visit(t.challenging(check.S256(verifier), "S256"), scenarios.Consents)
	if l.Code() == "" && t.Kit.Client.PKCE == "" {
		return // a challenge gets no code here
	}
	send := p.send
	p.send = func(c scenarios.Registration, code string, bends ...scenarios.Bend) *scenarios.Reply {
		return send(c, code, append(bends, scenarios.With("code_verifier", verifier))...)
	}
	t.Judge(s.send(p, l.Code()), check.Refused("invalid_client", "invalid_request"))
}

// insteadOfSecret are requests without the secret that hold something that a careless
// server takes for it: an assertion that nobody verifies, RFC 7521 §4.2, a token, or
// what a proxy should have said of a certificate, RFC 8705 §2.
func (t *T) insteadOfSecret(p proving) []spoilt {
	none := func(c *scenarios.Registration) { c.Secret, c.Authentication, c.AuthenticationAt = "", "post", nil }
	id := p.client.ID
	const kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	asserting := func(as, value string) spoilt {
		return posing(as, none, scenarios.Without("client_secret"), scenarios.With("client_assertion_type", kind), scenarios.With("client_assertion", value))
	}
	out := []spoilt{asserting("a text for an assertion", "assay")}
	for _, m := range nearmiss.Made(id, id, t.Kit.Issuer, t.Clock.Now().Unix()) {
		if strings.Count(m.Value, ".") == 2 {
			out = append(out, asserting("for an assertion, "+m.As, m.Value))
		}
	}
	for _, f := range []nearmiss.Field{
		{Name: "X-Client-Id", Value: id}, {Name: "X-Ssl-Client-Verify", Value: "SUCCESS"}, {Name: "X-Client-Cert", Value: "assay"}, {Name: "Ssl-Client-Verify", Value: "SUCCESS"},
		{Name: "X-Forwarded-For", Value: "127.0.0.1"}, {Name: "X-Internal-Request", Value: "true"}, {Name: "X-Forwarded-Client-Cert", Value: "Subject=\"CN=" + legibleID(id) + "\""},
	} {
		out = append(out, posing("the field "+f.Name, none, scenarios.Without("client_secret"), scenarios.WithHeader(f.Name, legibleID(f.Value))))
	}
	return append(out, posing("a bearer token that was never issued", none, scenarios.Without("client_secret"), scenarios.Authorized("Bearer "+t.Nonce())))
}

// legibleID is a value as it can stand in a header field.
func legibleID(value string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '_'
		}
		return r
	}, value)
}
