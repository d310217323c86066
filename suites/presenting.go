package suites

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/authassay/authassay/scenarios"
)

// presenting is the chapter of access tokens at the API: which are let in, and
// how the others are told. RFC 6750.
func presenting(w World) {
	presentingAccepts(w)
	presentingAnonymous(w)
	presentingBadTokens(w)
	presentingElsewhere(w)
	presentingOthers(w)
	presentingScopes(w)
	presentingUser(w)
	w.wordings("PRE-28", "look at the status of refused credentials", kindToken, Dead(), func(t *Trial) any {
		t.admitted()
		return t.Call(scenarios.Bearer(t.Nonce()))
	})
}

// presentingAccepts holds the API to good tokens.
func presentingAccepts(w World) {
	w.Check("PRE-01", "call the API with a fresh access token", func(t *Trial) {
		t.Judge(t.Call(t.Grant().Credentials()), Alive())
	})
	w.Check("PRE-02", "write the scheme in small letters and in capitals", func(t *Trial) {
		grant := t.Grant()
		t.Control(t.Call(grant.Credentials()), Alive())
		for _, scheme := range []string{"bearer ", "BEARER "} {
			t.Judge(t.Call(grant.Credentials(), scenarios.Authorized(scheme+grant.AccessToken)), Alive())
		}
	})
	w.Check("PRE-15", "ask the API whom the token acts for", func(t *Trial) {
		user := t.Held.ProbeUser
		if user.Pointer == "" {
			t.Untested("the target file does not say how the probe names its user")
		}
		t.needs(ProbeUser)
		r := t.Call(t.Grant().Credentials())
		t.Control(r, Alive())
		t.Judge(r, Alive().That("names the user "+user.Is+" at "+user.Pointer,
			func(r *scenarios.Reply) bool { return pointed(r.Members, user.Pointer) == user.Is }))
	})
}

// pointed returns what a JSON pointer of object members leads to, as text. RFC
// 6901.
func pointed(members map[string]any, pointer string) string {
	var at any = members
	for _, name := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
		object, ok := at.(map[string]any)
		if !ok {
			return ""
		}
		at = object[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
	}
	if at == nil {
		return ""
	}
	return fmt.Sprint(at)
}

// presentingAnonymous holds the API to requests without credentials.
func presentingAnonymous(w World) {
	w.Check("PRE-03", "call the API without credentials", func(t *Trial) {
		t.admitted()
		t.Judge(t.anonymous(), Dead())
	})
	w.Check("PRE-04", "look at the challenge to a call without credentials", func(t *Trial) {
		t.admitted()
		r := t.anonymous()
		t.Control(r, Turned())
		t.Judge(r, withChallenge("a challenge with a parameter", func(c scenarios.Challenge) bool {
			return len(c.Params) > 0
		}))
	})
	w.Check("PRE-05", "look for an error code in that challenge", func(t *Trial) {
		t.admitted()
		r := t.anonymous()
		t.Control(r, Turned())
		t.Judge(r, Turned().That("has no error in any challenge", func(r *scenarios.Reply) bool {
			for _, c := range scenarios.Challenges(r.Header) {
				if c.Params["error"] != "" {
					return false
				}
			}
			return true
		}))
	})
}

// anonymous calls the API in the tester's tenant without any credentials.
func (t *Trial) anonymous(bends ...scenarios.Bend) *scenarios.Reply {
	return t.CallIn(t.Held.Tenant, scenarios.Credentials{}, bends...)
}

// withChallenge accepts a refusal with a challenge of the kind.
func withChallenge(shows string, ok func(scenarios.Challenge) bool) Answer {
	return Turned().That("has "+shows, func(r *scenarios.Reply) bool {
		for _, c := range scenarios.Challenges(r.Header) {
			if ok(c) {
				return true
			}
		}
		return false
	})
}

// presentingBadTokens holds the API to tokens that are none.
func presentingBadTokens(w World) {
	refused := func(id, when string, answer Answer) {
		w.Check(idOf(id), when, func(t *Trial) {
			t.admitted()
			r := t.Call(scenarios.Bearer(t.Nonce()))
			t.Control(r, Turned())
			t.Judge(r, answer)
		})
	}
	w.Check("PRE-06", "call the API with a token that was never issued", func(t *Trial) {
		t.admitted()
		t.Judge(t.Call(scenarios.Bearer(t.Nonce())), Dead())
	})
	refused("PRE-07", "look for invalid_token in the challenge", withChallenge("invalid_token in the challenge",
		func(c scenarios.Challenge) bool { return c.Params["error"] == "invalid_token" }))
	refused("PRE-09", "look for a Bearer challenge", withChallenge("a Bearer challenge",
		func(c scenarios.Challenge) bool { return c.Is(scenarios.SchemeBearer) }))
	refused("PRE-17", "look at the body of the refusal", Turned().That("has the documented error body",
		func(r *scenarios.Reply) bool { return r.Documented && isJSON(r.Header) }))
	w.Check("PRE-27", "look for parameters that stand twice in a challenge", func(t *Trial) {
		if !t.keysOnly() {
			t.admitted()
		}
		bad := t.strange()
		for _, r := range []*scenarios.Reply{t.anonymous(), t.Call(bad)} {
			t.Judge(r, reply("challenges without repeated parameters", func(r *scenarios.Reply) bool {
				for _, c := range scenarios.Challenges(r.Header) {
					if len(c.Repeated) > 0 {
						return false
					}
				}
				return true
			}))
		}
	})
	w.Check("PRE-08", "call the API with a token that has a character less, more or changed", func(t *Trial) {
		grant := t.admitted()
		for _, near := range alterations(grant.AccessToken) {
			t.Judge(t.Call(scenarios.Bearer(near)), Dead())
		}
	})
	w.Check("PRE-16", "call the API with the scheme and no token", func(t *Trial) {
		t.admitted()
		for _, value := range []string{"Bearer", "Bearer "} {
			t.Judge(t.anonymous(scenarios.Authorized(value)), Barred(http.StatusUnauthorized, http.StatusBadRequest))
		}
	})
}

// strange are credentials of the tester's kind that are none; where they are a
// key's, it is alive.
func (t *Trial) strange() scenarios.Credentials {
	if t.keysOnly() {
		return scenarios.Basic(t.keyHolder().User, t.Nonce())
	}
	return scenarios.Bearer(t.Nonce())
}

// presentingElsewhere sends the token where it does not belong.
func presentingElsewhere(w World) {
	w.Check("PRE-10", "send the access token in the URI", func(t *Trial) {
		grant := t.admitted()
		t.Control(t.anonymous(), Turned())
		t.Judge(t.anonymous(scenarios.WithQuery("access_token", grant.AccessToken)), Turned())
	})
	w.Check("PRE-11", "send the access token in a form body", func(t *Trial) {
		grant := t.admitted()
		t.Control(t.anonymous(), Turned())
		inBody := scenarios.RawBody("access_token="+grant.AccessToken, "application/x-www-form-urlencoded")
		t.Judge(t.anonymous(inBody), Turned())
		t.Judge(t.anonymous(inBody, scenarios.ByMethod(http.MethodPost)), Turned())
	})
	w.Check("PRE-12", "send two Authorization headers", func(t *Trial) {
		grant := t.admitted()
		r := t.Call(grant.Credentials(), scenarios.AgainHeader("Authorization", "Bearer "+t.Nonce()))
		t.Judge(r, Barred(http.StatusBadRequest, http.StatusUnauthorized))
		r = t.Call(scenarios.Bearer(t.Nonce()), scenarios.AgainHeader("Authorization", "Bearer "+grant.AccessToken))
		t.Judge(r, Barred(http.StatusBadRequest, http.StatusUnauthorized))
	})
}

// presentingOthers presents what is a secret, but no access token.
func presentingOthers(w World) {
	refused := func(id, when string, made func(*Trial) scenarios.Credentials, answer Answer) {
		w.Check(idOf(id), when, func(t *Trial) {
			t.admitted()
			t.Judge(t.CallIn(t.Held.Tenant, made(t)), answer)
		})
	}
	refused("PRE-13", "call the API with a refresh token", func(t *Trial) scenarios.Credentials {
		token := t.Grant().RefreshToken
		if token == "" {
			t.Untested("no refresh token was handed out")
		}
		return scenarios.Bearer(token)
	}, Dead())
	refused("PRE-14", "call the API with a code", func(t *Trial) scenarios.Credentials {
		return scenarios.Bearer(t.Code())
	}, Dead())
	// A server that knows no Basic at its API may call it a bad request.
	refused("PRE-18", "call the API with the client's id and secret", func(t *Trial) scenarios.Credentials {
		return scenarios.Basic(t.Held.Client.ID, t.Held.Client.Secret)
	}, Turned())
}
