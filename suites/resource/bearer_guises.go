package resource

import (
	"bytes"
	"cmp"
	"net/url"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/pointer"
	"github.com/authassay/authassay/suites/check"
	"github.com/authassay/authassay/suites/nearmiss"
)

// bearerGuises comes without credentials, and with tokens that anybody can make.
func bearerGuises() []check.Check {
	return []check.Check{
		on("PRE-38", "call the API without credentials, in the guise of somebody who needs none", func(t *T) {
			grant := t.Admitted()
			good := t.Call(grant.Credentials())
			t.Control(good, check.Alive())
			t.Control(t.Anonymous(), check.Turned())
			t.refusesPacked(nearmiss.Guises(t.resourceOwner()), t.keeps(good))
		}, check.Attacks),
		on("PRE-39", "call the API with tokens that anybody can make", func(t *T) {
			t.Admitted()
			made := nearmiss.Made(t.resourceOwner(), t.Kit.Client.ID, t.Kit.Issuer, t.Clock.Now().Unix())
			t.Sweep(made, func(m nearmiss.Miss) any { return t.Call(scenarios.Bearer(m.Value)) }, check.DeadToken())
		}, check.Attacks),
	}
}

// resourceOwner is a name that the target knows a person by, as far as is known.
func (t *T) resourceOwner() string {
	return cmp.Or(t.Kit.ProbeUser.Is, t.Kit.OtherUser, "admin")
}

// keeps accepts every answer but what a token opens: another page may well stand at
// an address that is written otherwise, and whoever asks by OPTIONS may be told so.
func (t *T) keeps(good *scenarios.Reply) check.Answer {
	user := t.Kit.ProbeUser
	return check.Reply("not what the access token opens", func(r *scenarios.Reply) bool {
		if r.Status < 200 || r.Status > 299 || len(bytes.TrimSpace(r.Body)) == 0 {
			return true
		}
		is, found := any(nil), false
		if user.Pointer != "" {
			is, found = pointer.Find(r.Body, user.Pointer)
		}
		return !bytes.Equal(r.Body, good.Body) && (!found || is != user.Is)
	})
}

// elsewhere asks for another spelling of the path. One that cannot be read is left.
func elsewhere(of func(escaped string) string) scenarios.Bend {
	return func(r *scenarios.Request) {
		at, err := url.Parse(r.URL)
		if err != nil {
			return
		}
		path := of(at.EscapedPath())
		r.URL = at.Scheme + "://" + at.Host + path
		if at.RawQuery != "" {
			r.URL += "?" + at.RawQuery
		}
	}
}
