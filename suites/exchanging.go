package suites

import (
	"fmt"
	"net/http"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/suites/catalogue"
)

// exchanging is the chapter of the code exchange: a code is redeemed once, by
// its client, for its redirect URI. RFC 6749 §4.1.3 and §4.1.4.
func exchanging(w World) {
	w.Check("EXC-01", "redeem a fresh code", func(t *Trial) {
		t.Judge(t.Exchange(t.Code()), Granted())
	}, Looks)
	exchangingOnce(w)
	exchangingRaces(w)
	exchangingBindings(w)
	exchangingMembers(w)
	exchangingRequests(w)
	exchangingForms(w)
	w.Check("EXC-22", "redeem a code without naming a tenant", func(t *Trial) {
		step := t.redeeming(t.Code())
		step.Tenant = ""
		t.Judge(t.Do(step), Granted())
	}, Looks)
	w.Check("EXC-24", "redeem a code after somebody else has tried", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		code := t.Code()
		if other := t.exchangeAs(t.stranger(), code); other.Grant.AccessToken != "" {
			t.Inapplicable("the exchange by a client that nobody knows does not fail here")
		}
		r := t.Exchange(code)
		t.sound(r)
		t.Measure("a failed exchange burns the code", "%v", refused(r))
		t.Judge(r, Granted())
	})
}

// exchangeAs redeems a code as another client would, with the redirect URI of
// the tester's own.
func (t *Trial) exchangeAs(client scenarios.Registration, code string, bends ...scenarios.Bend) *scenarios.Reply {
	step := t.redeeming(code)
	step.Client = client
	return t.Do(step, bends...)
}

// exchangingOnce holds a code to its single use.
func exchangingOnce(w World) {
	w.Check("EXC-02", "redeem a code twice", func(t *Trial) {
		code := t.Code()
		t.Control(t.Exchange(code), Granted())
		t.Judge(t.Exchange(code), Refused("invalid_grant"))
	})
	w.Check("EXC-32", "redeem a code, refresh, and redeem the code again", func(t *Trial) {
		code := t.Code()
		grant := t.granted(t.Exchange(code))
		t.Control(t.Refresh(grant.RefreshToken), Granted())
		t.Judge(t.Exchange(code), Refused("invalid_grant"))
	})
	w.Check("EXC-04", "redeem a code twice and use the first access token", func(t *Trial) {
		code := t.Code()
		grant := t.granted(t.Exchange(code))
		t.Control(t.Call(grant.Credentials()), Alive())
		t.Exchange(code)
		r := t.Call(grant.Credentials())
		t.sound(r)
		t.Measure("replaying a code revokes its access token", "%v", refused(r))
		t.declaredRevocation(r)
		t.Judge(r, Dead())
	})
	w.Check("EXC-05", "redeem a code twice and use the first refresh token", func(t *Trial) {
		t.Control(t.Refresh(t.Grant().RefreshToken), Granted())
		code := t.Code()
		grant := t.granted(t.Exchange(code))
		t.Exchange(code)
		r := t.Refresh(grant.RefreshToken)
		t.sound(r)
		t.Measure("replaying a code revokes its refresh token", "%v", refused(r))
		t.declaredRevocation(r)
		t.Judge(r, Refused("invalid_grant"))
	})
}

// declaredRevocation holds a replay to what the target declares of it.
func (t *Trial) declaredRevocation(r *scenarios.Reply) {
	declared := t.Policy.ReplayRevokes
	switch revoked := refused(r); {
	case declared == nil:
	case *declared || revoked:
		t.Declared(revoked == *declared, fmt.Sprintf("replaying a code revokes its tokens: %v", *declared),
			"after the replay the token is answered with %s", describe(r))
	default:
		t.Inapplicable("the target declares that replaying a code revokes nothing")
	}
}

// exchangingBindings holds a code to the request that it was given for.
func exchangingBindings(w World) {
	w.Check("EXC-06", "redeem a code as another client", func(t *Trial) {
		other := t.OtherClient()
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.exchangeAs(other, t.Code()), Refused("invalid_grant"))
	})
	w.Check("EXC-07", "redeem a code for another redirect URI", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		r := t.Exchange(t.Code(), scenarios.With("redirect_uri", t.Held.Client.RedirectURI+"/other"))
		t.Judge(r, Refused("invalid_grant"))
	})
	w.Check("EXC-08", "redeem a code without the redirect URI", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		r := t.Exchange(t.Code(), scenarios.Without("redirect_uri"))
		t.Judge(r, Refused("invalid_request", "invalid_grant"))
	})
	w.Check("EXC-09", "redeem a code that was never issued", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.Exchange(t.Nonce()), Refused("invalid_grant"))
	})
	w.Check("EXC-10", "redeem a code with a character less, more or changed", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		for _, near := range alterations(t.Code()) {
			t.Judge(t.Exchange(near), Refused("invalid_grant"))
		}
	})
	w.Check("EXC-19", "redeem an access token and a refresh token as codes", func(t *Trial) {
		r := t.Exchange(t.Code())
		t.Control(r, Granted())
		if r.Grant.RefreshToken == "" {
			t.Untested("no refresh token was handed out")
		}
		for _, token := range []string{r.Grant.AccessToken, r.Grant.RefreshToken} {
			t.Judge(t.Exchange(token), Refused("invalid_grant"))
		}
	})
}

// exchangingMembers bends the members of the request one by one.
func exchangingMembers(w World) {
	refused := func(id string, when string, codes []string, bends ...scenarios.Bend) {
		w.Check(catalogue.ID(id), when, func(t *Trial) {
			t.Control(t.Exchange(t.Code()), Granted())
			t.Judge(t.Exchange(t.Code(), bends...), Refused(codes...))
		})
	}
	refused("EXC-11", "leave out the code", []string{"invalid_request"}, scenarios.Without("code"))
	refused("EXC-12", "leave out grant_type", []string{"invalid_request"}, scenarios.Without("grant_type"))
	refused("EXC-13", "ask for a grant that does not exist", []string{"unsupported_grant_type"},
		scenarios.With("grant_type", "assay"))
	w.Check("EXC-17", "send an empty code", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		missing := t.Exchange(t.Code(), scenarios.Without("code"))
		r := t.Exchange(t.Code(), scenarios.With("code", ""))
		t.Judge(r, Refused("invalid_request", missing.Problem))
	})
	w.Check("EXC-16", "add a member that nobody knows", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.Exchange(t.Code(), scenarios.Again("assay_unknown", "1")), Granted())
	})
	w.Check("EXC-31", "send each member twice", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		names := []string{"grant_type", "client_id", "redirect_uri", "code"}
		if t.Held.Client.AuthenticationTo("token") == "basic" {
			names = less(names, "client_id") // it stands in the header
		}
		for _, name := range names {
			t.Judge(t.Exchange(t.Code(), again(name)), Refused("invalid_request"))
		}
	})
	w.Check("EXC-21", "send members as arrays, objects and numbers", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		code := t.Code()
		for _, value := range []any{[]string{code}, map[string]string{"code": code}, 7, true} {
			t.Judge(t.Exchange(code, scenarios.With("code", value)), Refused("invalid_request", "invalid_grant"))
		}
	})
}

// again repeats a member of the body with its own value.
func again(name string) scenarios.Bend {
	return func(r *scenarios.Request) { scenarios.Again(name, r.Body.Get(name))(r) }
}

// exchangingRequests bends the request as a whole.
func exchangingRequests(w World) {
	w.Check("EXC-14", "send a body that is cut short", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.Exchange(t.Code(), scenarios.CutShort()), Refused("invalid_request"))
	})
	w.Check("EXC-15", "redeem a code by GET and by PUT", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.Exchange(t.Code(), scenarios.InQuery(), scenarios.ByMethod(http.MethodGet)), Turned())
		t.Judge(t.Exchange(t.Code(), scenarios.ByMethod(http.MethodPut)), Turned())
	})
	w.Check("EXC-33", "redeem a code by GET", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.Exchange(t.Code(), scenarios.InQuery(), scenarios.ByMethod(http.MethodGet)), Turned())
	})
	w.Check("EXC-18", "send the parameters in the URI", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		t.Judge(t.Exchange(t.Code(), scenarios.InQuery()), Turned())
	})
	w.Check("EXC-20", "redeem a code in form encoding", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		r := t.Exchange(t.Code(), scenarios.InForm())
		t.sound(r)
		t.Measure("the token endpoint accepts form encoding", "%v", r.Grant.AccessToken != "")
		t.Judge(r, Granted())
	}, Looks)
	w.Check("EXC-23", "name a charset beside the content type", func(t *Trial) {
		t.Control(t.Exchange(t.Code()), Granted())
		r := t.Exchange(t.Code(), scenarios.WithHeader("Content-Type", "application/json; charset=utf-8"))
		t.Judge(r, Granted())
	}, Looks)
}
