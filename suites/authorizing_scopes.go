package suites

import (
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// authorizingScopes holds the endpoint to the scopes that a request asks for.
// RFC 6749 §3.3.
func authorizingScopes(w World) {
	w.Check("AUT-31", "ask for a scope that does not exist", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		unknown := "assay_" + strings.ToLower(t.Nonce())
		l := t.visit(t.askingFor(strings.Join(append(t.scope(), unknown), " ")), scenarios.Consents)
		if l.Code() == "" {
			t.Judge(l, NoCode("invalid_scope"))
			t.Measure("an unknown scope", "is refused")
			return
		}
		r := t.Exchange(l.Code())
		t.Judge(r, Granted().That("names the scopes that remain", func(r *scenarios.Reply) bool {
			return r.Grant.Scope != "" && !slices.Contains(strings.Fields(r.Grant.Scope), unknown)
		}))
		t.Measure("an unknown scope", "is dropped, and the answer says so")
	})
	w.Check("AUT-32", "ask for the scopes in the other order", func(t *Trial) {
		names := t.scope()
		if len(names) < 2 {
			t.Untested("the target file names one scope only")
		}
		first := t.granted(t.Exchange(t.Code()))
		slices.Reverse(names)
		l := t.visit(t.askingFor(strings.Join(names, " ")), scenarios.Consents)
		t.Judge(l, WithCode())
		r := t.Exchange(l.Code())
		t.Judge(r, Granted().That("grants the same scopes", func(r *scenarios.Reply) bool {
			return sameScope(r.Grant.Scope, first.Scope)
		}))
	})
}

// authorizingConsent holds the endpoint to the will of the resource owner.
func authorizingConsent(w World) {
	w.Check("AUT-36", "log in and look for a page that asks for consent", func(t *Trial) {
		l := t.Authorize(scenarios.LogsIn)
		t.Control(l, WithCode())
		asked, loggedIn := false, false
		for _, page := range l.Pages {
			asked = asked || loggedIn && page.Status == 200
			for _, p := range page.Request.Body {
				loggedIn = loggedIn || strings.Contains(strings.ToLower(p.Name), "passw")
			}
			asked = asked || loggedIn && page.Status == 200
		}
		t.Require(asked, "a page between the login and the answer", "%d answers, none of them such a page", len(l.Pages))
	}, Looks)
}

// authorizingIssuer holds the answers to RFC 9207.
func authorizingIssuer(w World) {
	w.Check("AUT-34", "look for iss in the answer", func(t *Trial) {
		issuer := t.issuer()
		l := t.Authorize(scenarios.Consents)
		t.Control(l, WithCode())
		t.Judge(l, withIssuer(issuer))
		t.Judge(t.metadata(), announcesIssuer())
	}, Looks)
	w.Check("AUT-35", "bring about an error and look for iss", func(t *Trial) {
		issuer := t.issuer()
		t.Judge(t.failed(), withIssuer(issuer))
	})
}

func withIssuer(issuer string) Answer {
	return Landed().thatLands("names "+issuer+" in iss, once", func(l *scenarios.Landing) bool {
		return slices.Equal(l.Answer["iss"], []string{issuer})
	})
}

// announcesIssuer accepts metadata that promise iss, RFC 9207 §2.3. That they
// name the right issuer is for the chapter of discovery.
func announcesIssuer() Answer {
	const name = "authorization_response_iss_parameter_supported"
	return reply("metadata with "+name+": true", func(r *scenarios.Reply) bool { return r.Members[name] == true })
}

// authorizingHybrid holds the endpoint to OpenID Connect Core 1.0 §3.3.
func authorizingHybrid(w World) {
	w.Check("AUT-37", "ask for a code and an ID token", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		t.Judge(t.visit(t.askingHybrid(), scenarios.Consents), WithCode().thatLands("carries an ID token",
			func(l *scenarios.Landing) bool {
				return len(l.Answer["id_token"]) == 1 && l.Answer.Get("id_token") != ""
			}))
	})
	w.Check("AUT-38", "ask for the answer to be posted", func(t *Trial) {
		t.Control(t.Authorize(scenarios.Consents), WithCode())
		l := t.visit(t.askingHybrid(), scenarios.Consents)
		t.Judge(l, WithCode().thatLands("carries nothing in the address", func(l *scenarios.Landing) bool {
			return l.URL.Query().Get("code") == "" && l.URL.Fragment == ""
		}))
	})
	w.Check("AUT-39", "leave out the nonce of a hybrid request", func(t *Trial) {
		t.Control(t.visit(t.askingHybrid(), scenarios.Consents), WithCode())
		l := t.visit(t.askingHybrid(), scenarios.Consents, scenarios.Without("nonce"))
		t.Judge(l, NoCode("invalid_request"))
	})
}

// askingHybrid is a hybrid request whose answer is to be posted.
func (t *Trial) askingHybrid() scenarios.Step {
	step := t.askingFor(t.openid())
	step.ResponseType, step.ResponseMode, step.OIDCNonce = "code id_token", "form_post", t.Nonce()
	return step
}
