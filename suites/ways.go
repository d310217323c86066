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
	client scenarios.Registration                                                                      // the tester's own, with its credentials in the place of the way
	obtain func() string                                                                               // a code or token that the request is about
	send   func(client scenarios.Registration, about string, bends ...scenarios.Bend) *scenarios.Reply // the request
	good   check.Answer                                                                                // to the right secret
}

// proves is the request of the check's way of client authentication. A way whose
// place for credentials the server does not know for this client is not one of its
// ways: RFC 6749 §2.3.1 has the header known, and leaves the body to the server.
func (t *T) proves() proving {
	t.confidential()
	request, place, _ := strings.Cut(t.Way(), " ")
	p := proving{client: t.Kit.Client}
	p.client.AuthenticationAt = nil
	p.client.Authentication = map[string]string{"body": "post", "header": "basic"}[place]
	switch request {
	case "refresh":
		p.obtain, p.good = func() string { return t.Grant().RefreshToken }, check.Granted()
		p.send = func(c scenarios.Registration, token string, bends ...scenarios.Bend) *scenarios.Reply {
			return t.Do(scenarios.Step{Verb: scenarios.Refresh, Client: c, RefreshToken: token}, bends...)
		}
	case "revoke":
		p.obtain, p.good = func() string { return t.Grant().RefreshToken }, done()
		p.send = func(c scenarios.Registration, token string, bends ...scenarios.Bend) *scenarios.Reply {
			return t.revokeAs(c, token, "refresh_token", bends...)
		}
	case "introspect":
		p.obtain, p.good = func() string { return t.Admitted().AccessToken }, active()
		p.send = func(c scenarios.Registration, token string, bends ...scenarios.Bend) *scenarios.Reply {
			return t.introspectAs(c, token, "access_token", bends...)
		}
	default:
		p.obtain, p.good = t.Code, check.Granted()
		p.send = t.exchangeAs
	}
	endpoint := map[string]string{"revoke": "revoke", "introspect": "introspect"}[request]
	t.placed(p, cmp.Or(endpoint, "token"), place)
	return p
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

// placed ends the check where the server takes no credentials of this client in
// the place, while it takes them where the target file says.
func (t *T) placed(p proving, endpoint, place string) {
	own := t.Kit.Client
	if own.AuthenticationTo(endpoint) == p.client.Authentication {
		return
	}
	if r := p.send(p.client, p.obtain()); check.IsRefused(r) {
		t.Control(p.send(own, p.obtain()), p.good)
		t.Inapplicable("the server takes no credentials of this client in the %s: %s", place, check.Describe(r))
	}
}
