package suites

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
)

// identifyingHeader holds the token endpoint to HTTP Basic. RFC 6749 §2.3.1.
func identifyingHeader() []check.Check {
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
			t.Judge(t.wrongInHeader(), check.Barred(http.StatusUnauthorized).That("has a Basic challenge",
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
			_, credentials, _ := strings.Cut(scenarios.ClientBasic(client.ID, client.Secret), " ")
			for _, scheme := range []string{"basic ", "BASIC "} {
				t.Judge(t.exchangeAs(client, t.Code(), scenarios.Authorized(scheme+credentials)), check.Granted())
			}
		}, check.Looks),
	}
}

// inHeader is the tester's client, authenticating by HTTP Basic.
func (t *T) inHeader() scenarios.Registration {
	t.confidential()
	client := t.Held.Client
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
	clients := []scenarios.Registration{t.Held.Client}
	if t.Held.OtherClient != nil {
		clients = append(clients, *t.Held.OtherClient)
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
	return t.codeOf(step)
}

// identifyingWays mixes the ways of authenticating, and leaves them all.
func identifyingWays() []check.Check {
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
			client := t.Held.Client
			client.Secret = ""
			client.Authentication = "post"
			r := t.exchangeAs(client, t.Code(), scenarios.WithQuery("client_secret", t.Held.Client.Secret))
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
			r := t.Do(scenarios.Step{Verb: scenarios.Credit, Client: t.Held.Client})
			t.Judge(r, check.Refused("unsupported_grant_type", "unauthorized_client", "invalid_client", "invalid_grant", "invalid_scope"))
		}),
	}
}
