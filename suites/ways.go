package suites

import (
	"cmp"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// What the ways of the catalogue are in requests.

// proving is a request in which a client proves itself, and what it is about.
type proving struct {
	client scenarios.Registration                                                                      // who sends it, with its credentials in the place of the way
	obtain func() string                                                                               // a code or token of the client that the request is about
	send   func(client scenarios.Registration, about string, bends ...scenarios.Bend) *scenarios.Reply // the request
	good   check.Answer                                                                                // to the right secret
	place  string                                                                                      // of the credentials: body or header
}

// proves is the request of the check's way of client authentication. A way whose
// place for credentials the server does not know for this client is not one of its
// ways: RFC 6749 §2.3.1 has the header known, and leaves the body to the server.
func (t *T) proves() proving { return t.provesAs(t.Kit.Client) }

// names is the same request of a client that may be a public one, which has no secret
// to prove itself by and only names itself, in the body.
func (t *T) names() proving {
	request, place, _ := strings.Cut(t.Way(), " ")
	if !t.public() {
		return t.proves()
	}
	if place == "header" || request == "introspect" {
		t.Inapplicable("the client of the target file is a public one, which only names itself in the body, and may not ask about tokens")
	}
	return t.requests(request, t.Kit.Client)
}

// attackable says whether the target may be tried with wrong secrets of its clients.
func (t *T) attackable() bool { return t.Permit.Allows(scenarios.Attacking) }

// provesAs is the same request of another client than the tester's own.
func (t *T) provesAs(client scenarios.Registration) proving {
	t.confidential()
	request, place, named := strings.Cut(t.Way(), " ")
	p := t.requests(request, client)
	endpoint := cmp.Or(map[string]string{"revoke": "revoke", "introspect": "introspect"}[request], "token")
	if !named {
		p.place = map[string]string{"basic": "header"}[client.AuthenticationTo(endpoint)]
		p.place = cmp.Or(p.place, "body")
		return p
	}
	p.place = place
	p.client.AuthenticationAt = nil
	p.client.Authentication = map[string]string{"body": "post", "header": "basic"}[place]
	t.placed(p, client, endpoint)
	return p
}

// requests is a request of a client about something of its own.
func (t *T) requests(request string, client scenarios.Registration) proving {
	p := proving{client: client}
	grant := func() scenarios.Grant {
		if client.ID == t.Kit.Client.ID {
			return t.Grant()
		}
		return t.GrantTo(client, t.Kit.Tenant, scenarios.Consents)
	}
	refresh := func() string {
		token := grant().RefreshToken
		if token == "" {
			t.Untested("a refresh token was to be had first, but none was handed out")
		}
		return token
	}
	switch request {
	case "refresh":
		p.obtain, p.good = refresh, check.Granted()
		p.send = t.refreshAs
	case "revoke":
		p.obtain, p.good = refresh, done()
		p.send = func(c scenarios.Registration, token string, bends ...scenarios.Bend) *scenarios.Reply {
			return t.revokeAs(c, token, "refresh_token", bends...)
		}
	case "introspect":
		p.obtain, p.good = func() string { return grant().AccessToken }, active()
		if client.ID == t.Kit.Client.ID {
			p.obtain = func() string { return t.Admitted().AccessToken } // asking about it leaves it as it is
		}
		p.send = func(c scenarios.Registration, token string, bends ...scenarios.Bend) *scenarios.Reply {
			return t.introspectAs(c, token, "access_token", bends...)
		}
	default:
		p.obtain, p.good = func() string { return t.codeFor(client) }, check.Granted()
		p.send = func(c scenarios.Registration, code string, bends ...scenarios.Bend) *scenarios.Reply {
			step := t.Redeeming(code)
			step.Client, step.RedirectURI = c, client.RedirectURI
			return t.Do(step, bends...)
		}
	}
	return p
}

// request is the request of the check's way, sent by the tester's own client as the
// target file has it send it.
func (t *T) request() proving {
	if t.Way() == "introspect" && t.public() {
		t.Inapplicable("introspection asks for authorization, RFC 7662 §2.1, and the client of the target file is a public one")
	}
	return t.requests(t.Way(), t.Kit.Client)
}

// spoilt is one way to spoil a request: what was done to it, and how.
type spoilt struct {
	as   string
	send func(p proving, about string) *scenarios.Reply
}

// bent spoils a request by bends.
func bent(as string, bends ...scenarios.Bend) spoilt {
	return spoilt{as, func(p proving, about string) *scenarios.Reply { return p.send(p.client, about, bends...) }}
}

// posing spoils a request by who sends it.
func posing(as string, spoil func(*scenarios.Registration), bends ...scenarios.Bend) spoilt {
	return spoilt{as, func(p proving, about string) *scenarios.Reply {
		client := p.client
		spoil(&client)
		return p.send(client, about, bends...)
	}}
}

// spoils sends a request spoilt in each of several ways, and as it should be, and
// expects the same answer to each that is spoilt.
func (t *T) spoils(p proving, all []spoilt, a check.Answer) {
	sends := map[string]func(proving, string) *scenarios.Reply{}
	var misses []nearmiss.Miss
	for _, s := range all {
		sends[s.as] = s.send
		misses = append(misses, nearmiss.Miss{As: s.as, Value: s.as})
	}
	check.SweepWith(t.T, misses, check.Lent[string]{
		Obtain: p.obtain, Good: p.good,
		Send: func(about string, m nearmiss.Miss) any { return sends[m.As](p, about) },
		Use:  func(about string) any { return p.send(p.client, about) },
	}, a)
}

// spells sends a request with each near miss of something in it, and expects the same
// answer to each.
func (t *T) spells(p proving, misses []nearmiss.Miss, spoil func(c *scenarios.Registration, value string), a check.Answer) {
	check.SweepWith(t.T, misses, check.Lent[string]{
		Obtain: p.obtain, Good: p.good,
		Send: func(about string, m nearmiss.Miss) any {
			client := p.client
			spoil(&client, m.Value)
			return p.send(client, about)
		},
		Use: func(about string) any { return p.send(p.client, about) },
	}, a)
}

// spellings are the near misses of a value to be tried on the check's way: the whole
// table where the way is the first to reach its part of the server, those that
// tell most on the others.
func (t *T) spellings(k nearmiss.Kind, value string, others ...nearmiss.Miss) []nearmiss.Miss {
	if request, _, _ := strings.Cut(t.Way(), " "); request == "" || request == "exchange" {
		return nearmiss.Of(k, value, others...)
	}
	return nearmiss.Few(k, value, others...)
}

// filled are near misses without the empty one, where others judge what is missing.
func filled(misses []nearmiss.Miss) []nearmiss.Miss {
	return slices.DeleteFunc(misses, func(m nearmiss.Miss) bool { return m.Value == "" })
}

// placed ends the check where the server takes no credentials of a client in the
// place, while it takes them where the target file says.
func (t *T) placed(p proving, own scenarios.Registration, endpoint string) {
	if cmp.Or(own.AuthenticationTo(endpoint), "post") == p.client.Authentication {
		return
	}
	if r := p.send(p.client, p.obtain()); check.IsRefused(r) {
		t.Control(p.send(own, p.obtain()), p.good)
		t.Inapplicable("the server takes no credentials of this client in the %s: %s", p.place, check.Describe(r))
	}
}

// provingTo is an exchange of a code that was asked for with the S256 challenge of a
// verifier, which it brings.
func (t *T) provingTo(verifier string) proving {
	p := t.requests("exchange", t.Kit.Client)
	p.obtain = func() string { return t.challenged(check.S256(verifier), "S256") }
	send := p.send
	p.send = func(c scenarios.Registration, code string, bends ...scenarios.Bend) *scenarios.Reply {
		return send(c, code, append([]scenarios.Bend{scenarios.With("code_verifier", verifier)}, bends...)...)
	}
	return p
}

// proven lends codes for verifiers to be tried with.
func (t *T) proven(verifier string) check.Lent[string] {
	p := t.provingTo(verifier)
	return check.Lent[string]{
		Obtain: p.obtain, Good: p.good,
		Send: func(code string, m nearmiss.Miss) any {
			return p.send(p.client, code, scenarios.With("code_verifier", m.Value))
		},
		Use: func(code string) any { return p.send(p.client, code) },
	}
}

// contradicts says whether parameters hold two values for one name, either of which may be
// refused for what it is.
func contradicts(all scenarios.Params) bool {
	return slices.ContainsFunc(all, func(p scenarios.Param) bool { return all.Get(p.Name) != p.Value })
}
