package suites

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// identifyingHeader holds the token endpoint to HTTP Basic. RFC 6749 §2.3.1.
func identifyingHeader(w World) {
	w.Check("IDN-10", "authenticate in the header", func(t *Trial) {
		t.Judge(t.exchangeAs(t.inHeader(), t.Code()), Granted())
	}, Looks)
	w.Check("IDN-11", "authenticate in the header with characters that form encoding escapes", func(t *Trial) {
		t.confidential()
		client := t.awkward()
		client.Authentication = "basic"
		t.Judge(t.exchangeAs(client, t.codeFor(client)), Granted())
	}, Looks)
	w.Check("IDN-12", "authenticate in the header with a wrong secret and look for the challenge", func(t *Trial) {
		t.Judge(t.wrongInHeader(), Barred(http.StatusUnauthorized).That("has a Basic challenge",
			func(r *scenarios.Reply) bool {
				for _, c := range scenarios.Challenges(r.Header) {
					if c.Is(scenarios.SchemeBasic) {
						return true
					}
				}
				return false
			}))
	}, Attacks)
	w.Check("IDN-13", "authenticate in the header with a wrong secret", func(t *Trial) {
		t.Judge(t.wrongInHeader(), Refused("invalid_client"))
	}, Attacks)
	w.Check("IDN-17", "write the scheme in small letters and in capitals", func(t *Trial) {
		client := t.inHeader()
		t.Control(t.exchangeAs(client, t.Code()), Granted())
		_, credentials, _ := strings.Cut(scenarios.ClientBasic(client.ID, client.Secret), " ")
		for _, scheme := range []string{"basic ", "BASIC "} {
			t.Judge(t.exchangeAs(client, t.Code(), scenarios.Authorized(scheme+credentials)), Granted())
		}
	}, Looks)
}

// inHeader is the tester's client, authenticating by HTTP Basic.
func (t *Trial) inHeader() scenarios.Registration {
	t.confidential()
	client := t.Kit.Client
	client.Authentication = "basic"
	return client
}

// wrongInHeader redeems a good code with a wrong secret in the header.
func (t *Trial) wrongInHeader() *scenarios.Reply {
	client := t.inHeader()
	t.Control(t.exchangeAs(client, t.Code()), Granted())
	client.Secret = t.Nonce()
	return t.exchangeAs(client, t.Code())
}

// awkward is given: a client whose id or secret needs form encoding.
func (t *Trial) awkward() scenarios.Registration {
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
func (t *Trial) codeFor(client scenarios.Registration) string {
	step := t.asking()
	step.Client, step.Scope = client, client.Scope
	return t.codeOf(step)
}

// identifyingWays mixes the ways of authenticating, and leaves them all.
func identifyingWays(w World) {
	w.Check("IDN-14", "authenticate in the header and in the body", func(t *Trial) {
		client := t.inHeader()
		t.Control(t.exchangeAs(client, t.Code()), Granted())
		r := t.exchangeAs(client, t.Code(), scenarios.With("client_id", client.ID), scenarios.With("client_secret", client.Secret))
		t.Judge(r, Refused("invalid_request", "invalid_client"))
	})
	w.Check("IDN-15", "send the secret in the URI", func(t *Trial) {
		t.confidential()
		t.Control(t.Exchange(t.Code()), Granted())
		client := t.Kit.Client
		client.Secret = ""
		client.Authentication = "post"
		r := t.exchangeAs(client, t.Code(), scenarios.WithQuery("client_secret", t.Kit.Client.Secret))
		t.Judge(r, Turned())
	})
	w.Check("IDN-16", "send HTTP Basic that cannot be read", func(t *Trial) {
		client := t.inHeader()
		t.Control(t.exchangeAs(client, t.Code()), Granted())
		for _, value := range []string{"Basic", "Basic ", "Basic !!!", "Basic Og==", "Basic " + strings.Repeat("QUFB", 1<<10), "Basic YWJj"} {
			t.Judge(t.exchangeAs(client, t.Nonce(), scenarios.Authorized(value)), refusedUnbroken())
		}
	}, Attacks)
	w.Check("IDN-18", "name one client in the header and another in the body", func(t *Trial) {
		client := t.inHeader()
		t.Control(t.exchangeAs(client, t.Code()), Granted())
		r := t.exchangeAs(client, t.Code(), scenarios.With("client_id", t.OtherClient().ID))
		t.sound(r)
		t.Measure("another client_id in the body than in the header", "%s", describe(r))
		t.Judge(r, reply("a refusal without tokens", refused))
	})
	w.Check("IDN-19", "ask for a token for the client itself", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		r := t.Do(scenarios.Step{Verb: scenarios.ClientCredentials, Client: t.Kit.Client})
		t.Judge(r, Refused("unsupported_grant_type", "unauthorized_client", "invalid_client", "invalid_grant", "invalid_scope"))
	})
}
