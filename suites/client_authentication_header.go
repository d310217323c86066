package suites

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

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
			p := t.requests("exchange", client)
			t.Judge(p.send(client, p.obtain()), check.Granted())
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
			t.reads([]string{"basic ", "BASIC "})
		}, check.Looks),
		on("IDN-25", "write two blanks behind the scheme", func(t *T) {
			t.reads([]string{"Basic  "})
		}, check.Looks),
	}
}

// reads sends good credentials behind each of some spellings of the scheme.
func (t *T) reads(schemes []string) {
	p := t.proves()
	t.Control(p.send(p.client, p.obtain()), p.good)
	pair := strings.TrimPrefix(scenarios.ClientBasic(p.client.ID, p.client.Secret), "Basic ")
	for _, scheme := range schemes {
		t.Judge(p.send(p.client, p.obtain(), scenarios.Authorized(scheme+pair)), p.good)
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

// codeFor is given: a code for a client, which may be another one than the tester's.
func (t *T) codeFor(client scenarios.Registration) string {
	step := t.Asking()
	step.Client, step.Scope, step.RedirectURI = client, client.Scope, client.RedirectURI
	return t.CodeOf(step)
}

// clientAuthenticationTwice names clients in two places.
func clientAuthenticationTwice() []check.Check {
	return []check.Check{
		on("IDN-14", "authenticate in the header and in the body", func(t *T) {
			p := t.proves()
			id, secret := scenarios.With("client_id", p.client.ID), scenarios.With("client_secret", p.client.Secret)
			wrong := func(c *scenarios.Registration) { c.Secret = t.Nonce() }
			all := []spoilt{bent("the right secret in both", id, secret), bent("the right secret in both, client_id in the header alone", secret)}
			if t.attackable() {
				all = append(all, bent("the right secret in the header, a wrong one in the body", id, scenarios.With("client_secret", t.Nonce())),
					posing("a wrong secret in the header, the right one in the body", wrong, id, secret))
			}
			t.spoils(p, all, check.Refused("invalid_request", "invalid_client"))
		}),
		on("IDN-24", "send two Authorization fields", func(t *T) {
			p := t.proves()
			good, bad := scenarios.ClientBasic(p.client.ID, p.client.Secret), scenarios.ClientBasic(p.client.ID, t.Nonce())
			t.spoils(p, []spoilt{
				bent("a wrong one behind the right one", scenarios.Authorized(good), scenarios.AgainHeader("Authorization", bad)),
				bent("a wrong one before the right one", scenarios.Authorized(bad), scenarios.AgainHeader("Authorization", good)),
				bent("both in one field", scenarios.Authorized(bad+", "+good)),
			}, check.Turned())
		}, check.Attacks),
		on("IDN-18", "name one client in the header and another in the body", func(t *T) {
			p := t.proves()
			t.spoils(p, []spoilt{bent("another client_id in the body", scenarios.With("client_id", t.OtherClient().ID))},
				check.Reply("a refusal without tokens", check.IsRefused))
		}),
	}
}

// clientAuthenticationPackaging packs credentials as nobody should.
func clientAuthenticationPackaging() []check.Check {
	return []check.Check{
		on("IDN-16", "send HTTP Basic that cannot be read", func(t *T) {
			p := t.proves()
			var all []spoilt
			for _, value := range illegible {
				all = append(all, bent(check.Brief(value), scenarios.Authorized(value)))
			}
			t.spoils(p, all, check.RefusedUnbroken())
		}, check.Attacks),
		on("IDN-23", "send HTTP Basic in what is nearly base64", func(t *T) {
			p := t.proves()
			scheme, good, _ := strings.Cut(scenarios.ClientBasic(p.client.ID, p.client.Secret), " ")
			check.SweepWith(t.T, nearmiss.Of(nearmiss.Base64, good), check.Lent[string]{
				Obtain: p.obtain, Good: p.good,
				Send: func(about string, m nearmiss.Miss) any {
					return p.send(p.client, about, scenarios.Authorized(scheme+" "+m.Value))
				},
				Use: func(about string) any { return p.send(p.client, about) },
			}, check.Turned())
		}, check.Attacks),
	}
}

// illegible are Authorization values whose scheme is Basic and that hold no client
// and secret.
var illegible = []string{
	"Basic", "Basic ", "Basic !!!", "Basic Og==", "Basic YWJj", "Basic =", "Basic " + strings.Repeat("QUFB", 1<<10),
	"Basic \"\"", "Basic gIE6gg==", "Basic AA==", "Basic JTo=", "Basic JXp6OiV6eg==", "Basic realm=\"assay\"",
}
