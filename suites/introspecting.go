package suites

import (
	"net/http"
	"time"

	"github.com/authassay/authassay/scenarios"
)

// introspecting is the chapter of what a server says of a token to who
// protects a resource. RFC 7662.
func introspecting(w World) {
	introspectingLife(w)
	introspectingAnswers(w)
	introspectingOthers(w)
	introspectingRequests(w)
}

// Introspect asks what a token is worth.
func (t *Trial) Introspect(token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	if t.public() {
		t.Inapplicable("introspection asks for authorization, RFC 7662 §2.1, and the client of the target file is a public one")
	}
	return t.introspectAs(t.Held.Client, token, hint, bends...)
}

func (t *Trial) introspectAs(client scenarios.Registration, token, hint string, bends ...scenarios.Bend) *scenarios.Reply {
	return t.Do(scenarios.Step{Verb: scenarios.Introspect, Client: client, Token: token, TokenHint: hint}, bends...)
}

// active accepts an answer about a living token.
func active() Answer {
	return Barred(http.StatusOK).That("says active true", func(r *scenarios.Reply) bool { return r.Members["active"] == true })
}

// inactive accepts an answer about a token that is worth nothing.
func inactive() Answer {
	return Barred(http.StatusOK).That("says active false", func(r *scenarios.Reply) bool { return r.Members["active"] == false })
}

// controlActive is the positive control of the chapter: a good access token is
// active. The grant is on loan.
func (t *Trial) controlActive() scenarios.Grant {
	var seen *scenarios.Reply
	counts := func(g scenarios.Grant) bool {
		seen = t.Introspect(g.AccessToken, "")
		return active().accepts(seen)
	}
	grant := borrow(t, "grant", counts, func() scenarios.Grant {
		g := t.Grant()
		counts(g)
		return g
	})
	t.Control(seen, active())
	return grant
}

// introspectingLife follows a token through its life.
func introspectingLife(w World) {
	w.Check("INT-01", "ask about a fresh access token", func(t *Trial) {
		t.Judge(t.Introspect(t.Grant().AccessToken, ""), active())
	}, Looks)
	w.Check("INT-07", "ask about an access token just after the end of its life", func(t *Trial) {
		grant := t.Grant()
		t.Control(t.Introspect(grant.AccessToken, ""), active())
		t.Until(t.wellAfter(t.lifeOf(grant)))
		t.Judge(t.Introspect(grant.AccessToken, ""), inactive())
	}, Waits, Looks, ofAccess)
	w.Check("INT-08", "ask about an access token that was revoked", func(t *Trial) {
		grant := t.Grant()
		t.Control(t.Introspect(grant.AccessToken, ""), active())
		t.revoked(grant.AccessToken, "access_token", t.Control)
		t.Judge(t.Introspect(grant.AccessToken, ""), inactive())
	}, Ends, Looks, ofRevocations)
}

// introspectingAnswers holds the answers to their shape.
func introspectingAnswers(w World) {
	w.Check("INT-03", "look at the answer about a token that was never issued", func(t *Trial) {
		t.controlActive()
		r := t.Introspect(t.Nonce(), "")
		t.Control(r, inactive())
		t.Judge(r, inactive().That("says nothing else", func(r *scenarios.Reply) bool { return len(r.Members) == 1 }))
	})
	w.Check("INT-06", "compare exp with expires_in", func(t *Trial) {
		asked := t.Clock.Now()
		grant := t.Grant()
		arrived := t.latest()
		told := t.told(grant)
		if told == 0 {
			t.Inapplicable("the token response says nothing of a lifetime")
		}
		r := t.Introspect(grant.AccessToken, "")
		t.Control(r, active())
		exp, there := r.Members["exp"].(float64)
		if !there {
			t.Inapplicable("the answer has no exp, which is optional")
		}
		t.Judge(r, active().That("agrees with expires_in", func(*scenarios.Reply) bool {
			end, skew := time.Unix(int64(exp), 0), t.Policy.Skew+time.Second
			return !end.Before(asked.Add(told-skew)) && !end.After(arrived.Add(told+skew))
		}))
	})
	w.Check("INT-09", "compare client_id and scope with the grant", func(t *Trial) {
		grant := t.Grant()
		r := t.Introspect(grant.AccessToken, "")
		t.Control(r, active())
		t.Judge(r, active().That("names the client and the scope of the grant, where it names any", func(r *scenarios.Reply) bool {
			client, named := r.Members["client_id"].(string)
			scope, scoped := r.Members["scope"].(string)
			return (!named || client == t.Held.Client.ID) && (!scoped || grant.Scope == "" || sameScope(scope, grant.Scope))
		}))
	})
	w.Check("INT-11", "look at content type and type of active", func(t *Trial) {
		r := t.Introspect(t.Grant().AccessToken, "")
		t.Control(r, Barred(http.StatusOK))
		t.Judge(r, Barred(http.StatusOK).That("is application/json with a boolean active", func(r *scenarios.Reply) bool {
			_, boolean := r.Members["active"].(bool)
			return isJSON(r.Header) && boolean
		}))
	})
}

// introspectingOthers asks about what is no access token.
func introspectingOthers(w World) {
	w.Check("INT-02", "ask about a token that was never issued", func(t *Trial) {
		t.controlActive()
		t.Judge(t.Introspect(t.Nonce(), ""), inactive())
	})
	w.Check("INT-10", "ask about a code", func(t *Trial) {
		t.controlActive()
		t.Judge(t.Introspect(t.Code(), ""), inactive())
	})
	w.Check("INT-13", "ask about an access token that is called a refresh token", func(t *Trial) {
		grant := t.controlActive()
		t.Judge(t.Introspect(grant.AccessToken, "refresh_token"), active())
		t.Judge(t.Introspect(grant.AccessToken, "assay_token"), active())
	})
	w.Check("INT-14", "ask about a token that has a character less, more or changed", func(t *Trial) {
		grant := t.controlActive()
		for _, near := range alterations(grant.AccessToken) {
			t.Judge(t.Introspect(near, ""), inactive())
		}
	})
}

// introspectingRequests bends the request and who sends it.
func introspectingRequests(w World) {
	w.Check("INT-04", "ask without any authorization", func(t *Trial) {
		grant := t.admitted()
		if !t.public() {
			grant = t.controlActive()
		}
		r := t.introspectAs(scenarios.Registration{Authentication: "none"}, grant.AccessToken, "")
		t.Judge(r, Turned())
		if t.public() {
			t.Judge(t.introspectAs(t.Held.Client, grant.AccessToken, ""), Turned())
		}
	})
	w.Check("INT-05", "ask with a wrong client secret", func(t *Trial) {
		t.confidential()
		grant := t.controlActive()
		client := t.Held.Client
		client.Secret = t.Nonce()
		t.Judge(t.introspectAs(client, grant.AccessToken, ""), Refused("invalid_client"))
	}, Attacks)
	w.Check("INT-12", "leave out the token", func(t *Trial) {
		t.controlActive()
		t.Judge(t.Introspect(t.Nonce(), "", scenarios.Without("token")), Turned()) // no clause gives the refusal a name
	})
	w.Check("INT-15", "ask by GET", func(t *Trial) {
		grant := t.controlActive()
		r := t.Introspect(grant.AccessToken, "", scenarios.InQuery(), scenarios.ByMethod(http.MethodGet))
		t.Judge(r, reply("no answer about the token", func(r *scenarios.Reply) bool { return r.Members["active"] == nil }))
	})
}
